/**
 * The tariff periods of Spain's regulated tariff (PVPC 2.0TD), by the wall clock in Europe/Madrid, and the calendar
 * of the readings: every local hour belongs to a month, a tariff period, and a slot that stands for both.
 */

/** The three tariff periods. The same bands are applied to gas. */
export const tariffPeriods = ["tier_1_peak", "tier_2_standard", "tier_3_offpeak"] as const;
export type TariffPeriod = (typeof tariffPeriods)[number];

/** An hour on the wall clock. */
export interface LocalHour {
  readonly year: number;
  /** 1 to 12 */
  readonly month: number;
  /** 1 to 31 */
  readonly day: number;
  /** 0 to 23 */
  readonly hour: number;
  /** 0 is Sunday, 6 is Saturday. */
  readonly weekday: number;
}

/** Public holidays of fixed date in the whole country. Movable and regional ones do not count. */
const holidays = [
  { month: 1, day: 1, name: "New Year's Day" },
  { month: 1, day: 6, name: "Epiphany" },
  { month: 5, day: 1, name: "Labour Day" },
  { month: 8, day: 15, name: "Assumption" },
  { month: 10, day: 12, name: "National Day" },
  { month: 11, day: 1, name: "All Saints" },
  { month: 12, day: 6, name: "Constitution Day" },
  { month: 12, day: 8, name: "Immaculate Conception" },
  { month: 12, day: 25, name: "Christmas Day" },
] as const;

/** Hours of a working day outside the off-peak period, each band from `from` up to but without `to`. */
const workingDayBands = [
  { from: 8, to: 10, period: "tier_2_standard" },
  { from: 10, to: 14, period: "tier_1_peak" },
  { from: 14, to: 18, period: "tier_2_standard" },
  { from: 18, to: 22, period: "tier_1_peak" },
  { from: 22, to: 24, period: "tier_2_standard" },
] as const satisfies readonly { from: number; to: number; period: TariffPeriod }[];

/** Energy in a cubic metre of gas, in kWh. */
export const GAS_KWH_PER_M3 = 11;

/** Is this day a public holiday of fixed date? */
export function isHoliday({ month, day }: Pick<LocalHour, "month" | "day">): boolean {
  return holidays.some((holiday) => holiday.month === month && holiday.day === day);
}

/**
 * The tariff period of a local hour: the working day's band from Monday to Friday, off-peak at night, on Saturdays,
 * Sundays and holidays.
 */
export function tariffPeriod(local: LocalHour): TariffPeriod {
  const free = local.weekday === 0 || local.weekday === 6 || isHoliday(local);
  const band = workingDayBands.find(({ from, to }) => from <= local.hour && local.hour < to);
  return free || band === undefined ? "tier_3_offpeak" : band.period;
}

/**
 * What the hours of a slot have in common within their month: the tariff period; hours of holidays have a slot of
 * their own, so that they can be counted.
 */
export const slotKinds = [...tariffPeriods, "holiday"] as const;
export type SlotKind = (typeof slotKinds)[number];

/** The tariff period of a slot's hours. */
export function periodOfKind(kind: SlotKind): TariffPeriod {
  return kind === "holiday" ? "tier_3_offpeak" : kind;
}

/** Number of the calendar month since year 0. */
export function monthNumber({ year, month }: Pick<LocalHour, "year" | "month">): number {
  return year * 12 + month - 1;
}

/** The slot of a local hour: month and kind in one number, in the order of time. */
export function slotOf(local: LocalHour): number {
  const kind = isHoliday(local) ? "holiday" : tariffPeriod(local);
  return monthNumber(local) * slotKinds.length + slotKinds.indexOf(kind);
}

/** The number of the month (see `monthNumber`) to which a slot belongs. */
export function monthOfSlot(slot: number): number {
  return Math.floor(slot / slotKinds.length);
}
