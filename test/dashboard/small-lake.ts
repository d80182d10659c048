import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { deliveryId, isoDate, modelVersion, runId } from "../../configs/names.ts";
import { type Action, actions, riskTiers } from "../../configs/risk.ts";
import { recommendations, scoredCustomers } from "../../configs/scored-tables.ts";
import { jsonText } from "../../runtime/json.ts";
import { FolderLake } from "../../runtime/lake/folder-lake.ts";
import { LakeRegistry } from "../../runtime/registry/lake-registry.ts";
import { Engine, literal } from "../../runtime/table/engine.ts";
import { writeTable } from "../../runtime/table/write-table.ts";
import { madeUpGold, madeUpMonths } from "./made-up-tables.ts";

/** A made-up customer as both scored tables hold it. */
interface Scored {
  readonly customer_id: string;
  readonly churn_proba: number;
  readonly avg_monthly_margin: number | null;
  readonly risk_tier: string;
  readonly expected_monthly_loss: number | null;
  readonly model_part: string;
  readonly action: Action;
  readonly offer_cost: number;
  readonly expected_margin_impact: number;
}

/** Made-up scores whose figures differ from run to run: they follow from the numbers of customer and run alone. */
export function scoredOf(customers: number, shift: number): readonly Scored[] {
  return Array.from({ length: customers }, (_, index) => {
    const probability = ((index * 37 + shift * 11) % 100) / 100;
    const tier = riskTiers.findLast(({ from }) => probability >= from) ?? riskTiers[0];
    const margin = index % 17 === 0 ? null : (index % 23) - 3 + shift / 8;
    const action = margin === null || margin <= 0 || index % 10 === 3 ? actions[0] : tier.action;
    const offered = action !== "no_offer";
    return {
      customer_id: `C${String(index + 1).padStart(5, "0")}`,
      churn_proba: probability,
      avg_monthly_margin: margin,
      risk_tier: tier.label,
      expected_monthly_loss: margin === null ? null : probability * Math.max(margin, 0),
      model_part: index % 5 === 0 ? "holdout" : "train",
      action,
      offer_cost: offered ? 1.5 + (index % 4) : 0,
      expected_margin_impact: offered ? 4.25 + (index % 7) : 0,
    };
  });
}

/** Figures of a made-up model; every one is written differently in the page. */
export const modelFigures = {
  experiment: "E5_full",
  threshold: 0.2468,
  holdout: { rows: 1234, churners: 321 },
  intervals: { method: "bootstrap", confidence: 0.95, resamples: 1000 },
  metrics: {
    prAuc: { value: 0.7512, low: 0.7011, high: 0.8013 },
    rocAuc: { value: 0.9214, low: 0.9015, high: 0.9416 },
    recall: { value: 0.6817, low: 0.6318, high: 0.7319 },
    precision: { value: 0.6121, low: 0.5722, high: 0.6523 },
  },
};

/** A small lake in a folder, written by the pipeline's own writers: tables, pointers, registry. */
export class SmallLake {
  readonly root: string;
  readonly #lake: FolderLake;

  private constructor(root: string, lake: FolderLake) {
    this.root = root;
    this.#lake = lake;
  }

  static async at(root: string): Promise<SmallLake> {
    return new SmallLake(root, await FolderLake.open(root));
  }

  /** Writes the tables and the evaluation of a run; nobody points at it yet. */
  async write(run: string, scored: readonly Scored[]): Promise<void> {
    const stage = await this.#lake.stage(`scored/${run}`);
    const scratch = join(this.root, ".scratch");
    mkdirSync(scratch, { recursive: true });
    using engine = await Engine.open({ threads: 1, memoryLimitMb: 200, scratch });
    const rows = scored.map((row) => `(${Object.values(row).map(sqlOf).join(", ")})`).join(", ");
    await engine.run(
      `CREATE TABLE made AS SELECT * FROM (VALUES ${rows}) t(${Object.keys(scored[0] ?? {}).join(", ")})`,
    );
    const asOf = isoDate("2024-12-31");
    await writeTable(engine, {
      contract: scoredCustomers,
      folder: stage.folder,
      asOf,
      orderBy: "churn_proba DESC, customer_id",
      query: `SELECT *, NULL AS churn_actual, (churn_proba >= 0.25)::INT AS churn_pred, NULL AS total_margin_2024,
                'SME' AS segment, 0.0 AS churn_log_odds, NULL AS sales_channel,
                NULL AS prediction_set FROM made`,
    });
    await writeTable(engine, {
      contract: recommendations,
      folder: stage.folder,
      asOf,
      orderBy: "risk_score DESC, customer_id",
      query: `SELECT *, churn_proba AS risk_score, 'SME' AS segment, 'none' AS timing_window, ['x'] AS reason_codes,
                0 AS control_group, action AS tier_action, NULL AS tier_cost, NULL AS tier_impact FROM made`,
    });
    await stage.publish();
    const gold = await this.#lake.stage(`gold/${run}`);
    for (const table of [madeUpGold, madeUpMonths])
      await writeTable(engine, { ...table, folder: gold.folder, asOf });
    await gold.publish();
    await this.#lake.write(`models/${run}/evaluation/evaluation.json`, jsonText(modelFigures));
  }

  /** Makes a run the one that readers look at. */
  async pointAt(run: string, model = run, publishedAt = "2025-01-02T03:04:05.000Z"): Promise<void> {
    await this.#lake.write("pointers/current-run.json", jsonText({ run, model, published_at: publishedAt }));
  }

  /** Registers a model and makes it the champion. */
  async crown(version: string): Promise<void> {
    const registry = new LakeRegistry(this.#lake, () => new Date("2025-01-03T00:00:00Z"));
    await registry.register({
      version: modelVersion(version),
      run: runId(version),
      delivery: deliveryId("d1"),
      decision: "approved",
      reasons: [],
      experiment: "E5_full",
      asOf: null,
      labels: null,
      metrics: {},
      registeredAt: "2025-01-02T00:00:00.000Z",
    });
    await registry.promote(modelVersion(version), await registry.champion());
  }

  /** Writes a whole run and points at it. */
  async publish(run: string, scored: readonly Scored[]): Promise<void> {
    await this.write(run, scored);
    await this.pointAt(run);
    await this.crown(run);
  }

  remove(path: string): void {
    rmSync(join(this.root, path), { recursive: true });
  }

  text(key: string, text: string): Promise<string> {
    return this.#lake.write(key, text);
  }
}

function sqlOf(value: string | number | null): string {
  if (value === null) return "NULL::DOUBLE";
  return typeof value === "string" ? literal(value) : `${value}::DOUBLE`;
}
