import type { PageRoute } from "../web/page.ts";
import { customersPage } from "./customers/page.ts";

/** Every page of the dashboard. */
export const pages: readonly PageRoute[] = [customersPage];
