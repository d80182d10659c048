import { NO_INTERACTION } from "../../configs/bronze-tables.ts";
import { customerInteractions } from "../../configs/datasets.ts";
import type { IsoDate } from "../../configs/names.ts";
import { type Engine, identifier, literal } from "../table/engine.ts";
import { intentOf, type SentimentScorer, scoreAll } from "./text/index.ts";

const raw = identifier(`raw ${customerInteractions.name}`);

/**
 * Leaves the temporary table `newest_interaction`: each customer's newest interaction on or before the as-of date
 * (D7), with intent and sentiment of its text. Among several of one day the first in the file counts.
 *
 * @param scorer judges the tone; null: nobody does, and the tone stays empty
 */
export async function enrichNewestInteractions(
  engine: Engine,
  asOf: IsoDate,
  scorer: SentimentScorer | null,
): Promise<void> {
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE newest AS
     SELECT customer_id, date, channel, interaction_summary FROM ${raw} WHERE date <= DATE ${literal(asOf)}
     QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY date DESC, rowid) = 1`,
  );
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE enriched (customer_id VARCHAR, customer_intent VARCHAR,
       sentiment_neg DOUBLE, sentiment_neu DOUBLE, sentiment_pos DOUBLE, sentiment_label VARCHAR)`,
  );
  await appendEnriched(engine, scorer);
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE newest_interaction AS
     SELECT * FROM newest JOIN enriched USING (customer_id); DROP TABLE newest; DROP TABLE enriched`,
  );
}

async function appendEnriched(engine: Engine, scorer: SentimentScorer | null): Promise<void> {
  const rows = await engine.rows(
    "SELECT customer_id, interaction_summary AS text FROM newest ORDER BY customer_id",
  );
  const texts = rows.map(({ text }) => (typeof text === "string" ? text : null));
  const tones = scorer === null ? undefined : await scoreAll(scorer, texts);
  await engine.append("enriched", (appender) => {
    for (const [index, row] of rows.entries()) {
      const text = texts[index] ?? null;
      const sentiment = tones?.[index] ?? null;
      appender.appendVarchar(String(row["customer_id"]));
      appender.appendVarchar(intentOf(text));
      for (const tone of ["negative", "neutral", "positive"] as const) {
        if (sentiment === null) appender.appendNull();
        else appender.appendDouble(sentiment[tone]);
      }
      if (tones === undefined) appender.appendNull();
      else appender.appendVarchar(sentiment?.label ?? NO_INTERACTION);
      appender.endRow();
    }
  });
}
