import { z } from "zod";
import { NO_INTERACTION } from "../../../configs/bronze-tables.ts";
import { renewalBuckets } from "../../../configs/lifecycle.ts";
import { wilson } from "../../../runtime/statistics/wilson.ts";
import { oncePerRun } from "../../data/once-per-run.ts";
import type { OpenRun } from "../../lake/open-run.ts";

/** Figures over the gold master: they follow from the run alone. */
export interface GoldFigures {
  readonly customers: number;
  /** Customers of whom it is known whether they left. */
  readonly labelled: number;
  /** Of those, who left. */
  readonly churners: number;
  readonly withoutInteraction: number;
  /** By the number of customers, descending; those without a segment are in none. */
  readonly segments: readonly SegmentFigures[];
  /** In the order of time; buckets without customers are left out. */
  readonly renewal: readonly ChurnRate[];
  /** By name; customers without a conversation are in none. */
  readonly sentiment: readonly ChurnRate[];
  /** One fuel, then both. */
  readonly fuels: readonly ChurnRate[];
  /** By the number of customers, descending. */
  readonly margins: readonly MarginFigures[];
}

export interface SegmentFigures {
  readonly segment: string;
  readonly customers: number;
  /** Of the customers with a segment. */
  readonly share: number;
}

/** The share of customers of a level who left, among those of whom that is known. */
export interface ChurnRate {
  readonly level: string;
  readonly customers: number;
  readonly labelled: number;
  readonly churners: number;
  /** Undefined where it is known of nobody. */
  readonly rate: number | undefined;
  /** Ends of the 95 % interval. */
  readonly low: number;
  readonly high: number;
}

/** How the average monthly margins of a segment's customers are spread, in EUR. */
export interface MarginFigures {
  readonly segment: string;
  readonly customers: number;
  readonly min: number;
  readonly p5: number;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly p95: number;
  readonly max: number;
}

const groupSchema = z.object({
  segment: z.string().nullable(),
  renewal_bucket: z.string().nullable(),
  sentiment_label: z.string().nullable(),
  is_dual_fuel: z.number().nullable(),
  has_interaction: z.number().nullable(),
  customers: z.number(),
  labelled: z.number(),
  churners: z.number(),
});
type Group = z.infer<typeof groupSchema>;

const marginSchema = z.object({
  segment: z.string(),
  customers: z.number(),
  min: z.number(),
  places: z.tuple([z.number(), z.number(), z.number(), z.number(), z.number()]),
  max: z.number(),
});

/** The figures of a run whose gold master is there; computed once, in two passes over a few columns. */
export const goldFiguresOf = oncePerRun(async ({ database }: OpenRun): Promise<GoldFigures> => {
  const [groups, margins] = await Promise.all([
    database.rows(
      `SELECT segment, renewal_bucket, sentiment_label, is_dual_fuel, has_interaction,
         count(*)::DOUBLE AS customers, count(churn)::DOUBLE AS labelled, coalesce(sum(churn), 0)::DOUBLE AS churners
       FROM gold_master GROUP BY ALL`,
    ),
    database.rows(
      `SELECT segment, count(*)::DOUBLE AS customers, min(avg_monthly_margin) AS min,
         quantile_cont(avg_monthly_margin, [0.05, 0.25, 0.5, 0.75, 0.95]) AS places, max(avg_monthly_margin) AS max
       FROM gold_master WHERE avg_monthly_margin IS NOT NULL AND segment IS NOT NULL
       GROUP BY segment ORDER BY customers DESC, segment`,
    ),
  ]);
  return figuresOf(
    z.array(groupSchema).parse(groups),
    z
      .array(marginSchema)
      .parse(margins)
      .map(({ places: [p5, q1, median, q3, p95], ...rest }) => ({ ...rest, p5, q1, median, q3, p95 })),
  );
});

function figuresOf(groups: readonly Group[], margins: readonly MarginFigures[]): GoldFigures {
  const sum = (field: "customers" | "labelled" | "churners", chosen = groups) =>
    chosen.reduce((total, group) => total + group[field], 0);
  const segments = ratesBy(groups, ({ segment }) => segment);
  const withSegment = segments.reduce((total, { customers }) => total + customers, 0);
  const order: readonly string[] = renewalBuckets.map(({ name }) => name);
  return {
    customers: sum("customers"),
    labelled: sum("labelled"),
    churners: sum("churners"),
    withoutInteraction: sum(
      "customers",
      groups.filter(({ has_interaction }) => has_interaction === 0),
    ),
    segments: segments
      .map(({ level, customers }) => ({ segment: level, customers, share: customers / withSegment }))
      .sort((a, b) => b.customers - a.customers || (a.segment < b.segment ? -1 : 1)),
    renewal: ratesBy(groups, ({ renewal_bucket }) => renewal_bucket).sort(
      (a, b) => order.indexOf(a.level) - order.indexOf(b.level),
    ),
    sentiment: ratesBy(groups, ({ sentiment_label }) =>
      sentiment_label === NO_INTERACTION ? null : sentiment_label,
    ).sort((a, b) => (a.level < b.level ? -1 : 1)),
    fuels: ratesBy(groups, ({ is_dual_fuel }) => (is_dual_fuel === null ? null : String(is_dual_fuel))).sort(
      (a, b) => Number(a.level) - Number(b.level),
    ),
    margins,
  };
}

/** Groups put together by a level; those without one are left out. */
function ratesBy(groups: readonly Group[], levelOf: (group: Group) => string | null): ChurnRate[] {
  const levels = new Map<string, { customers: number; labelled: number; churners: number }>();
  for (const group of groups) {
    const level = levelOf(group);
    if (level === null) continue;
    const before = levels.get(level) ?? { customers: 0, labelled: 0, churners: 0 };
    levels.set(level, {
      customers: before.customers + group.customers,
      labelled: before.labelled + group.labelled,
      churners: before.churners + group.churners,
    });
  }
  return [...levels].map(([level, counts]) => {
    const { labelled, churners } = counts;
    if (labelled === 0) return { level, ...counts, rate: undefined, low: 0, high: 1 };
    return { level, ...counts, rate: churners / labelled, ...wilson(churners, labelled) };
  });
}
