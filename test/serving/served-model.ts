import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { bronze } from "../../runtime/bronze/step.ts";
import { gold } from "../../runtime/gold/step.ts";
import { trainWith } from "../../runtime/model/train-step.ts";
import { score } from "../../runtime/score/step.ts";
import { silver } from "../../runtime/silver/step.ts";
import type { Step } from "../../runtime/step.ts";
import { Engine, literal } from "../../runtime/table/engine.ts";
import { quickPolicy } from "../model/policy.ts";
import { makeDelivery } from "../support/journey-delivery.ts";
import { runStep } from "../support/run-step.ts";

/** A customer's row of gold, as the table has it. */
export type GoldRow = Readonly<Record<string, string | number | null>>;

/** What the batch step says of a customer. */
export interface BatchScore {
  readonly churn_proba: number;
  readonly risk_tier: string;
  readonly churn_log_odds: number;
  readonly reasons: readonly string[];
}

/** A model trained on a demo, with all customers of it as the batch step has scored them. */
export interface ServedModel {
  /** The artifact folder. */
  readonly artifact: string;
  readonly rows: readonly GoldRow[];
  readonly batch: ReadonlyMap<string, BatchScore>;
}

/** Runs the pipeline's own steps below this folder, from raw files to scores. */
export async function serveableModel(root: string, customers = 400): Promise<ServedModel> {
  const at = (name: string) => join(root, name);
  mkdirSync(root, { recursive: true });
  await makeDelivery(at("delivery"), { customers, seed: 7 });
  const run = (step: Step, inputs: readonly string[], outputs: Readonly<Record<string, string>>) =>
    runStep(step, {
      inputs: Object.fromEntries(inputs.map((name) => [name, at(name)])),
      outputs: Object.fromEntries(Object.entries(outputs).map(([name, folder]) => [name, at(folder)])),
      scratch: at("scratch"),
    });
  await run(bronze, ["delivery"], { bronze: "bronze", quarantine: "quarantine" });
  await run(silver, ["bronze"], { silver: "silver" });
  await run(gold, ["bronze", "silver"], { gold: "gold" });
  // The model that scores is called champion, whatever the gate would say of so small a training.
  await run(trainWith(quickPolicy), ["gold"], { candidate: "champion" });
  await run(score, ["gold", "champion"], { scored: "scored" });
  return { artifact: at("champion"), rows: await goldRows(root), batch: await batchScores(root) };
}

async function ask(root: string, sql: string) {
  using engine = await Engine.open({ threads: 1, memoryLimitMb: 300, scratch: join(root, "scratch") });
  return await engine.rows(sql);
}

async function goldRows(root: string): Promise<readonly GoldRow[]> {
  const rows = await ask(
    root,
    `FROM read_parquet(${literal(join(root, "gold/gold_master.parquet"))}) ORDER BY customer_id`,
  );
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => {
        if (value === null || typeof value === "number" || typeof value === "string") return [name, value];
        throw new Error(`gold_master: ${name} holds neither numbers nor texts.`);
      }),
    ),
  );
}

async function batchScores(root: string): Promise<ReadonlyMap<string, BatchScore>> {
  const table = (name: string) => `read_parquet(${literal(join(root, `scored/${name}.parquet`))})`;
  const rows = await ask(
    root,
    `SELECT customer_id, churn_proba, scored.risk_tier AS risk_tier, churn_log_odds,
            to_json(list_filter(reason_codes, code -> regexp_matches(code, '^(driver|keeps)_')))::VARCHAR AS reasons
     FROM ${table("scored_customers")} scored JOIN ${table("recommendations")} recommended USING (customer_id)`,
  );
  return new Map(
    rows.map((row) => [
      String(row["customer_id"]),
      {
        churn_proba: Number(row["churn_proba"]),
        risk_tier: String(row["risk_tier"]),
        churn_log_odds: Number(row["churn_log_odds"]),
        reasons: JSON.parse(String(row["reasons"])),
      },
    ]),
  );
}
