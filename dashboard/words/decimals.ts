import { MISSING } from "./formats.ts";
import type { Language } from "./language.ts";

const locales: Readonly<Record<Language, string>> = { en: "en-GB", es: "es-ES" };
const known = new Map<string, Intl.NumberFormat>();

function formatOf(language: Language, digits: number, signed: boolean): Intl.NumberFormat {
  const key = `${language} ${digits} ${signed}`;
  const format =
    known.get(key) ??
    new Intl.NumberFormat(locales[language], {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      signDisplay: signed ? "exceptZero" : "auto",
      useGrouping: "always",
    });
  known.set(key, format);
  return format;
}

/** A number with exactly so many decimals: (0.75, 4) -> "0.7500". */
export function decimals(value: number | null | undefined, digits: number, language: Language): string {
  if (value === null || value === undefined || Number.isNaN(value)) return MISSING;
  return formatOf(language, digits, false).format(value);
}

/** A difference, with its sign: (0.02, 3) -> "+0.020". */
export function difference(value: number | null | undefined, digits: number, language: Language): string {
  if (value === null || value === undefined || Number.isNaN(value)) return MISSING;
  return formatOf(language, digits, true).format(value);
}

/** A p-value with six decimals; those that would be written as nothing are told to be less than can be written. */
export function pValue(value: number, language: Language): string {
  const digits = 6;
  const least = 10 ** -digits;
  return value > 0 && value < least / 2
    ? `< ${decimals(least, digits, language)}`
    : decimals(value, digits, language);
}
