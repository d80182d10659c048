import { dirname } from "node:path";
import { z } from "zod";
import type { IsoDate } from "../../configs/names.ts";
import { places } from "../../configs/pipeline.ts";
import { riskTiers } from "../../configs/risk.ts";
import { recommendations, scoredCustomers } from "../../configs/scored-tables.ts";
import { messageOf } from "../../runtime/errors.ts";
import { estimateSchema } from "../../runtime/model/metrics/estimate.ts";
import type { CurrentRun } from "../../runtime/pipeline/current-run.ts";
import { Engine } from "../../runtime/table/engine.ts";
import { asOfOf, openTable } from "../../runtime/table/read-table.ts";
import { type Source, SourceFault } from "./source.ts";

/** What the overview shows of a run: everything is computed once, when the run is opened. */
export interface RunFacts {
  readonly asOf: IsoDate;
  readonly scores: ScoreFacts;
  readonly offers: OfferFacts;
  readonly model: ModelFacts;
}

/** Figures over all scored customers. */
export interface ScoreFacts {
  readonly customers: number;
  /** Every tier, the lowest risk first, the empty ones too. */
  readonly tiers: readonly TierFacts[];
  /** Sum over the customers whose margin is known. */
  readonly expectedMonthlyLossEur: number;
  readonly marginUnknown: number;
  /** Customers that the model was trained on: it has seen their outcome, and their scores flatter it. */
  readonly inSample: number;
}

/** Figures over the customers of one risk tier. */
export interface TierFacts {
  readonly id: string;
  readonly label: string;
  readonly customers: number;
  readonly expectedMonthlyLossEur: number;
}

/** Figures over the customers who are to get an offer. */
export interface OfferFacts {
  readonly customers: number;
  readonly costEur: number;
  /** What the offers are expected to earn over the horizon, their cost taken off. */
  readonly impactEur: number;
}

/** The part of an evaluation that the overview needs; the evaluation itself holds more. */
const modelSchema = z.object({
  experiment: z.string(),
  threshold: z.number(),
  holdout: z.object({ rows: z.int(), churners: z.int() }),
  intervals: z.object({ confidence: z.number() }),
  metrics: z.record(z.string(), estimateSchema),
});
/** How the model that scored did on the customers that were kept away from its training. */
export type ModelFacts = Readonly<z.infer<typeof modelSchema>>;

/** A run or a version as the pipeline names it. */
const PATH_PART = /^[\w-]+$/;

/** Limits of the engine that reads a run. The queries are sums over two small tables. */
const engineLimits = { threads: 2, memoryLimitMb: 200 } as const;

/**
 * Reads the tables of a run and sums them up.
 * @param scratch folder for copies and spilled data; its owner removes it
 * @throws SourceFault when the run lacks something or cannot be read
 */
export async function readRunFacts(source: Source, current: CurrentRun, scratch: string): Promise<RunFacts> {
  // They become parts of paths: nothing else may be in them.
  if (!PATH_PART.test(current.run) || !PATH_PART.test(current.model))
    throw new SourceFault("The pointer to the current run names something that is no run.");
  const file = (prefix: string, name: string) =>
    source.file(`${prefix.replace("<run>", current.run)}${name}`, scratch);
  const [scoredFile] = await Promise.all([
    file(places.scored, `${scoredCustomers.name}.parquet`),
    file(places.scored, `${recommendations.name}.parquet`),
  ]);
  const model = await readModel(source, current.model);
  const folder = dirname(scoredFile);
  try {
    using engine = await Engine.open({ ...engineLimits, scratch });
    await openTable(engine, scoredCustomers, folder);
    await openTable(engine, recommendations, folder);
    const asOf = await asOfOf(engine, scoredCustomers, folder);
    return { asOf, scores: await scoreFacts(engine), offers: await offerFacts(engine), model };
  } catch (thrown) {
    throw new SourceFault(`The tables of run ${current.run} cannot be read.`, { cause: thrown });
  }
}

async function readModel(source: Source, version: string): Promise<ModelFacts> {
  const key = `${places.evaluation.replace("<run>", version)}evaluation.json`;
  const stored = await source.read(key);
  if (stored === undefined) throw new SourceFault(`${key} is missing in the lake.`);
  try {
    return modelSchema.parse(JSON.parse(stored.text));
  } catch (thrown) {
    throw new SourceFault(`${key} is not the evaluation of a model.`, { cause: messageOf(thrown) });
  }
}

const sumsSchema = z.object({
  customers: z.number(),
  loss: z.number(),
  unknown: z.number(),
  seen: z.number(),
});
const tierRowsSchema = z.array(z.object({ label: z.string(), customers: z.number(), loss: z.number() }));
const offersSchema = z.object({ customers: z.number(), cost: z.number(), impact: z.number() });

async function scoreFacts(engine: Engine): Promise<ScoreFacts> {
  const sums = sumsSchema.parse(
    await engine.row(
      `SELECT count(*)::DOUBLE AS customers, coalesce(sum(expected_monthly_loss), 0)::DOUBLE AS loss,
         count(*) FILTER (expected_monthly_loss IS NULL)::DOUBLE AS unknown,
         count(*) FILTER (model_part = 'train')::DOUBLE AS seen
       FROM scored_customers`,
    ),
  );
  const rows = tierRowsSchema.parse(
    await engine.rows(
      `SELECT risk_tier AS label, count(*)::DOUBLE AS customers,
         coalesce(sum(expected_monthly_loss), 0)::DOUBLE AS loss
       FROM scored_customers GROUP BY risk_tier`,
    ),
  );
  return {
    customers: sums.customers,
    tiers: riskTiers.map(({ id, label }) => {
      const row = rows.find((each) => each.label === label);
      return { id, label, customers: row?.customers ?? 0, expectedMonthlyLossEur: row?.loss ?? 0 };
    }),
    expectedMonthlyLossEur: sums.loss,
    marginUnknown: sums.unknown,
    inSample: sums.seen,
  };
}

async function offerFacts(engine: Engine): Promise<OfferFacts> {
  const { customers, cost, impact } = offersSchema.parse(
    await engine.row(
      `SELECT count(*)::DOUBLE AS customers, coalesce(sum(offer_cost), 0)::DOUBLE AS cost,
         coalesce(sum(expected_margin_impact), 0)::DOUBLE AS impact
       FROM recommendations WHERE action <> 'no_offer'`,
    ),
  );
  return { customers, costEur: cost, impactEur: impact };
}
