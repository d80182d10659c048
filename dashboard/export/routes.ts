import { type RequestHandler, Router } from "express";
import { campaignRows } from "../data/campaign-list.ts";
import { campaignSchema } from "../data/campaign-terms.ts";
import { filterSchema, listSchema, orderOf, whereOf } from "../data/customers.ts";
import type { OpenRun } from "../lake/open-run.ts";
import { type Answering, holding, runOf } from "../web/answer.ts";
import { filtersOf } from "../web/notes.ts";
import { readQuery } from "../web/query.ts";
import { searchOf } from "../web/request.ts";
import type { CsvColumn } from "./csv.ts";
import { type Exported, exportFormats, type SendingOptions, sendingExports } from "./send.ts";

const number = (name: string): CsvColumn => ({ name, kind: "number" });
const text = (name: string): CsvColumn => ({ name, kind: "text" });
const texts = (name: string): CsvColumn => ({ name, kind: "texts" });

/** Columns of the customers' file. */
export const customerColumns: readonly CsvColumn[] = [
  text("customer_id"),
  number("churn_proba"),
  number("churn_pred"),
  text("risk_tier"),
  text("segment"),
  text("sales_channel"),
  number("avg_monthly_margin"),
  number("expected_monthly_loss"),
  text("model_part"),
  text("prediction_set"),
  text("action"),
  text("timing_window"),
  number("offer_cost"),
  number("expected_margin_impact"),
  number("control_group"),
  texts("reason_codes"),
];

/** Columns of a campaign's file. */
export const campaignColumns: readonly CsvColumn[] = [
  number("rank"),
  text("customer_id"),
  text("risk_tier"),
  number("churn_proba"),
  text("segment"),
  text("action"),
  text("timing_window"),
  number("avg_monthly_margin"),
  number("offer_cost"),
  number("impact"),
  number("impact_per_euro"),
  texts("reason_codes"),
];

const orderSchema = listSchema.pick({ sort: true, order: true });

type ExportOf = (search: URLSearchParams) => (run: OpenRun) => Promise<Exported>;

const customersExport: ExportOf = (search) => {
  const { sql, parameters } = whereOf(readQuery(filterSchema, search));
  const order = readQuery(orderSchema, search);
  // Kept in this order already: a whole table need not be sorted to be sent.
  const isKept = order.sort === "probability" && order.order === "desc";
  const rows = `SELECT * FROM customers WHERE ${sql}${isKept ? "" : ` ORDER BY ${orderOf(order)}`}`;
  return async () => ({ name: "customers", columns: customerColumns, rows, parameters });
};

const campaignExport: ExportOf = (search) => {
  const terms = readQuery(campaignSchema, search);
  return async ({ database }) => {
    const { sql, parameters } = await campaignRows(database, terms);
    return { name: "campaign", columns: campaignColumns, rows: sql, parameters };
  };
};

/** Files that can be taken out, by their paths. */
const exportsByPath = { "/customers": customersExport, "/recommendations": campaignExport } as const;

interface ExportOptions extends Pick<Answering, "view" | "audit">, SendingOptions {
  /** Stands in front of every file. */
  readonly limit: RequestHandler;
}

/**
 * Answers `/customers.csv`, `/customers.parquet`, `/recommendations.csv` and `/recommendations.parquet`: exactly the rows
 * that the page of that name lists, all pages of them, in its order.
 */
export function exportRoutes({ view, audit, limit, ...options }: ExportOptions): Router {
  const router = Router();
  const send = sendingExports(options);
  for (const [path, exportOf] of Object.entries(exportsByPath))
    for (const format of exportFormats)
      router.get(`${path}.${format}`, limit, async (request, response) => {
        const search = searchOf(request);
        // What is asked for wrongly is told before a run is held for it.
        const exportedOf = exportOf(search);
        await holding(view, async (held) => {
          const run = runOf(held);
          const exported = await exportedOf(run);
          const audited = audit(response, {
            action: "export",
            what: exported.name,
            format,
            filters: filtersOf(search),
          });
          await send(response, { run, exported, format, audited });
        });
      });
  return router;
}
