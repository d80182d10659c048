import { bronzeCustomer, bronzeCustomerMonth } from "../../configs/bronze-tables.ts";
import { segments } from "../../configs/segments.ts";
import { silverCustomer, silverCustomerMonth } from "../../configs/silver-tables.ts";
import { inputFolder, outputFolder, type Step } from "../step.ts";
import { Engine } from "../table/engine.ts";
import { asOfOf, openTable } from "../table/read-table.ts";
import { writeTable } from "../table/write-table.ts";
import { silverCustomerQuery } from "./customers.ts";
import { imputationCounts, imputedMonthsQuery } from "./imputation.ts";
import { marginsQuery } from "./margins.ts";

const IMPUTED = "imputed_months";

/** Bronze to silver: channels in English, segments, imputed prices and margins. */
export const silver: Step = async (context) => {
  const from = inputFolder(context, "bronze");
  const folder = outputFolder(context, "silver");
  using engine = await Engine.forStep(context);
  const asOf = await asOfOf(engine, bronzeCustomerMonth, from);
  await openTable(engine, bronzeCustomer, from);
  await openTable(engine, bronzeCustomerMonth, from);

  const customers = await writeTable(engine, {
    contract: silverCustomer,
    query: silverCustomerQuery,
    folder,
    asOf,
  });
  context.progress({
    task: "Write silver_customer",
    done: customers.rows,
    total: customers.rows,
    unit: "rows",
  });

  await engine.run(`CREATE TEMP TABLE ${IMPUTED} AS ${imputedMonthsQuery(asOf)}`);
  const imputed = await imputationCounts(engine, IMPUTED);
  const months = await writeTable(engine, {
    contract: silverCustomerMonth,
    query: marginsQuery(IMPUTED),
    folder,
    asOf,
  });
  context.progress({
    task: "Write silver_customer_month",
    done: months.rows,
    total: months.rows,
    unit: "rows",
  });

  await openTable(engine, silverCustomer, folder);
  const counts = await engine.rows("SELECT segment, count(*)::DOUBLE AS n FROM silver_customer GROUP BY ALL");
  const inSegment = (segment: string) => counts.find((row) => row["segment"] === segment)?.["n"] ?? 0;
  return {
    customers: customers.rows,
    customer_months: months.rows,
    ...Object.fromEntries(
      segments.map((segment) => [`segment_${segment.toLowerCase()}`, Number(inSegment(segment))]),
    ),
    prices_imputed_own_series: imputed.own,
    prices_imputed_median_of_kind: imputed.ofKind,
    prices_imputed_median_of_month: imputed.ofMonth,
    prices_left_missing: imputed.left,
  };
};
