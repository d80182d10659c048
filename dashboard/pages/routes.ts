import type { PageRoute } from "../web/page.ts";
import { customersPage } from "./customers/page.ts";
import { pipelinePage } from "./pipeline/page.ts";
import { runPage } from "./pipeline/run-page.ts";

/** Every page of the dashboard. */
export const pages: readonly PageRoute[] = [customersPage, pipelinePage, runPage];
