import { bronzeCustomer, bronzeCustomerMonth, bronzeProvinceMonth } from "../../configs/bronze-tables.ts";
import { costsByProvinceMonth, customerAttributes } from "../../configs/datasets.ts";
import type { IsoDate } from "../../configs/names.ts";
import { NO_SCORER } from "../../configs/sentiment.ts";
import { InputError } from "../errors.ts";
import { inputFolder, outputFolder, type Progress, type Step, type StepSummary } from "../step.ts";
import { Engine, identifier, literal } from "../table/engine.ts";
import { writeTable } from "../table/write-table.ts";
import { customerQuery } from "./customer.ts";
import { type CustomerMonthFacts, joinPricesAndCosts } from "./customer-month.ts";
import type { ReadingsReport } from "./hourly/index.ts";
import { readShards } from "./hourly/shard-read.ts";
import { enrichNewestInteractions } from "./interactions.ts";
import { Quarantine } from "./quarantine.ts";
import { readDelivery } from "./read-delivery.ts";
import { scanReadings } from "./scan-readings.ts";
import { loadScorer } from "./text/index.ts";
import { refuseFuture, today } from "./today.ts";

/**
 * Raw files -> contracts, quarantine, monthly consumption, one row per customer. Everything that can be wrong with
 * the input is found before the first table is written.
 *
 * Where several machines have shared the hourly readings, these are not in the delivery: what the machines have made of
 * them is put together to the same tables.
 *
 * @throws InputError that names file, column, line and remedy of the first fault, or that there is no such scorer of tones
 * @throws ShardsOverlap when the machines' shares cannot be put together: then one machine has to run the step
 */
export const bronze: Step = async (context) => {
  using engine = await Engine.forStep(context);
  const { progress, parameters } = context;
  const scorer = await loadScorer(parameters.sentiment);
  const scanned = context.inputs["consumption"];
  const shards = scanned === undefined ? undefined : await readShards(scanned, parameters.asOf);
  const now = shards?.today ?? parameters.today ?? today();
  refuseFuture(parameters.asOf, now);
  const quarantine = new Quarantine(engine);
  const delivery = await readDelivery(engine, inputFolder(context, "delivery"), quarantine, {
    today: now,
    progress,
    ...(shards === undefined ? {} : { elsewhere: shards.elsewhere }),
  });
  const [first] = delivery.errors;
  if (first !== undefined) throw withCount(first, delivery.errors.length);
  const readings = await scanReadings(engine, delivery, quarantine, {
    asOf: parameters.asOf,
    today: now,
    progress,
    ...(scanned === undefined ? {} : { scanned }),
    ...(shards === undefined ? {} : { shards }),
  });
  const { asOf } = readings;
  await enrichNewestInteractions(engine, asOf, scorer);
  const customers = customerQuery(scorer !== null);
  const months = await joinPricesAndCosts(engine, asOf);
  await quarantine.finish(outputFolder(context, "quarantine"), asOf);
  await writeTables(engine, customers, { folder: outputFolder(context, "bronze"), asOf, progress });
  return {
    as_of: asOf,
    ...(await summaryOf(engine, customers, quarantine, months)),
    sentiment_scorer: scorer?.name ?? NO_SCORER,
    ...factsOf(readings),
    notes: [...delivery.notes, ...noteOnScan(readings), ...(scorer === null ? [NOTE_WITHOUT_TONE] : [])].join(
      " ",
    ),
  };
};

const NOTE_WITHOUT_TONE =
  "Nobody has judged the tone of conversations (--sentiment none): the columns of sentiment are empty.";

/** The first fault, and how many more there are. */
function withCount(first: InputError, count: number): InputError {
  if (count === 1) return first;
  const more = count === 2 ? "1 more fault" : `${count - 1} more faults`;
  return new InputError(
    `${first.message} (${more}: \`spanishgas check --raw <folder>\` lists them all.)`,
    first.location,
  );
}

async function writeTables(
  engine: Engine,
  customers: string,
  { folder, asOf, progress }: { folder: string; asOf: IsoDate; progress: Progress },
): Promise<void> {
  const costs = identifier(`raw ${costsByProvinceMonth.name}`);
  const tables = [
    { contract: bronzeCustomer, query: customers },
    { contract: bronzeCustomerMonth, query: "SELECT * FROM customer_month" },
    {
      contract: bronzeProvinceMonth,
      query: `SELECT * FROM ${costs} WHERE month <= ${literal(asOf.slice(0, 7))}`,
    },
  ];
  for (const [index, { contract, query }] of tables.entries()) {
    progress({ task: `Write ${contract.name}`, done: index, total: tables.length, unit: "tables" });
    await writeTable(engine, { contract, query, folder, asOf });
  }
}

/** The scan's report as facts of the run. */
function factsOf(report: ReadingsReport): StepSummary {
  return {
    readings: report.readings,
    readings_used: report.readingsUsed,
    readings_quarantined: report.readingsQuarantined,
    readings_after_as_of: report.readingsAfterAsOf,
    readings_in_dropped_months: report.readingsInDroppedMonths,
    dropped_months: report.droppedMonths.join(" "),
    missing_hours: report.missingHours,
    customers_with_missing_hours: report.customersWithMissingHours,
    ...(report.scan === undefined ? {} : { readings_summed_by: report.scan.by }),
  };
}

function noteOnScan({ scan }: ReadingsReport): string[] {
  if (scan?.because === undefined) return [];
  return [`The hourly readings were summed by this step and not by a query, because ${scan.because}.`];
}

async function summaryOf(
  engine: Engine,
  customers: string,
  quarantine: Quarantine,
  months: CustomerMonthFacts,
): Promise<StepSummary> {
  const facts = await engine.row(
    `SELECT count(*)::DOUBLE AS customers, count(churn)::DOUBLE AS labelled_customers,
            coalesce(sum(churn), 0)::DOUBLE AS churned_customers,
            count(*) FILTER (has_interaction = 1)::DOUBLE AS customers_with_interaction,
            count(*) FILTER (customer_id NOT IN (SELECT customer_id FROM "raw customer_contracts"))::DOUBLE
              AS customers_without_contract,
            count(*) FILTER (customer_id NOT IN (SELECT customer_id FROM customer_month))::DOUBLE
              AS customers_without_readings
     FROM (${customers})`,
  );
  return {
    ...Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, Number(value)])),
    customer_months: months.rows,
    customer_months_without_price: months.withoutPrice,
    customer_months_without_costs: months.withoutCosts,
    rows_quarantined: quarantine.total,
    quarantined_share: quarantine.largestShare,
    quarantined_by_reason: await quarantine.byReason(),
    rows_of_customers_quarantined: quarantine.rows(customerAttributes.name),
  };
}
