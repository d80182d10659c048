/** Numbers as people read them. */

const grouped = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });

/** 20099 -> "20,099" */
export function count(value: number): string {
  return grouped.format(value);
}

/** 1, "customer" -> "1 customer"; 20099, "customer" -> "20,099 customers" */
export function counted(value: number, thing: string): string {
  return `${count(value)} ${thing}${value === 1 ? "" : "s"}`;
}

/** 176549616 -> "176.5 M" */
export function shortCount(value: number): string {
  if (value >= 1e9) return `${(value / 1e9).toFixed(1)} G`;
  if (value >= 1e6) return `${(value / 1e6).toFixed(1)} M`;
  if (value >= 1e4) return `${(value / 1e3).toFixed(0)} k`;
  return count(value);
}

/** 0.0996 -> "10.0 %" */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** 0.75731 -> "0.757" */
export function figure(value: number): string {
  return value.toFixed(3);
}

/** 75.3 -> "1 min 15 s"; 2.34 -> "2.3 s" */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** Megabytes of 1,000,000 bytes: 271.4 -> "271 MB" */
export function megabytes(value: number): string {
  return `${value.toFixed(0)} MB`;
}

/** 12345.6 -> "12,346 EUR" */
export function euros(value: number): string {
  return `${count(value)} EUR`;
}

/** ISO time -> "2026-11-24 22:05" in UTC. */
export function minute(iso: string): string {
  return iso.slice(0, 16).replace("T", " ");
}
