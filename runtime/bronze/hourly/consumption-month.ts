import { GAS_KWH_PER_M3, periodOfKind, slotKinds, tariffPeriods } from "../../../configs/tariff.ts";
import type { Engine } from "../../table/engine.ts";
import { inPeriod, type ReadingPeriod, SLOT_MONTH } from "./period.ts";

/** The sums by slot are rounded to whole ten-thousandths, so that everything made from them is exact (D10). */
const UNITS = 10_000;

/** SQL of a slot's sum in these units. The statement sums doubled readings, and leaves none where all are missing. */
function unitsOf(sum: string): string {
  return `coalesce(round(${sum} * ${UNITS / 2}e0), 0)`;
}

function periodSlots(period: (typeof tariffPeriods)[number]): string {
  const kinds = slotKinds.flatMap((kind, index) => (periodOfKind(kind) === period ? [index] : []));
  return `slot % ${slotKinds.length} IN (${kinds.join(", ")})`;
}

/** Makes the table `consumption_month` from `slot_consumption`: one row per customer and month of the period. */
export async function createConsumptionMonth(engine: Engine, period: ReadingPeriod): Promise<void> {
  const measures = [
    { name: "elec_kwh", units: "elec", factor: 1 },
    { name: "gas_m3", units: "gas", factor: 1 },
    { name: "gas_kwh", units: "gas", factor: GAS_KWH_PER_M3 },
  ];
  // Whole numbers are multiplied and divided only once summed, so that each figure is the nearest one there is.
  const inUnit = (units: string, factor: number) => `(${units}) * ${factor} / ${UNITS}`;
  const total = (units: string) => tariffPeriods.map((period) => `${units}_${period}`).join(" + ");
  const figures = [
    ...measures.map(({ name, units, factor }) => `${inUnit(total(units), factor)} AS monthly_${name}`),
    ...measures.flatMap(({ name, units, factor }) =>
      tariffPeriods.map((tier) => `${inUnit(`${units}_${tier}`, factor)} AS ${name}_${tier}`),
    ),
  ];
  const sums = ["elec", "gas"].flatMap((units) =>
    tariffPeriods.map(
      (tier) =>
        `coalesce(sum(${unitsOf(`${units}_sum`)}) FILTER (${periodSlots(tier)}), 0) AS ${units}_${tier}`,
    ),
  );
  const holiday = `slot % ${slotKinds.length} = ${slotKinds.indexOf("holiday")}`;
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE consumption_month AS
     SELECT customer_id, printf('%04d-%02d', month // 12, month % 12 + 1) AS month, ${figures.join(", ")},
            holiday_hours_in_month::INTEGER AS holiday_hours_in_month, hours::INTEGER AS hours
     FROM (SELECT customer_id, ${SLOT_MONTH} AS month, ${sums.join(", ")}, sum(hours) AS hours,
                  coalesce(sum(hours) FILTER (${holiday}), 0) AS holiday_hours_in_month
           FROM slot_consumption WHERE ${inPeriod(period)} GROUP BY customer_id, ${SLOT_MONTH})`,
  );
}
