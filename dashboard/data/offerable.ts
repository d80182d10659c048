import { z } from "zod";
import { riskTiers } from "../../configs/risk.ts";
import { segments } from "../../configs/segments.ts";
import type { Database } from "../lake/database.ts";
import { offers } from "./campaign-terms.ts";
import { remembered } from "./remembered.ts";

/**
 * The customers whom a campaign could reach, in the order of every campaign (the table `offerable` of `lake/prepare.ts`),
 * column by column. They are few of all customers, and few bytes each, so that they are kept in memory while a run is
 * shown: a reader who moves a budget waits for one walk over them.
 */
export interface Offerable {
  readonly count: number;
  /** Place among all customers by risk. */
  readonly place: Int32Array;
  readonly probability: Float64Array;
  /** EUR a month. */
  readonly margin: Float64Array;
  /** EUR, of the tier's offer. */
  readonly cost: Float64Array;
  /** Indexes into the lists of configs. */
  readonly offer: Uint8Array;
  readonly segment: Uint8Array;
  readonly tier: Uint8Array;
  /** 1: in the control group. */
  readonly control: Uint8Array;
}

const read = remembered(1, () => null, readOfferable);

/** The customers whom a campaign could reach; they are read once. */
export function offerableOf(database: Database): Promise<Offerable> {
  return read(database, null);
}

const numbers = z.array(z.number());
const columnsSchema = z.object({
  place: numbers,
  probability: numbers,
  margin: numbers,
  cost: numbers,
  offer: numbers,
  segment: numbers,
  tier: numbers,
  control: numbers,
});

/** The index of a text in a list as SQL, from 0. */
function indexIn(list: readonly string[], column: string): string {
  return `CASE ${column} ${list.map((value, index) => `WHEN '${value.replaceAll("'", "''")}' THEN ${index}`).join(" ")} END`;
}

async function readOfferable(database: Database): Promise<Offerable> {
  const columns = columnsSchema.parse(
    await database.columns(
      `SELECT place, churn_proba AS probability, avg_monthly_margin AS margin, tier_cost AS cost,
         ${indexIn(offers, "tier_action")} AS offer, ${indexIn(segments, "segment")} AS segment,
         ${indexIn(
           riskTiers.map(({ label }) => label),
           "risk_tier",
         )} AS tier, control_group::INTEGER AS control
       FROM offerable ORDER BY turn`,
    ),
  );
  return {
    count: columns.place.length,
    place: Int32Array.from(columns.place),
    probability: Float64Array.from(columns.probability),
    margin: Float64Array.from(columns.margin),
    cost: Float64Array.from(columns.cost),
    offer: Uint8Array.from(columns.offer),
    segment: Uint8Array.from(columns.segment),
    tier: Uint8Array.from(columns.tier),
    control: Uint8Array.from(columns.control),
  };
}
