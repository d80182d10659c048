import type { Language } from "./language.ts";

/** Shown where there is no value. */
export const MISSING = "\u2014";

/** A number as data give it: null where it is unknown. */
type Figure = number | null | undefined;

function isKnown(value: Figure): value is number {
  return typeof value === "number" && !Number.isNaN(value);
}

/** Numbers and times as readers of a language write them. All times are in UTC. */
export interface Formats {
  /** 20099 -> "20,099" */
  count(value: Figure): string;
  /** 13544.2 -> "€13,544" */
  euros(value: Figure): string;
  /** 13.456 -> "€13.46" */
  cents(value: Figure): string;
  /** 0.0996 -> "10.0 %" */
  percent(share: Figure): string;
  /** As a percentage, but nothing is called certain or impossible that is not: 0.9998 -> "> 99.9 %" */
  probability(value: Figure): string;
  /** 0.7573 -> "0.757" */
  figure(value: Figure): string;
  /** At most four digits that matter: 1234.56 -> "1,235", 0.012345 -> "0.01235" */
  short(value: Figure): string;
  /** "2024-12-31" -> "31 Dec 2024" */
  day(iso: string | null | undefined): string;
  /** "2024-12" -> "Dec 2024" */
  month(iso: string): string;
  /** ISO time -> "2 Jan 2025, 03:04 UTC" */
  minute(iso: string | null | undefined): string;
  /** 75.3 -> "1 min 15 s" */
  duration(seconds: Figure): string;
  /** Megabytes of 1,000,000 bytes. */
  megabytes(value: Figure): string;
  /** How long ago, in the largest unit that fits: "3 days ago". What lies ahead was now. */
  ago(then: Date, now: Date): string;
}

const locales: Readonly<Record<Language, string>> = { en: "en-GB", es: "es-ES" };

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;

function formatsFor(language: Language): Formats {
  const locale = locales[language];
  // Spanish leaves four digits without a separator; in a column of figures that does not line up.
  const grouped = { useGrouping: "always" } as const;
  const number = (options: Intl.NumberFormatOptions) => {
    const format = new Intl.NumberFormat(locale, { ...grouped, ...options });
    return (value: Figure) =>
      isKnown(value)
        ? // A value that rounds to nothing is no negative nothing.
          format.format(value).replace(/^-(?=\D*0(?:\D+0*)*$)/, "")
        : MISSING;
  };
  const time = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options });
    return (iso: string | null | undefined) => {
      const at = iso === null || iso === undefined ? Number.NaN : Date.parse(iso);
      return Number.isNaN(at) ? MISSING : format.format(at);
    };
  };
  const euro = { style: "currency", currency: "EUR" } as const;
  const count = number({ maximumFractionDigits: 0 });
  const percent = number({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const seconds = number({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const minute = time({ dateStyle: "medium", timeStyle: "short" });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  return {
    count,
    euros: number({ ...euro, maximumFractionDigits: 0 }),
    cents: number({ ...euro, minimumFractionDigits: 2, maximumFractionDigits: 2 }),
    percent: (share) => (isKnown(share) ? `${percent(share * 100)} %` : MISSING),
    probability: (value) => {
      if (!isKnown(value)) return MISSING;
      if (value > 0.999 && value < 1) return `> ${percent(99.9)} %`;
      return value < 0.001 && value > 0 ? `< ${percent(0.1)} %` : `${percent(value * 100)} %`;
    },
    figure: number({ minimumFractionDigits: 3, maximumFractionDigits: 3 }),
    short: number({ maximumSignificantDigits: 4 }),
    day: time({ dateStyle: "medium" }),
    month: time({ month: "short", year: "numeric" }),
    minute: (iso) => {
      const text = minute(iso);
      return text === MISSING ? text : `${text} UTC`;
    },
    duration: (value) => {
      if (!isKnown(value)) return MISSING;
      // As it is written: 59.96 s are a minute.
      if (Number(value.toFixed(1)) < MINUTE_S) return `${seconds(value)} s`;
      const whole = Math.round(value);
      if (whole < HOUR_S) return `${Math.floor(whole / MINUTE_S)} min ${whole % MINUTE_S} s`;
      return `${count(Math.floor(whole / HOUR_S))} h ${Math.floor((whole % HOUR_S) / MINUTE_S)} min`;
    },
    megabytes: (value) => (isKnown(value) ? `${count(value)} MB` : MISSING),
    ago: (then, now) => {
      const passed = (now.getTime() - then.getTime()) / 1000;
      if (passed < MINUTE_S) return relative.format(0, "second");
      if (passed < HOUR_S) return relative.format(-Math.floor(passed / MINUTE_S), "minute");
      if (passed < DAY_S) return relative.format(-Math.floor(passed / HOUR_S), "hour");
      return relative.format(-Math.floor(passed / DAY_S), "day");
    },
  };
}

const all: Readonly<Record<Language, Formats>> = { en: formatsFor("en"), es: formatsFor("es") };

/** The formats of a language. */
export function formatsOf(language: Language): Formats {
  return all[language];
}
