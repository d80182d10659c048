import { dirname } from "node:path";
import { goldMaster } from "../../configs/gold-tables.ts";
import { places } from "../../configs/pipeline.ts";
import { withLakeFiles } from "../../runtime/cli/lake-files.ts";
import { publishedRun } from "../../runtime/explain/published-run.ts";
import { type Artifact, loadModel } from "../../runtime/model/artifact.ts";
import { readFolds } from "../../runtime/model/artifact-tables.ts";
import type { SplitRow } from "../../runtime/model/folds.ts";
import { type GoldColumns, readGold } from "../../runtime/model/gold-columns.ts";
import { holdoutOf } from "../../runtime/model/training-set.ts";
import { Engine } from "../../runtime/table/engine.ts";

/** The model that scored a lake's published run, with what it was trained on. */
export interface ChampionOfLake {
  readonly artifact: Artifact;
  readonly split: readonly SplitRow[];
  /** The gold master that it was trained on, with the features that the model reads. */
  readonly gold: GoldColumns;
  /** What the model says of the split's holdout, calibrated. */
  readonly scores: Float64Array;
  /** `evaluation.json` of the model, as a file of this machine. */
  readonly evaluationFile: string;
}

/** Reads the champion of a lake, which is left as it is. @throws InputError when nothing is published in it */
export function championOf(lake: string): Promise<ChampionOfLake> {
  return withLakeFiles(lake, async (files) => {
    const published = await publishedRun(files);
    const folder = await published.artifact();
    using model = await loadModel(folder);
    using engine = await Engine.open({ threads: 1, memoryLimitMb: 400, scratch: files.scratch });
    const { artifact } = model;
    const split = await readFolds(engine, folder);
    // A model's version is the run that trained it: its split is about the customers of that run.
    const goldFolder = dirname(
      await files.file(`${places.gold.replace("<run>", published.model)}${goldMaster.name}.parquet`),
    );
    const gold = await readGold(engine, goldFolder, artifact.features);
    return {
      artifact,
      split,
      gold,
      scores: model.score(holdoutOf(gold, split).gold).probability,
      evaluationFile: await files.file(
        `${places.evaluation.replace("<run>", published.model)}evaluation.json`,
      ),
    };
  });
}
