const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long ago something was, in the largest unit that fits: "3 days ago". What lies ahead was just now. */
export function ago(then: Date, now: Date): string {
  const ms = now.getTime() - then.getTime();
  if (ms < MINUTE_MS) return "just now";
  if (ms < HOUR_MS) return `${units(ms / MINUTE_MS, "minute")} ago`;
  if (ms < DAY_MS) return `${units(ms / HOUR_MS, "hour")} ago`;
  return `${units(ms / DAY_MS, "day")} ago`;
}

/** Whole days between a day and now. */
export function daysSince(isoDate: string, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - Date.parse(`${isoDate}T00:00:00Z`)) / DAY_MS));
}

function units(value: number, unit: string): string {
  const whole = Math.floor(value);
  return `${whole} ${unit}${whole === 1 ? "" : "s"}`;
}
