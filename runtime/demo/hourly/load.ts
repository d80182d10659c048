import { MONTHS_IN_YEAR } from "../calendar.ts";
import { at } from "../random.ts";
import type { World } from "../world.ts";

/** What the writer of readings must know of all customers, in arrays that threads can share. */
export interface HourlyLoad {
  readonly seed: number;
  readonly customers: number;
  /** kWh of each customer in each month: 12 numbers a customer. */
  readonly elecKwh: Float64Array<SharedArrayBuffer>;
  /** m3 of each customer in each month: 12 numbers a customer. */
  readonly gasM3: Float64Array<SharedArrayBuffer>;
  /** One byte a customer: the sum of its `loadFlags`. */
  readonly flags: Uint8Array<SharedArrayBuffer>;
}

export const loadFlags = { business: 1, noisyElec: 2, noisyGas: 4 } as const;

/** Gathers what the readings need of the customers. */
export function hourlyLoad({ seed, customers, usage }: World): HourlyLoad {
  const shared = (length: number) => new Float64Array(new SharedArrayBuffer(length * 8));
  const elecKwh = shared(customers.length * MONTHS_IN_YEAR);
  const gasM3 = shared(customers.length * MONTHS_IN_YEAR);
  const flags = new Uint8Array(new SharedArrayBuffer(customers.length));
  for (const { index, segment } of customers) {
    const own = at(usage, index);
    elecKwh.set(own.elecKwh, index * MONTHS_IN_YEAR);
    gasM3.set(own.gasM3, index * MONTHS_IN_YEAR);
    flags[index] =
      (segment === "Residential" ? 0 : loadFlags.business) +
      (own.meterNoise.elec ? loadFlags.noisyElec : 0) +
      (own.meterNoise.gas ? loadFlags.noisyGas : 0);
  }
  return { seed, customers: customers.length, elecKwh, gasM3, flags };
}
