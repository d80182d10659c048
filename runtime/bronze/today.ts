import { type IsoDate, isoDate } from "../../configs/names.ts";

/** Today in UTC: no reading, conversation or as-of date may lie after it. */
export function today(): IsoDate {
  return isoDate(new Date().toISOString().slice(0, 10));
}
