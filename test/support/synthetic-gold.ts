import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { type Column, defineContract } from "../../configs/contract.ts";
import { columnTypeOf, features } from "../../configs/features.ts";
import { isoDate } from "../../configs/names.ts";
import { sqlType } from "../../runtime/table/checks.ts";
import { Engine } from "../../runtime/table/engine.ts";
import { writeTable } from "../../runtime/table/write-table.ts";

type Churn = 0 | 1 | null;

export interface SyntheticGoldOptions {
  readonly folder: string;
  readonly scratch: string;
  readonly customers: number;
  readonly seed?: number;
  /** Replaces a customer's label. */
  readonly label?: (customerId: string, churn: 0 | 1) => Churn;
  /** Replaces a customer's features, its label being known: for leaks. */
  readonly features?: (values: Map<string, number | string | null>, churn: Churn, index: number) => void;
}

const AS_OF = isoDate("2024-12-31");
/** Dealt in turn; the last region is so small that it gets no figures of its own. */
const REGIONS = [...Array.from({ length: 99 }, (_, place) => (place % 3 === 0 ? "Norte" : "Sur")), "Isla"];
const LEVELS = ["alpha", "beta", "gamma <3", "delta"];

/** A gold master without null budgets and ranges, so that any values can be written. */
const goldMaster = defineContract({
  name: "gold_master",
  version: 1,
  layer: "gold",
  description: "Made-up gold rows",
  grain: "one customer",
  key: ["customer_id"],
  columns: [
    { name: "customer_id", type: "text", description: "Customer" },
    { name: "churn", type: "flag", nullBudget: 1, description: "Label" },
    ...features.map(
      ({ name, kind }): Column => ({ name, type: columnTypeOf[kind], nullBudget: 1, description: name }),
    ),
    { name: "region", type: "text", nullBudget: 1, description: "Region" },
    { name: "avg_monthly_margin", type: "number", nullBudget: 1, description: "Margin" },
    { name: "total_margin_2024", type: "number", nullBudget: 1, description: "Margin of the year" },
  ],
});

/**
 * Writes a gold master of random features with a known law: log-odds of churn = -4.7 + 2 (renewal within 3 months)
 * + 1 (high competition) + 7 (negative sentiment). Nothing else matters. Without sentiment churn is hard to tell.
 * Numbers and categories have gaps.
 */
export async function writeSyntheticGold(options: SyntheticGoldOptions): Promise<void> {
  const { folder, scratch, customers, seed = 7, label = (_, churn) => churn, features: replaced } = options;
  const generator = xoroshiro128plus(seed);
  const random = () => uniformFloat64(generator);
  using engine = await Engine.open({ threads: 1, memoryLimitMb: 200, scratch });
  const definitions = features.map(({ name, kind }) => `${name} ${sqlType({ type: columnTypeOf[kind] })}`);
  await engine.run(
    `CREATE TABLE made_up (customer_id VARCHAR, churn TINYINT, ${definitions.join(", ")},
       region VARCHAR, avg_monthly_margin DOUBLE, total_margin_2024 DOUBLE)`,
  );
  await engine.append("made_up", (appender) => {
    for (let index = 1; index <= customers; index += 1) {
      const customerId = `C${String(index).padStart(5, "0")}`;
      const values = new Map<string, number | string | null>(
        features.map(({ name, kind }) => {
          const gap = random() < 0.1;
          const draw = random();
          if (kind === "flag") return [name, draw < 0.3 ? 1 : 0];
          if (kind === "category")
            return [name, gap ? null : (LEVELS[Math.floor(draw * LEVELS.length)] ?? null)];
          return [name, gap ? null : draw * 10];
        }),
      );
      const negative = random() < 0.08 ? 1 : 0;
      values.set("is_negative_sentiment", negative);
      const renewal = values.get("months_to_renewal");
      const logOdds =
        -4.7 +
        (typeof renewal === "number" && renewal < 3 ? 2 : 0) +
        Number(values.get("is_high_competition_province")) +
        7 * negative;
      const churn = label(customerId, random() < 1 / (1 + Math.exp(-logOdds)) ? 1 : 0);
      replaced?.(values, churn, index);
      appender.appendVarchar(customerId);
      if (churn === null) appender.appendNull();
      else appender.appendTinyInt(churn);
      for (const { name, kind } of features) {
        const value = values.get(name) ?? null;
        if (value === null) appender.appendNull();
        else if (typeof value === "string") appender.appendVarchar(value);
        else if (kind === "flag") appender.appendTinyInt(value);
        else appender.appendDouble(value);
      }
      const region = REGIONS[index % REGIONS.length] ?? null;
      if (region === null) appender.appendNull();
      else appender.appendVarchar(region);
      appender.appendDouble(random() * 20);
      appender.appendDouble(random() * 240);
      appender.endRow();
    }
  });
  await writeTable(engine, { contract: goldMaster, query: "SELECT * FROM made_up", folder, asOf: AS_OF });
}
