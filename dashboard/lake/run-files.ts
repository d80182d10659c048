import type { Contract } from "../../configs/contract.ts";
import { explanations, importance } from "../../configs/explanation-tables.ts";
import { goldMaster } from "../../configs/gold-tables.ts";
import { driftDistributions } from "../../configs/monitoring-tables.ts";
import { type Place, places } from "../../configs/pipeline.ts";
import { recommendations, scoredCustomers } from "../../configs/scored-tables.ts";
import type { CurrentRun } from "../../runtime/pipeline/current-run.ts";
import { type Source, SourceFault, unlessMissing } from "./source.ts";

/** A run or a version as the pipeline names it. */
const PATH_PART = /^[\w-]+$/;

/** Where the parts of a run and of its model lie in the lake. */
export class RunKeys {
  readonly #run: string;
  readonly #model: string;

  /** @throws SourceFault when a name could lead anywhere else: they become parts of paths */
  constructor({ run, model }: Pick<CurrentRun, "run" | "model">) {
    if (!PATH_PART.test(run) || !PATH_PART.test(model))
      throw new SourceFault("The pointer to the current run names something that is no run.");
    this.#run = run;
    this.#model = model;
  }

  /** A file of the run. */
  ofRun(place: Place, name: string): string {
    return `${places[place].replace("<run>", this.#run)}${name}`;
  }

  /** A file of the model that scored. */
  ofModel(place: "candidate" | "evaluation", name: string): string {
    return `${places[place].replace("<run>", this.#model)}${name}`;
  }
}

/** The tables that pages ask, as files of this machine. What older runs lack is undefined. */
export interface RunFiles {
  readonly scored: string;
  readonly recommendations: string;
  readonly explanations: string | undefined;
  readonly importance: string | undefined;
  readonly gold: string | undefined;
  readonly months: string | undefined;
  readonly distributions: string | undefined;
  readonly holdout: string | undefined;
}

function fileOf({ name }: Pick<Contract, "name">): string {
  return `${name}.parquet`;
}

/**
 * Brings the tables of a run here.
 * @param scratch folder for copies
 * @throws SourceFault when scores or recommendations are missing, or something cannot be read
 */
export async function bringFiles(source: Source, keys: RunKeys, scratch: string): Promise<RunFiles> {
  const file = (key: string) => source.file(key, scratch);
  const [scored, recommended, explained, effects, gold, months, distributions, holdout] = await Promise.all([
    file(keys.ofRun("scored", fileOf(scoredCustomers))),
    file(keys.ofRun("scored", fileOf(recommendations))),
    unlessMissing(file(keys.ofRun("scored", fileOf(explanations)))),
    unlessMissing(file(keys.ofRun("scored", fileOf(importance)))),
    unlessMissing(file(keys.ofRun("gold", fileOf(goldMaster)))),
    unlessMissing(file(keys.ofRun("gold", "customer_months.parquet"))),
    unlessMissing(file(keys.ofRun("monitoring", fileOf(driftDistributions)))),
    unlessMissing(file(keys.ofModel("evaluation", "holdout_scores.parquet"))),
  ]);
  return {
    scored,
    recommendations: recommended,
    explanations: explained,
    importance: effects,
    gold,
    months,
    distributions,
    holdout,
  };
}
