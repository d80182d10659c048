import { dirname } from "node:path";
import { artifactFiles } from "../../configs/artifact.ts";
import type { Contract } from "../../configs/contract.ts";
import type { ModelVersion, RunId } from "../../configs/names.ts";
import { places } from "../../configs/pipeline.ts";
import { InputError } from "../errors.ts";
import type { TextReader } from "../lake/lake.ts";
import { currentRun } from "../pipeline/current-run.ts";

/** A lake as explanations need it. */
export interface ExplainedLake {
  readonly texts: TextReader;
  /** A file of the lake on this machine. @throws InputError when the lake lacks it */
  file(key: string): Promise<string>;
}

/** The run that readers look at, and where its parts lie on this machine. */
export interface PublishedRun {
  readonly run: RunId;
  readonly model: ModelVersion;
  /** A table of the scores or of the gold master. @throws InputError when the run lacks it */
  table(place: "scored" | "gold", contract: Pick<Contract, "name">): Promise<string>;
  /** The folder of the model that scored. @throws InputError when a part of it is missing */
  artifact(): Promise<string>;
}

/** @throws InputError when nothing was published yet */
export async function publishedRun({ texts, file }: ExplainedLake): Promise<PublishedRun> {
  const current = await currentRun(texts);
  if (current === undefined)
    throw new InputError("No run of this lake is published yet; run the pipeline first: spanishgas run.");
  const { run, model } = current;
  return {
    run,
    model,
    table: (place, { name }) => file(`${places[place].replace("<run>", run)}${name}.parquet`),
    artifact: async () => {
      const prefix = places.champion.replace("<champion>", model);
      await file(`${prefix}${artifactFiles.facts}`);
      return dirname(await file(`${prefix}${artifactFiles.trees}`));
    },
  };
}
