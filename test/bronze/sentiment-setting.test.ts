import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import type { StepSummary } from "../../runtime/step.ts";
import { Engine, literal } from "../../runtime/table/engine.ts";
import { qualityReportSchema } from "../../runtime/table/quality.ts";
import { temporaryFolder } from "../support/folders.ts";
import { bronzeRun } from "../support/run-bronze.ts";
import { smallDelivery, smallReadings, writeSmallFiles } from "../support/small-delivery.ts";

/** The bronze step with each kind of scorer of tones (D18). */

const CUSTOMERS = 20;
const MADE_UP = fileURLToPath(new URL("../support/scorers/made-up.ts", import.meta.url));

interface Judged {
  readonly summary: StepSummary;
  /** Customers by label and intent. */
  readonly rows: readonly Record<string, unknown>[];
  /** Share of empty cells by column, as the table's report tells it. */
  readonly nullShares: ReadonlyMap<string, number>;
}

async function judgedBy(sentiment?: string): Promise<Judged> {
  const delivery = temporaryFolder("judged-");
  using engine = await Engine.open({ threads: 1, memoryLimitMb: 300, scratch: delivery });
  writeSmallFiles(delivery, smallDelivery(CUSTOMERS));
  const readings = literal(join(delivery, "consumption_hourly_2024.parquet"));
  await engine.run(`COPY (${smallReadings(CUSTOMERS)}) TO ${readings} (FORMAT parquet)`);
  const step = bronzeRun(delivery);
  const summary = await step.run(sentiment === undefined ? {} : { sentiment });
  const table = literal(join(step.bronze, "bronze_customer.parquet"));
  const rows = await engine.rows(
    `SELECT interaction_summary AS text, customer_intent AS intent, sentiment_label AS label,
       sentiment_pos::DOUBLE AS positive, has_interaction::INT AS spoke FROM read_parquet(${table}) ORDER BY customer_id`,
  );
  const report = qualityReportSchema.parse(
    JSON.parse(readFileSync(join(step.bronze, "bronze_customer.quality.json"), "utf8")),
  );
  return {
    summary,
    rows: rows.map((row) => ({ ...row })),
    nullShares: new Map(report.columns.map(({ name, nullShare }) => [name, nullShare])),
  };
}

const TONES = ["sentiment_neg", "sentiment_neu", "sentiment_pos", "sentiment_label"];

it("with none the columns of sentiment are empty for everybody; the report and the summary say so; intents stay", async () => {
  const usual = await judgedBy();
  const { summary, rows, nullShares } = await judgedBy("none");
  expect(usual.summary).toMatchObject({ sentiment_scorer: "lexicon", notes: "" });
  expect(usual.nullShares.get("sentiment_label")).toBe(0);
  expect(summary).toMatchObject({
    sentiment_scorer: "none",
    notes:
      "Nobody has judged the tone of conversations (--sentiment none): the columns of sentiment are empty.",
  });
  expect(TONES.map((name) => nullShares.get(name))).toEqual([1, 1, 1, 1]);
  const others = ({ text, intent, spoke }: Record<string, unknown>) => ({ text, intent, spoke });
  expect(rows.map(others)).toEqual(usual.rows.map(others));
  expect(rows.filter(({ spoke }) => spoke === 1).length).toBeGreaterThan(0);
});

it("with a module of one's own its tones are written, and its name", async () => {
  const { summary, rows } = await judgedBy(MADE_UP);
  expect(summary).toMatchObject({ sentiment_scorer: "made-up", notes: "" });
  for (const { text, label, positive } of rows) {
    const asks = typeof text === "string" && /asked/.test(text);
    expect([text, label, positive]).toEqual([
      text,
      text === null ? "no_interaction" : asks ? "positive" : "neutral",
      text === null ? null : asks ? 0.75 : 0,
    ]);
  }
  expect(new Set(rows.map(({ label }) => label))).toEqual(new Set(["no_interaction", "positive", "neutral"]));
});

it("a module that is not there ends the step before it reads anything", async () => {
  await expect(judgedBy(join(temporaryFolder("judged-"), "absent.mjs"))).rejects.toThrow(
    "There is no sentiment scorer at ",
  );
});
