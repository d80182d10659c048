import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isoDate } from "../../configs/names.ts";
import { offerPolicy } from "../../configs/offers.ts";
import type { ModelPart } from "../../configs/scored-tables.ts";
import { type Segment, segments } from "../../configs/segments.ts";
import { recommend } from "../../runtime/score/recommend.ts";
import { riskTierOf } from "../../runtime/score/risk-tier.ts";
import { type Decision, writeScores } from "../../runtime/score/write-scores.ts";
import { Engine } from "../../runtime/table/engine.ts";
import { temporaryFolder } from "../support/folders.ts";
import { SmallLake } from "./small-lake.ts";

/** What is made up about a customer; what follows from it is the pipeline's affair. */
export interface MadeUpCustomer {
  readonly id: string;
  readonly probability: number;
  /** EUR a month; null where it is unknown. */
  readonly margin: number | null;
  readonly segment: Segment;
  readonly channel: string | null;
  readonly part: ModelPart;
  /** Features, the strongest first. */
  readonly drivers: readonly string[];
}

/** Sales channels of made-up customers; some have none. */
export const madeUpChannels = ["Office", "Own Website", "Telemarketing, South", null] as const;
const parts: readonly ModelPart[] = ["train", "holdout", "unseen"];
const drivers = ["tenure_months", "segment", "has_interaction", "std_margin"];

/** As if the model ruled out less in the middle; some are of a model that told nothing. */
const madeUpSets = ["stays", "stays", "uncertain", "uncertain", null, "unusual", "churns"] as const;

/** The entry of a list at a place, counted round and round. */
export function around<T>(list: readonly T[], place: number): T {
  const entry = list[place % list.length];
  if (entry === undefined) throw new Error("The list is empty.");
  return entry;
}

/**
 * Made-up customers: no two of a probability alike, in every tier, segment, channel and part, some with a margin that is
 * negative or unknown. Their ids are not in the order of their risk.
 */
export function madeUpCustomers(count: number, prefix = "C"): readonly MadeUpCustomer[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${prefix}${String(index + 1).padStart(5, "0")}`,
    probability: ((index * 7_919) % count) / count,
    margin: index % 17 === 0 ? null : ((index * 31) % 97) / 3 - 4,
    segment: around(segments, Math.floor(index / 2)),
    channel: around(madeUpChannels, Math.floor(index / 3)),
    part: around(parts, index),
    drivers: drivers.slice(0, index % (drivers.length + 1)),
  }));
}

/** What the pipeline says about a customer under the policy in force. */
export function decisionOf(customer: MadeUpCustomer): Decision {
  const { id, probability, margin, segment, channel, part } = customer;
  const named = customer.drivers.map((feature, place) => ({ feature, contribution: 1 / (place + 1) }));
  return {
    score: {
      customerId: id,
      probability,
      logOdds: 0,
      tierLabel: riskTierOf(probability).label,
      drivers: named,
      churnActual: part === "unseen" ? null : 0,
      predicted: probability >= 0.25 ? 1 : 0,
      segment,
      salesChannel: channel,
      monthlyMarginEur: margin,
      totalMarginEur: margin === null ? null : margin * 12,
      expectedMonthlyLossEur: margin === null ? null : probability * Math.max(margin, 0),
      modelPart: part,
      predictionSet: around(madeUpSets, Math.floor(probability * 10)),
    },
    recommendation: recommend(
      { customerId: id, probability, segment, monthlyMarginEur: margin, drivers: named },
      offerPolicy,
    ),
  };
}

/** Writes a run whose scores and recommendations the pipeline's own writer has made; nobody points at it yet. */
export async function writeDecisions(
  lake: SmallLake,
  run: string,
  decisions: readonly Decision[],
): Promise<void> {
  // Gold master and months of a few customers: no test of lists and files looks at them.
  await lake.write(
    run,
    decisions.slice(0, 20).map(({ score, recommendation }) => ({
      customer_id: score.customerId,
      churn_proba: score.probability,
      avg_monthly_margin: score.monthlyMarginEur,
      risk_tier: score.tierLabel,
      expected_monthly_loss: score.expectedMonthlyLossEur,
      model_part: score.modelPart,
      action: recommendation.action,
      offer_cost: recommendation.value.costEur,
      expected_margin_impact: recommendation.value.impactEur,
    })),
  );
  const folder = join(lake.root, "scored", run);
  rmSync(folder, { recursive: true });
  mkdirSync(folder);
  using engine = await Engine.open({
    threads: 2,
    memoryLimitMb: 400,
    scratch: join(lake.root, ".scratch"),
  });
  await writeScores(engine, { folder, asOf: isoDate("2024-12-31"), decisions });
}

/** Writes a whole run, as above, and points at it. */
export async function publishDecisions(
  lake: SmallLake,
  run: string,
  decisions: readonly Decision[],
): Promise<void> {
  await writeDecisions(lake, run, decisions);
  await lake.pointAt(run);
  await lake.crown(run);
}

/** A lake with one published run. */
export async function lakeOf(decisions: readonly Decision[], root = temporaryFolder()): Promise<SmallLake> {
  const lake = await SmallLake.at(root);
  await publishDecisions(lake, "run-1", decisions);
  return lake;
}
