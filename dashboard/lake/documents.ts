import { z } from "zod";
import { adviceReasons, advices, performanceStatuses, realisedStatuses } from "../../configs/drift-advice.ts";
import { driftLimits, driftStatuses, driftVerdicts } from "../../configs/drift-limits.ts";
import { riskTiers } from "../../configs/risk.ts";
import type { TextReader } from "../../runtime/lake/lake.ts";
import { estimateSchema } from "../../runtime/model/metrics/estimate.ts";
import { documentAt } from "./document-at.ts";
import {
  coverageSchema,
  curvesSchema,
  operatingPointSchema,
  originalProcedureSchema,
} from "./evaluation-parts.ts";

/**
 * The small documents of a run and its model, as far as pages show them. What a newer version adds is let be, so that a
 * dashboard outlives an update of the pipeline.
 */

const gateRuleSchema = z.object({
  name: z.string(),
  limit: z.number().nullable(),
  value: z.number().nullable(),
  passed: z.boolean(),
  sentence: z.string(),
});
export type GateRule = z.infer<typeof gateRuleSchema>;

const metricsSchema = z.record(z.string(), estimateSchema);

const sliceSchema = z.object({
  level: z.string().nullable(),
  rows: z.number(),
  churners: z.number(),
  churnRate: z.number(),
  calibrationGap: estimateSchema,
  prAuc: estimateSchema.nullable(),
  recall: estimateSchema.nullable(),
  precision: estimateSchema.nullable(),
  weaker: z.boolean(),
});
/** How a model did on the customers of one level, such as one sales channel. */
export type Slice = z.infer<typeof sliceSchema>;

const slicesSchema = z.object({
  minimumRows: z.number(),
  minimumChurners: z.number(),
  columns: z.array(z.object({ column: z.string(), levels: z.array(sliceSchema), otherRows: z.number() })),
});
export type Slices = z.infer<typeof slicesSchema>;

/** The candidate against the champion of then, on the same customers. */
const comparisonSchema = z.object({
  champion: z.object({ experiment: z.string(), asOf: z.string() }),
  rows: z.number(),
  churners: z.number(),
  note: z.string(),
  candidatePrAuc: z.number(),
  championPrAuc: z.number(),
  prAucDifference: estimateSchema,
});
export type ChampionComparison = z.infer<typeof comparisonSchema>;

const policyValueSchema = z.object({
  policy: z.string(),
  offers: z.number(),
  valueEur: estimateSchema,
  toTierRuleEur: estimateSchema.nullable(),
});

/** What ways of deciding about offers would have earned with the customers of the holdout. */
const policiesSchema = z.object({
  assumptions: z.object({ saveRate: z.number(), horizonMonths: z.number(), threshold: z.number() }),
  customers: z.number(),
  marginUnknown: z.number(),
  policies: z.array(
    policyValueSchema.extend({ churners: z.number(), costEur: z.number(), expectedEur: z.number() }),
  ),
  sensitivity: z.array(
    z.object({ saveRate: z.number(), horizonMonths: z.number(), policies: z.array(policyValueSchema) }),
  ),
});
export type ComparedPolicies = z.infer<typeof policiesSchema>;

/** How a model did on the customers that were kept away from its training. */
export const evaluationSchema = z.object({
  promote: z.boolean().optional(),
  reasons: z.array(z.string()).default([]),
  experiment: z.string(),
  asOf: z.string().optional(),
  threshold: z.number(),
  holdout: z.object({ rows: z.int(), churners: z.int() }),
  intervals: z.object({ confidence: z.number(), resamples: z.number().optional() }),
  metrics: metricsSchema,
  confusion: z
    .object({
      truePositives: z.number(),
      falsePositives: z.number(),
      falseNegatives: z.number(),
      trueNegatives: z.number(),
    })
    .optional(),
  gate: z.array(gateRuleSchema).default([]),
  comparison: comparisonSchema.nullable().default(null),
  slices: slicesSchema.optional(),
  policies: policiesSchema.optional(),
  curves: curvesSchema.optional(),
  operatingPoints: z.array(operatingPointSchema).optional(),
  /** Null, too, where the model makes no prediction sets. */
  coverage: coverageSchema.nullable().default(null),
  /** Null where the procedure of before could not be replayed. */
  originalProcedure: originalProcedureSchema.nullable().optional(),
  warnings: z.array(z.string()).optional(),
});
export type Evaluation = z.infer<typeof evaluationSchema>;

/** What a reader needs to judge and to repeat a model. */
const cardSchema = z.object({
  data: z.object({
    goldSha256: z.string(),
    rows: z.number(),
    churners: z.number(),
    holdoutRows: z.number(),
    holdoutChurners: z.number(),
    unlabelledRows: z.number(),
  }),
  model: z.object({
    experiment: z.string(),
    asOf: z.string(),
    seed: z.number(),
    recipe: z.record(z.string(), z.unknown()),
    weighting: z.object({
      chosen: z.string(),
      reason: z.string(),
      candidates: z.array(
        z.object({
          classWeighting: z.string(),
          prAuc: z.number(),
          /** Average precision minus that of the best, paired, as an interval. */
          differenceToBest: z.object({ low: z.number(), high: z.number() }).optional(),
          logLoss: z.number(),
        }),
      ),
    }),
    calibrator: z.record(z.string(), z.unknown()),
    threshold: z.number(),
    modelSha256: z.string(),
  }),
  features: z.array(
    z.object({ name: z.string(), kind: z.string(), tier: z.string(), gainShare: z.number() }),
  ),
  outOfFold: z.record(z.string(), z.number()),
  libraries: z.record(z.string(), z.string()),
  code: z.string().optional(),
});
export type Card = z.infer<typeof cardSchema>;

