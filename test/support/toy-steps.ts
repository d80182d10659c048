import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { artifactFiles } from "../../configs/artifact.ts";
import { type StepName, stepNames, steps } from "../../configs/pipeline.ts";
import { experimentWithoutSentiment, NO_SCORER } from "../../configs/sentiment.ts";
import { CancelledError, ContractError, InputError, ResourceError } from "../../runtime/errors.ts";
import type { StepModules } from "../../runtime/pipeline/steps.ts";
import type { Step, StepContext } from "../../runtime/step.ts";

/**
 * Tiny steps for tests of the runner: each writes a digest of what it read, so that a result shows at once whether it
 * came from the right inputs. The file that TOY_PLAN names says which of them fail, hang, dig in or die.
 */
export interface ToyBehaviour {
  readonly fault?: "input" | "contract" | "resource" | "program" | "exit" | "kill";
  /** How often the fault happens. @default always */
  readonly times?: number;
  readonly delayMs?: number;
  /** The gate's decision (evaluate). @default true */
  readonly promote?: boolean;
  /** The experiment of the model that is judged, as the leaderboard may choose another (evaluate). @default the one asked for */
  readonly experiment?: string;
  /** Bytes to write beside the digest. */
  readonly fillBytes?: number;
  /** Take no notice of being cancelled. */
  readonly deaf?: boolean;
}
export type ToyPlan = Readonly<Partial<Record<StepName, ToyBehaviour>>>;

export const toySteps: StepModules = {
  bronze: at("bronze"),
  silver: at("silver"),
  gold: at("gold"),
  train: at("train"),
  evaluate: at("evaluate"),
  score: at("score"),
  drift: at("drift"),
};

function at(name: StepName) {
  return { module: import.meta.url, export: name };
}

function planOf(step: StepName): ToyBehaviour {
  const file = process.env["TOY_PLAN"];
  if (file === undefined || !existsSync(file)) return {};
  const plan: ToyPlan = JSON.parse(readFileSync(file, "utf8"));
  return plan[step] ?? {};
}

/** Counts the calls of a step, across processes, beside the plan. */
function callsOf(step: StepName): number {
  const file = process.env["TOY_PLAN"];
  if (file === undefined) return 1;
  const folder = `${file}.calls`;
  mkdirSync(folder, { recursive: true });
  const calls = readdirSync(folder).filter((name) => name.startsWith(`${step}-`)).length + 1;
  writeFileSync(join(folder, `${step}-${calls}-${process.pid}`), "");
  return calls;
}

/** A digest of every file below a folder, hidden ones left out. */
export function digestOfFolder(folder: string): string {
  const hash = createHash("sha256");
  const visit = (path: string, name: string) => {
    for (const entry of readdirSync(path).sort()) {
      if (entry.startsWith(".")) continue;
      const below = join(path, entry);
      if (statSync(below).isDirectory()) visit(below, `${name}${entry}/`);
      else hash.update(`${name}${entry}\0`).update(readFileSync(below));
    }
  };
  visit(folder, "");
  return hash.digest("hex");
}

function fail(behaviour: ToyBehaviour): void {
  if (behaviour.fault === "exit") process.exit(7);
  switch (behaviour.fault) {
    case undefined:
      return;
    case "input":
      throw new InputError('churn_label.csv has no column "churn". Add it.', { file: "churn_label.csv" });
    case "contract":
      throw new ContractError("Table toy breaks its contract.");
    case "resource":
      throw new ResourceError("The disk is full. Free some space.");
    case "program":
      throw new TypeError("toy is not a function");
    case "kill":
      process.kill(process.pid, "SIGKILL");
  }
}

async function work(name: StepName, context: StepContext, behaviour: ToyBehaviour): Promise<void> {
  const { delayMs = 0, deaf = false } = behaviour;
  const slices = Math.max(1, Math.ceil(delayMs / 20));
  for (let slice = 1; slice <= slices; slice += 1) {
    context.progress({ task: `Toy ${name}`, done: slice, total: slices, unit: "slices" });
    await sleep(delayMs / slices);
    if (context.signal.aborted && !deaf) throw new CancelledError("The run was cancelled.");
  }
}

function toyStep(name: StepName): Step {
  return async (context) => {
    const behaviour = planOf(name);
    const calls = callsOf(name);
    if (calls <= (behaviour.times ?? Number.POSITIVE_INFINITY)) fail(behaviour);
    const inputs = Object.entries(context.inputs).sort(([a], [b]) => (a < b ? -1 : 1));
    const digests = inputs.map(([place, folder]) => `${place}=${digestOfFolder(folder)}`);
    for (const place of steps[name].writes) {
      const folder = context.outputs[place] ?? "";
      writeFileSync(join(folder, `${place}.txt`), `${name} of ${digests.join(" ")}\n`);
      // Half of the output lies there while the step works: nobody may see it.
      await work(name, context, behaviour);
      if (behaviour.fillBytes !== undefined)
        writeFileSync(join(folder, "filling"), Buffer.alloc(behaviour.fillBytes));
    }
    if (name === "train") writeModel(context, digests);
    if (name === "evaluate") writeEvaluation(context, behaviour);
    return { inputs: digests.length, calls, as_of: "2024-12-31" };
  };
}

/** A model is approved only with its files: these are as whole as a toy's. */
function writeModel({ outputs }: StepContext, digests: readonly string[]): void {
  for (const file of Object.values(artifactFiles))
    writeFileSync(join(outputs["candidate"] ?? "", file), `${file} of ${digests.join(" ")}\n`);
}

function writeEvaluation(context: StepContext, { promote = true, experiment: chosen }: ToyBehaviour): void {
  const { experiment: asked, sentiment } = context.parameters;
  const estimate = (value: number) => ({ value, low: value - 0.05, high: value + 0.05 });
  const evaluation = {
    promote,
    reasons: [
      promote ? "PR-AUC is high enough." : "PR-AUC on the holdout is 0.610, below the 0.7 asked for.",
    ],
    experiment: chosen ?? (sentiment === NO_SCORER ? experimentWithoutSentiment(asked) : asked),
    asOf: "2024-12-31",
    threshold: 0.3,
    metrics: { prAuc: estimate(promote ? 0.75 : 0.61), rocAuc: estimate(0.9), recall: estimate(0.7) },
  };
  writeFileSync(join(context.outputs["evaluation"] ?? "", "evaluation.json"), JSON.stringify(evaluation));
}

export const [bronze, silver, gold, train, evaluate, score, drift] = stepNames.map(toyStep);
