import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { explanations, importance } from "../../configs/explanation-tables.ts";
import { explanationPolicy } from "../../configs/explanations.ts";
import { attributionsIn } from "../../runtime/explain/attributions.ts";
import { loadModel } from "../../runtime/model/artifact.ts";
import { type GoldColumns, readGold } from "../../runtime/model/gold-columns.ts";
import { type ExplainedRows, explainRows } from "../../runtime/score/score-rows.ts";
import { Engine } from "../../runtime/table/engine.ts";
import { CUSTOMERS, Lake } from "./lake.ts";

/** What the step writes about why, held against the model that wrote it, for every customer. */

const lake = new Lake();
const explainedSchema = z.array(
  z.object({
    customer_id: z.string(),
    direction: z.enum(["raises", "lowers"]),
    rank: z.number(),
    feature: z.string(),
    value: z.number().nullable(),
    level: z.string().nullable(),
    contribution: z.number(),
  }),
);
const importanceSchema = z.array(
  z.object({
    feature: z.string(),
    mean_effect: z.number(),
    value_correlation: z.number().nullable(),
  }),
);
let gold: GoldColumns;
let explained: ExplainedRows;
let table: z.infer<typeof explainedSchema>;

beforeAll(async () => {
  await lake.prepare();
  await lake.score("gold", "scored");
  using model = await loadModel(lake.folder("champion"));
  using engine = await Engine.open({ threads: 1, memoryLimitMb: 200, scratch: lake.scratch });
  gold = await readGold(engine, lake.folder("gold"), model.artifact.features);
  explained = explainRows(model, gold);
  table = explainedSchema.parse(await lake.rows("scored", "FROM '$folder/explanations.parquet'"));
});

const valuesOf = (row: number) => [...attributionsIn(explained.attributions, row)];

describe("the effects of the features", () => {
  it("sum with the base to the margin, for every customer", () => {
    const { base } = explained.attributions;
    const off = explained.scores.map(({ logOdds }, row) =>
      Math.abs(valuesOf(row).reduce((sum, value) => sum + value, base) - logOdds),
    );
    expect(off).toHaveLength(CUSTOMERS);
    expect(Math.max(...off)).toBeLessThan(1e-9);
    expect(new Set(explained.attributions.features).size).toBe(56);
  });

  it("begin at the trees' mean by cover, which is not the mean margin of the training rows", async () => {
    const trained = await lake.rows(
      "champion",
      "SELECT customer_id FROM '$folder/folds.parquet' WHERE part = 'train'",
    );
    const ids = new Set(trained.map((row) => row["customer_id"]));
    const margins = explained.scores
      .filter((_, row) => ids.has(gold.customerId[row]))
      .map(({ logOdds }) => logOdds);
    expect(margins).toHaveLength(ids.size);
    const mean = margins.reduce((sum, margin) => sum + margin, 0) / margins.length;
    expect(Math.abs(mean - explained.attributions.base)).toBeGreaterThan(0.05);
  });

  it("sum to it to a hundred-thousandth before anything is given back to rounding, for every customer", async () => {
    using model = await loadModel(lake.folder("champion"));
    const { columns, values } = model.contributions(gold);
    const width = columns.length + 1;
    const { margin } = model.score(gold);
    const off = [...margin].map((each, row) =>
      Math.abs(values.subarray(row * width, (row + 1) * width).reduce((sum, value) => sum + value, 0) - each),
    );
    expect(Math.max(...off)).toBeLessThan(1e-5);
  });
});

describe("written explanations", () => {
  it("are the strongest of each direction, with the customer's own values, for every customer", () => {
    const { features } = explained.attributions;
    const expected = gold.customerId.flatMap((customer, row) => {
      const drivers = features.map((feature, place) => ({
        feature,
        contribution: valuesOf(row)[place] ?? 0,
      }));
      const rowsOf = (direction: "raises" | "lowers", sign: 1 | -1) =>
        drivers
          .filter(({ contribution }) => contribution * sign > 0)
          .toSorted((a, b) => (b.contribution - a.contribution) * sign)
          .slice(0, explanationPolicy.kept[direction])
          .map(({ feature, contribution }, place) => {
            const value = gold.columns.get(feature)?.[row] ?? null;
            return {
              customer_id: customer,
              direction,
              rank: place + 1,
              feature,
              value: typeof value === "number" ? value : null,
              level: typeof value === "string" ? value : null,
              contribution,
            };
          });
      return [...rowsOf("lowers", -1), ...rowsOf("raises", 1)];
    });
    // In the order of the file, by which a reader finds a customer.
    expect(table).toEqual(expected);
    expect(new Set(table.map(({ customer_id }) => customer_id)).size).toBe(CUSTOMERS);
    expect(table.some(({ value, level }) => value === null && level === null)).toBe(true);
    expect(table.some(({ level }) => level !== null)).toBe(true);
  });

  it("have the columns of their contracts", async () => {
    for (const contract of [explanations, importance]) {
      const columns = await lake.rows(
        "scored",
        `SELECT column_name FROM (DESCRIBE SELECT * FROM '$folder/${contract.name}.parquet')`,
      );
      expect(columns.map((row) => row["column_name"])).toEqual(contract.columns.map(({ name }) => name));
    }
  });

  it("stand behind the reasons of every customer, none of whom is told the tier alone", async () => {
    const rows = z
      .array(z.object({ customer_id: z.string(), reason_codes: z.array(z.string()) }))
      .parse(
        await lake.rows("scored", "SELECT customer_id, reason_codes FROM '$folder/recommendations.parquet'"),
      );
    const byCustomer = Map.groupBy(table, ({ customer_id }) => customer_id);
    expect(rows).toHaveLength(CUSTOMERS);
    for (const { customer_id, reason_codes } of rows) {
      const own = byCustomer.get(customer_id) ?? [];
      const raises = own.filter(({ direction }) => direction === "raises");
      const [keeper] = own.filter(({ direction }) => direction === "lowers");
      const expected =
        raises.length > 0
          ? raises.slice(0, 3).map(({ feature }) => `driver_${feature}`)
          : [`keeps_${keeper?.feature}`];
      expect(
        reason_codes.filter((code) => /^(driver|keeps)_/.test(code)),
        customer_id,
      ).toEqual(expected);
      expect(reason_codes.length).toBeGreaterThan(expected.length);
    }
  });
});

describe("written importance", () => {
  it("is the mean size of each feature's effect over all customers, the largest first", async () => {
    const rows = importanceSchema.parse(await lake.rows("scored", "FROM '$folder/importance.parquet'"));
    const { features } = explained.attributions;
    const means = features.map((_, place) =>
      gold.customerId.reduce((sum, _id, row) => sum + Math.abs(valuesOf(row)[place] ?? 0) / CUSTOMERS, 0),
    );
    expect(rows).toHaveLength(features.length);
    for (const { feature, mean_effect } of rows)
      expect(mean_effect).toBeCloseTo(means[features.indexOf(feature)] ?? Number.NaN, 9);
    const effects = rows.map(({ mean_effect }) => mean_effect);
    expect(effects).toEqual(effects.toSorted((a, b) => b - a));
    // The data were made so: a negative tone and a near renewal raise the risk, whatever else is random.
    expect(rows[0]).toMatchObject({ feature: "is_negative_sentiment" });
    expect(rows[0]?.value_correlation).toBeGreaterThan(0.9);
    expect(rows.find(({ feature }) => feature === "months_to_renewal")?.value_correlation).toBeLessThan(-0.5);
    expect(rows.find(({ feature }) => feature === "segment")?.value_correlation).toBeNull();
  });
});
