/** Names that must not be mixed up, as branded strings: a `RunId` is not accepted where a `DeliveryId` is wanted. */

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Identity of a delivery: the first 12 hexadecimal digits of the digest over its files' names and contents. */
export type DeliveryId = Branded<"DeliveryId">;
/** One attempt to process one delivery: `<delivery>-<attempt>`. */
export type RunId = Branded<"RunId">;
/** A model's version: the id of the run that trained it. Versions are never overwritten. */
export type ModelVersion = Branded<"ModelVersion">;
/** A calendar day, `YYYY-MM-DD`. */
export type IsoDate = Branded<"IsoDate">;
/** A calendar month, `YYYY-MM`. */
export type IsoMonth = Branded<"IsoMonth">;

const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** Is this text a real calendar day (`2024-02-30` is not)? */
export function isIsoDate(text: string): text is IsoDate {
  return DATE.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
}

/** @throws RangeError when the text is not a real calendar day. */
export function isoDate(text: string): IsoDate {
  if (!isIsoDate(text)) throw new RangeError(`"${text}" is not a date of the form YYYY-MM-DD.`);
  return text;
}

/** @throws RangeError when the text is not a month. */
export function isoMonth(text: string): IsoMonth {
  if (!isIsoMonth(text)) throw new RangeError(`"${text}" is not a month of the form YYYY-MM.`);
  return text;
}

/** Is this text a month of the form `YYYY-MM`? */
export function isIsoMonth(text: string): text is IsoMonth {
  return MONTH.test(text);
}

/** A text that is known to be a delivery's identity. */
export const deliveryId = (text: string): DeliveryId => text as DeliveryId;
/** A text that is known to be a run's id. */
export const runId = (text: string): RunId => text as RunId;
/** A text that is known to be a model's version: the id of the run that trained it. */
export const modelVersion = (text: string): ModelVersion => text as ModelVersion;
