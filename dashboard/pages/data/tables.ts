import type { Contract } from "../../../configs/contract.ts";
import { contracts } from "../../../configs/contracts.ts";
import { isExperimentName } from "../../../configs/features.ts";
import { foldsTable, referenceTable } from "../../../configs/model-tables.ts";
import type { OpenRun } from "../../lake/open-run.ts";

/** The layers in the order in which data pass them. */
export const layers = ["raw", "bronze", "silver", "gold", "model", "scored", "monitoring"] as const;
export type Layer = (typeof layers)[number];

/** Tables of a model that its training writes; the others come from its evaluation. */
const trained: readonly string[] = [foldsTable.name, "reference"];

/** The contract of a table as this run keeps it; undefined when there is no such table. */
export function contractOf({ documents }: OpenRun, name: string): Contract | undefined {
  const contract = contracts.find((each) => each.name === name);
  if (contract?.name !== "reference") return contract;
  // The columns of the reference are the features that the model was trained on.
  const { experiment } = documents.evaluation;
  return isExperimentName(experiment) ? referenceTable(experiment) : contract;
}

/** The tables of a layer, in the order in which data meet them. */
export function tablesOf(run: OpenRun, layer: Layer): readonly Contract[] {
  return contracts
    .filter((contract) => contract.layer === layer)
    .map(({ name }) => contractOf(run, name))
    .filter((contract) => contract !== undefined);
}

/** Where a file about a produced table lies in the lake; undefined of raw files, which are described by no report. */
export function keyOf({ keys }: OpenRun, { layer, name }: Contract, ending: string): string | undefined {
  const file = `${name}${ending}`;
  switch (layer) {
    case "raw":
      return undefined;
    case "model":
      return keys.ofModel(trained.includes(name) ? "candidate" : "evaluation", file);
    default:
      return keys.ofRun(layer, file);
  }
}
