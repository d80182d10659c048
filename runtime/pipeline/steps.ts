import type { StepName } from "../../configs/pipeline.ts";
import type { Step } from "../step.ts";

/** Where a step's code lies: loaded only in the process that runs it. */
export interface StepModule {
  /** URL of the module. */
  readonly module: string;
  /** Name of the exported step. */
  readonly export: string;
}

/** Where the code of each step lies. */
export type StepModules = Readonly<Record<StepName, StepModule>>;

function at(path: string, name: string): StepModule {
  return { module: new URL(path, import.meta.url).href, export: name };
}

/** The steps of the pipeline. */
export const stepModules: StepModules = {
  bronze: at("../bronze/step.ts", "bronze"),
  silver: at("../silver/step.ts", "silver"),
  gold: at("../gold/step.ts", "gold"),
  train: at("../model/train-step.ts", "train"),
  evaluate: at("../model/evaluate-step.ts", "evaluate"),
  score: at("../score/step.ts", "score"),
  drift: at("../monitor/step.ts", "drift"),
};

/** What each machine runs where several share the hourly readings. */
export const shardModule = at("../bronze/hourly/shard.ts", "bronzeShard");

function isStep(value: unknown): value is Step {
  return typeof value === "function";
}

/** @throws Error when the module has no such step. */
export async function loadStep(place: StepModule): Promise<Step> {
  const loaded: unknown = await import(place.module);
  const step =
    typeof loaded === "object" && loaded !== null
      ? new Map<string, unknown>(Object.entries(loaded)).get(place.export)
      : undefined;
  if (!isStep(step)) throw new Error(`${place.module} exports no step "${place.export}".`);
  return step;
}
