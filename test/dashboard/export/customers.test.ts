import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, expect, it } from "vitest";
import { Engine, literal } from "../../../runtime/table/engine.ts";
import { sharedFolder, temporaryFolder } from "../../support/folders.ts";
import { decisionOf, lakeOf, type MadeUpCustomer, madeUpCustomers } from "../scored-lake.ts";
import { serve } from "../serve.ts";
import { cellsOf, looksLikeFormula } from "./csv-reader.ts";
import { askedLists, type CustomerRow, customerRow } from "./expected-rows.ts";

const COLUMNS = [
  "customer_id",
  "churn_proba",
  "churn_pred",
  "risk_tier",
  "segment",
  "sales_channel",
  "avg_monthly_margin",
  "expected_monthly_loss",
  "model_part",
  "prediction_set",
  "action",
  "timing_window",
  "offer_cost",
  "expected_margin_impact",
  "control_group",
  "reason_codes",
] as const;

const nastyIds = [
  '=HYPERLINK("http://evil.example","C00001")',
  "+34,600",
  "-1",
  "@SUM(A1)",
  'C"quoted"',
  "C\nbroken",
  "Ñandú 漢字 \u{1F4A1}",
];
const nasty = (made: MadeUpCustomer, index: number): MadeUpCustomer => ({
  ...made,
  id: nastyIds[index] ?? made.id,
  channel: index === 3 ? "=cmd|' /C calc'!A0" : made.channel,
});
const decisions = madeUpCustomers(631).map(nasty).map(decisionOf);
const all = decisions.map(customerRow);
const lake = await lakeOf(decisions, sharedFolder());
const served = await serve(lake.root, { atEnd: afterAll });
beforeEach(() => void served.audit.splice(0));

const textIn = (text: string) => (looksLikeFormula(text) ? `'${text}` : text);
const csvCells = (row: CustomerRow) =>
  COLUMNS.map((name) => {
    const value = row[name];
    if (typeof value === "string") return textIn(value);
    return value === null || typeof value === "number" ? value : textIn(value.join("; "));
  });
const readCells = (cells: readonly string[]) =>
  cells.map((cell, place) => {
    const name = COLUMNS[place] ?? "customer_id";
    if (name === "prediction_set") return cell === "" ? null : cell;
    const value = all[0]?.[name];
    return typeof value === "number" || value === null ? (cell === "" ? null : Number(cell)) : cell;
  });

/** The audit trail of one request, once it is written. */
async function auditLines() {
  await expect.poll(() => served.audit).toHaveLength(1);
  return served.audit;
}

it("has customers of every kind to tell apart", () => {
  for (const { rows } of askedLists.slice(0, -1)) expect(rows(all).length).toBeGreaterThan(20);
  expect(new Set(all.map(({ action }) => action)).size).toBe(4);
  expect(all.filter(({ control_group }) => control_group === 1).length).toBeGreaterThan(20);
});

it.each(askedLists)(
  "/customers.csv$query holds exactly the customers of the list, all pages in its order",
  async (asked) => {
    const { status, headers, text } = await served.get(`/customers.csv${asked.query}`);
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("text/csv; charset=utf-8; header=present");
    expect(headers.get("content-disposition")).toBe("attachment; filename=customers.csv");
    expect(headers.get("x-run-id")).toBe("run-1");
    expect(headers.get("cache-control")).toBe("no-store");
    const [header, ...rows] = cellsOf(text);
    expect(header).toEqual(COLUMNS);
    expect(rows.map(readCells)).toEqual(asked.rows(all).map(csvCells));
    const [line] = await auditLines();
    expect(line).toMatchObject({
      action: "export",
      what: "customers",
      format: "csv",
      user: "local",
      rows: rows.length,
      outcome: "done",
    });
  },
);

it.each(askedLists)(
  "/customers.parquet$query holds the same rows with the types of the lake",
  async (asked) => {
    const response = await fetch(`${served.url}/customers.parquet${asked.query}`);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/vnd.apache.parquet");
    expect(response.headers.get("content-disposition")).toBe("attachment; filename=customers.parquet");
    expect(response.headers.get("x-run-id")).toBe("run-1");
    const folder = temporaryFolder();
    const file = join(folder, "read.parquet");
    writeFileSync(file, Buffer.from(await response.arrayBuffer()));
    using engine = await Engine.open({ threads: 1, memoryLimitMb: 100, scratch: folder });
    const expected = asked.rows(all);
    expect(await engine.rows(`SELECT * FROM read_parquet(${literal(file)})`)).toEqual(expected);
    const types = await engine.rows(`DESCRIBE SELECT * FROM read_parquet(${literal(file)})`);
    expect(types.map((column) => [column["column_name"], column["column_type"]])).toEqual(
      COLUMNS.map((name) => [name, typeOf(name)]),
    );
    expect(await auditLines()).toMatchObject([
      { what: "customers", format: "parquet", rows: expected.length, outcome: "done" },
    ]);
  },
);

function typeOf(name: (typeof COLUMNS)[number]): string {
  if (name === "reason_codes") return "VARCHAR[]";
  if (name === "prediction_set") return "VARCHAR";
  if (name === "churn_pred" || name === "control_group") return "TINYINT";
  return typeof all[0]?.[name] === "string" ? "VARCHAR" : "DOUBLE";
}

it("notes who took them and by which filters, repeated ones joined", async () => {
  const headers = { "X-Request-Id": "request-0001" };
  const asked = "/customers.csv?tier=high&tier=low&q=%20c00%20&size=10&other=%3Cb%3E";
  const { text } = await served.get(asked, { headers });
  const [line] = await auditLines();
  expect(line).toEqual({
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    event: "audit",
    request: "request-0001",
    user: "local",
    action: "export",
    what: "customers",
    format: "csv",
    filters: { tier: "high, low", q: " c00 ", size: "10", other: "<b>" },
    rows: cellsOf(text).length - 1,
    outcome: "done",
  });
  expect(JSON.stringify(served.access)).not.toContain("c00");
});

it.each(["csv", "parquet"])(
  "answers HEAD for %s with the headers of the file and asks no question",
  async (format) => {
    const { status, headers, text } = await served.get(`/customers.${format}`, { method: "HEAD" });
    expect([status, text]).toEqual([200, ""]);
    expect(headers.get("content-disposition")).toBe(`attachment; filename=customers.${format}`);
    expect(headers.get("x-run-id")).toBe("run-1");
    const [line] = await auditLines();
    expect(line).toMatchObject({ outcome: "done" });
    expect(line).not.toHaveProperty("rows");
  },
);
