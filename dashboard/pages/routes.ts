import type { PageRoute } from "../web/page.ts";
import { customerPage } from "./customer/page.ts";
import { customersPage } from "./customers/page.ts";
import { dataPage } from "./data/page.ts";
import { tablePage } from "./data/table-page.ts";
import { driftFeaturePage } from "./drift/feature-page.ts";
import { driftPage } from "./drift/page.ts";
import { lookupPage } from "./lookup/page.ts";
import { cardFile, cardPageFile, modelPage } from "./model/page.ts";
import { overviewPage } from "./overview/page.ts";
import { pipelinePage } from "./pipeline/page.ts";
import { runPage } from "./pipeline/run-page.ts";
import { recommendationsPage } from "./recommendations/page.ts";

/** Every page of the dashboard. */
export const pages: readonly PageRoute[] = [
  overviewPage,
  customersPage,
  customerPage,
  lookupPage,
  recommendationsPage,
  modelPage,
  cardFile,
  cardPageFile,
  driftPage,
  driftFeaturePage,
  dataPage,
  tablePage,
  pipelinePage,
  runPage,
];
