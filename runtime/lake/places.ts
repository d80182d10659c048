import type { DeliveryId, ModelVersion, RunId } from "../../configs/names.ts";
import { type Place, places } from "../../configs/pipeline.ts";

/** What stands for the blanks in a place's path. */
export interface PlaceNames {
  readonly run: RunId;
  readonly delivery: DeliveryId;
  /** Undefined where there is no champion. */
  readonly champion?: ModelVersion | undefined;
}

/** Where a place lies in the lake for a run; undefined for the champion's folder where there is none. */
export function placePrefix(place: Place, names: PlaceNames): string | undefined {
  const pattern = places[place];
  if (pattern.includes("<champion>") && names.champion === undefined) return undefined;
  return pattern
    .replace("<run>", names.run)
    .replace("<delivery>", names.delivery)
    .replace("<champion>", names.champion ?? "");
}
