import { MONTHS_IN_YEAR, monthText } from "./calendar.ts";
import { csvText } from "./csv.ts";
import { provinces } from "./provinces.ts";
import { randomStream } from "./random.ts";

/** Toll of the grid, the same everywhere. */
const TOLL_EUR_PER_KWH = "0.05000";
/** Gas costs scatter by so much around the province's mean. */
const GAS_SCATTER = 0.02;

/**
 * `costs_by_province_month.csv`: electricity drifts over the year, gas stays flat. The gas scatter is centred on each
 * province's year, so that the recipe's yearly means come out.
 */
export function costFile(seed: number): string {
  const random = randomStream(seed, "costs_by_province_month");
  const rows = provinces.flatMap((province) => {
    const scatter = Array.from({ length: MONTHS_IN_YEAR }, () => random.uniform(-GAS_SCATTER, GAS_SCATTER));
    const centre = scatter.reduce((sum, value) => sum + value, 0) / MONTHS_IN_YEAR;
    return scatter.map((value, month) => {
      const drift = province.elecDrift * (month / (MONTHS_IN_YEAR - 1) - 0.5);
      return [
        monthText(month),
        province.code,
        (province.elecCostEurPerKwh * (1 + drift)).toFixed(5),
        (province.gasCostEurPerM3 * (1 + value - centre)).toFixed(5),
        TOLL_EUR_PER_KWH,
      ];
    });
  });
  return csvText(
    ["month", "province", "elec_var_cost_eur_kwh", "gas_var_cost_eur_m3", "peaje_elec_eur_kwh"],
    rows,
  );
}