const comparedSchema = z.object({
  feature: z.string(),
  kind: z.string(),
  status: z.enum(driftStatuses),
  test: z.string(),
  statistic: z.number(),
  p_value: z.number(),
  adjusted_p_value: z.number(),
  psi: z.number(),
  /** The index that is judged; reports of before told the plain one alone. */
  effect_psi: z.number().optional(),
  distance: z.number().nullable(),
  shifted_level: z.string().nullable(),
  level_shift: z.number().nullable(),
  unseen_levels: z.array(z.string()),
  unseen_share: z.number(),
  reference_missing: z.number(),
  current_missing: z.number(),
});
/** One feature, or the score, then and now. */
export type Compared = z.infer<typeof comparedSchema>;

/** The population stability index by which a feature is judged. */
export function judgedPsi({ psi, effect_psi }: Pick<Compared, "psi" | "effect_psi">): number {
  return effect_psi ?? psi;
}

/** From when on a difference is called drift. */
const limitsSchema = z.object({
  adjustedPValue: z.number(),
  numeric: z.object({
    psi: z.object({ drifted: z.number(), critical: z.number() }),
    distance: z.object({ drifted: z.number(), critical: z.number() }),
  }),
  category: z.object({
    psi: z.object({ drifted: z.number() }),
    shareShift: z.object({ drifted: z.number(), critical: z.number() }),
  }),
  smallestShare: z.number().default(driftLimits.smallestShare),
});

/** What to do about a report, and why. */
const adviceSchema = z.object({
  verdict: z.enum(advices),
  reasons: z.array(z.enum(adviceReasons)),
  sentence: z.string(),
});
export type DriftAdvice = z.infer<typeof adviceSchema>;

/** What the scores say about the model's performance, without labels. */
const performanceSchema = z.object({
  status: z.enum(performanceStatuses),
  customers: z.number(),
  expected_churners: z.number(),
  called: z.number(),
  threshold: z.number(),
  confidence: z.number(),
  precision: estimateSchema.nullable(),
  recall: estimateSchema.nullable(),
  pr_auc: estimateSchema.nullable(),
  training: z.object({ precision: z.number(), recall: z.number(), pr_auc: z.number() }),
});
export type ExpectedPerformance = z.infer<typeof performanceSchema>;

/** Churn that came, by tier. */
const realisedSchema = z.object({
  status: z.enum(realisedStatuses),
  customers: z.number(),
  labelled: z.number(),
  confidence: z.number(),
  tiers: z.array(
    z.object({
      tier: z.enum(riskTiers.map(({ id }) => id)),
      customers: z.number(),
      expected_churners: z.number(),
      churners: z.number(),
      low: z.number(),
      high: z.number(),
      status: z.enum(realisedStatuses),
    }),
  ),
});
export type RealisedChurn = z.infer<typeof realisedSchema>;

/** What has changed since the champion's training. Reports of before gave no advice, and looked at the data alone. */
export const driftSchema = z.object({
  verdict: z.enum(driftVerdicts),
  summary: z.string(),
  advice: adviceSchema.optional(),
  performance: performanceSchema.optional(),
  realised: realisedSchema.optional(),
  as_of: z.string(),
  reference_as_of: z.string(),
  reference_rows: z.number(),
  current_rows: z.number(),
  features_compared: z.number(),
  features_drifted: z.number(),
  features_critical: z.number(),
  limits: limitsSchema.default(driftLimits),
  prediction: comparedSchema,
  features: z.array(comparedSchema),
});
export type Drift = z.infer<typeof driftSchema>;

const quarantineSchema = z.object({
  limit: z.number(),
  datasets: z.array(
    z.object({
      dataset: z.string(),
      rows_read: z.number(),
      rows_quarantined: z.number(),
      reasons: z.array(z.object({ column: z.string().nullable(), reason: z.string(), rows: z.number() })),
    }),
  ),
});
export type Quarantine = z.infer<typeof quarantineSchema>;

/** The evaluation of a model. @throws SourceMissing, SourceFault */
export function evaluationAt(source: TextReader, key: string): Promise<Evaluation> {
  return documentAt(source, key, evaluationSchema, "the evaluation of a model");
}

/** The card of a model. @throws SourceMissing, SourceFault */
export function cardAt(source: TextReader, key: string): Promise<Card> {
  return documentAt(source, key, cardSchema, "the card of a model");
}

/** The drift report of a run. @throws SourceMissing, SourceFault */
export function driftAt(source: TextReader, key: string): Promise<Drift> {
  return documentAt(source, key, driftSchema, "a drift report");
}

/** What a run set aside. @throws SourceMissing, SourceFault */
export function quarantineAt(source: TextReader, key: string): Promise<Quarantine> {
  return documentAt(source, key, quarantineSchema, "the summary of a quarantine");
}
