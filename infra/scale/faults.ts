import type { Fault } from "../component.ts";

/** What is wrong with the arguments of a scale. */
export function scaleFaults({ scannedGbLimit }: { readonly scannedGbLimit?: number }): readonly Fault[] {
  if (scannedGbLimit === undefined || (Number.isInteger(scannedGbLimit) && scannedGbLimit >= 1)) return [];
  return [
    {
      path: "scannedGbLimit",
      message: `must be a whole number of GB, at least 1, not ${scannedGbLimit}`,
    },
  ];
}
