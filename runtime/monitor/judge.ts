import type { DriftLimits, DriftStatus, DriftVerdict } from "../../configs/drift-limits.ts";
import { benjaminiHochberg } from "../statistics/benjamini-hochberg.ts";
import type { Comparison } from "./compare.ts";

/** A comparison with its verdict. */
export interface JudgedComparison extends Comparison {
  readonly adjustedPValue: number;
  /** Null where `missing.pValue` is. */
  readonly missingAdjustedPValue: number | null;
  readonly status: DriftStatus;
}

const order: readonly DriftStatus[] = ["stable", "drifted", "critical"];

/** The worst of some statuses; stable where there is none. */
export function worst(statuses: readonly DriftStatus[]): DriftStatus {
  return order.findLast((status) => statuses.includes(status)) ?? "stable";
}

/** Where an effect stands against its limits. Limits are inclusive. */
function statusOf(
  effect: number | null,
  limits: { readonly drifted: number; readonly critical?: number },
): DriftStatus {
  if (effect === null) return "stable";
  if (limits.critical !== undefined && effect >= limits.critical) return "critical";
  return effect >= limits.drifted ? "drifted" : "stable";
}

function valueStatus(comparison: Comparison, { numeric, category }: DriftLimits): DriftStatus {
  const { kind, effectPsi, distance, levelShift } = comparison;
  switch (kind) {
    case "numeric":
      return worst([statusOf(effectPsi, numeric.psi), statusOf(distance, numeric.distance)]);
    case "flag":
    case "category":
      return worst([
        statusOf(effectPsi, category.psi),
        statusOf(Math.abs(levelShift?.shift ?? 0), category.shareShift),
      ]);
  }
}

function missingStatus({ missing }: Comparison, { category }: DriftLimits): DriftStatus {
  return statusOf(Math.abs(missing.current - missing.reference), category.shareShift);
}

/**
 * Judges comparisons together (D29): drifted where the Benjamini-Hochberg adjusted p-value is under its limit and an
 * effect reaches its own. All tests of a report are one family, those of empty cells included; empty cells of a
 * numeric feature are judged like a level.
 */
export function judge(comparisons: readonly Comparison[], limits: DriftLimits): readonly JudgedComparison[] {
  const tests = comparisons.flatMap(({ pValue, missing }, index) => [
    { index, of: "value", pValue },
    ...(missing.pValue === null ? [] : [{ index, of: "missing", pValue: missing.pValue }]),
  ]);
  const adjusted = benjaminiHochberg(tests.map(({ pValue }) => pValue));
  const adjustedOf = (index: number, of: string): number | null => {
    const place = tests.findIndex((test) => test.index === index && test.of === of);
    return adjusted[place] ?? null;
  };
  return comparisons.map((comparison, index) => {
    const adjustedPValue = adjustedOf(index, "value") ?? 1;
    const missingAdjustedPValue = adjustedOf(index, "missing");
    const significant = (p: number | null) => p !== null && p < limits.adjustedPValue;
    return {
      ...comparison,
      adjustedPValue,
      missingAdjustedPValue,
      status: worst([
        significant(adjustedPValue) ? valueStatus(comparison, limits) : "stable",
        significant(missingAdjustedPValue) ? missingStatus(comparison, limits) : "stable",
      ]),
    };
  });
}

/** The verdict over all: critical where any comparison is, watch where any has drifted, else none. */
export function verdictOf(judged: readonly Pick<JudgedComparison, "status">[]): DriftVerdict {
  switch (worst(judged.map(({ status }) => status))) {
    case "stable":
      return "none";
    case "drifted":
      return "watch";
    case "critical":
      return "critical";
  }
}
