import { type IsoDate, isoDate } from "../../configs/names.ts";
import { InputError } from "../errors.ts";

/** Today in UTC: no reading, conversation or as-of date may lie after it. */
export function today(): IsoDate {
  return isoDate(new Date().toISOString().slice(0, 10));
}

/** @throws InputError when an as-of date that was asked for lies after today. */
export function refuseFuture(asOf: IsoDate | null, now: IsoDate): void {
  if (asOf !== null && asOf > now)
    throw new InputError(`The as-of date ${asOf} lies in the future; give a day up to ${now}.`);
}
