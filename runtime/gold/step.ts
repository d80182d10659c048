import { bronzeProvinceMonth } from "../../configs/bronze-tables.ts";
import { customerMonths } from "../../configs/customer-months.ts";
import { features, type TierId, tiers } from "../../configs/features.ts";
import { goldMaster, tierTable } from "../../configs/gold-tables.ts";
import type { IsoDate } from "../../configs/names.ts";
import { silverCustomer, silverCustomerMonth } from "../../configs/silver-tables.ts";
import { inputFolder, outputFolder, type Step } from "../step.ts";
import { Engine } from "../table/engine.ts";
import type { QualityReport } from "../table/quality.ts";
import { asOfOf, openTable } from "../table/read-table.ts";
import { writeTable } from "../table/write-table.ts";
import { CUSTOMER_MONTHS_ROW_GROUP, customerMonthsQuery } from "./customer-months.ts";
import { GOLD_MASTER_ROW_GROUP, goldMasterQuery } from "./gold-master.ts";
import { customerSeriesQuery, provinceSeriesQuery } from "./series.ts";
import { lifecycleQuery } from "./tier-1a-lifecycle.ts";
import { stringsQuery } from "./tier-1b-strings.ts";
import { behaviourQuery } from "./tier-2a-behaviour.ts";
import { sentimentQuery } from "./tier-2b-sentiment.ts";
import { compoundQuery } from "./tier-3-compound.ts";
import { marketCoreQuery } from "./tier-mp-core.ts";
import { marketRiskQuery } from "./tier-mp-risk.ts";

/** Query of each tier's table. A tier may read the tables of the tiers before it. */
export function tierQueries(asOf: IsoDate): Readonly<Record<TierId, string>> {
  return {
    "1A": lifecycleQuery(asOf),
    MP_core: marketCoreQuery,
    MP_risk: marketRiskQuery,
    "2A": behaviourQuery(asOf),
    "2B": sentimentQuery,
    "3": compoundQuery,
    "1B": stringsQuery,
  };
}

/** Makes the ordered months of customers and provinces that the tiers read. */
export async function prepareSeries(engine: Engine, asOf: IsoDate): Promise<void> {
  await engine.run(`CREATE OR REPLACE TEMP TABLE customer_series AS ${customerSeriesQuery(asOf)}`);
  await engine.run(`CREATE OR REPLACE TEMP TABLE province_series AS ${provinceSeriesQuery(asOf)}`);
}

/** Share of customers without a value in each feature that has any, for the run report. */
function nullShares(report: QualityReport): Record<string, number> {
  return Object.fromEntries(
    report.columns
      .filter(({ nullShare }) => nullShare > 0)
      .map(({ name, nullShare }) => [`null_share_${name}`, nullShare]),
  );
}

/** Silver to gold: one table per feature tier, joined to one row per customer; and the customers' months to look up. */
export const gold: Step = async (context) => {
  const bronzeFolder = inputFolder(context, "bronze");
  const silverFolder = inputFolder(context, "silver");
  const folder = outputFolder(context, "gold");
  using engine = await Engine.forStep(context);
  const asOf = await asOfOf(engine, silverCustomer, silverFolder);
  await openTable(engine, bronzeProvinceMonth, bronzeFolder);
  await openTable(engine, silverCustomer, silverFolder);
  await openTable(engine, silverCustomerMonth, silverFolder);
  await prepareSeries(engine, asOf);

  const queries = tierQueries(asOf);
  const total = tiers.length + 2;
  for (const [done, { id }] of tiers.entries()) {
    const contract = tierTable[id];
    await writeTable(engine, { contract, query: queries[id], folder, asOf });
    await openTable(engine, contract, folder);
    context.progress({ task: `Write ${contract.name}`, done: done + 1, total, unit: "tables" });
  }
  const master = await writeTable(engine, {
    contract: goldMaster,
    query: goldMasterQuery,
    folder,
    asOf,
    rowGroupRows: GOLD_MASTER_ROW_GROUP,
  });
  context.progress({ task: `Write ${goldMaster.name}`, done: total - 1, total, unit: "tables" });
  await writeTable(engine, {
    contract: customerMonths,
    query: customerMonthsQuery,
    folder,
    asOf,
    rowGroupRows: CUSTOMER_MONTHS_ROW_GROUP,
  });
  context.progress({ task: `Write ${customerMonths.name}`, done: total, total, unit: "tables" });

  return {
    customers: master.rows,
    features: features.length,
    ...nullShares(master),
  };
};
