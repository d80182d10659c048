import { type Place, type StepName, steps } from "../../configs/pipeline.ts";
import { DEFAULT_SCORER } from "../../configs/sentiment.ts";
import { stepState } from "../../configs/state-machine.ts";
import type { Lake, Stage } from "../lake/lake.ts";
import type { Session, TaskResult } from "./session.ts";
import { runStep } from "./step-runner.ts";
import type { StepModules } from "./steps.ts";

/** What data steps need beside their run, on this machine. */
export interface StepHost {
  readonly lake: Lake;
  readonly steps: StepModules;
  readonly threads: number;
  /** In place of the step's own limit, in seconds. */
  readonly stepTimeoutSeconds?: number;
}

/**
 * Runs a data step on the lake: inputs as folders, outputs into hidden folders that appear in their places only after
 * the step has succeeded. What fails or is killed leaves nothing that a reader can see.
 *
 * @param champion version of the model that scores, or `none`
 */
export async function dataStep(
  session: Session,
  host: StepHost,
  step: StepName,
  champion: string,
): Promise<TaskResult> {
  const { run, watch } = session.parts;
  const { lake, threads, stepTimeoutSeconds } = host;
  const { writes, memoryLimitMb, timeoutSeconds } = steps[step];
  const state = stepState(step);
  const inputs = await inputFolders(session, lake, step, champion);
  const scratch = await lake.stage(`scratch/${run.id}-${step}`);
  const stages = new Map<Place, Stage>();
  try {
    for (const place of writes) {
      const prefix = session.prefix(place);
      if (prefix !== undefined) stages.set(place, await lake.stage(prefix));
    }
    const { asOf, experiment, sentiment = DEFAULT_SCORER, seed, leaderboard = true } = run.request;
    const { summary, usage } = await runStep({
      job: {
        ...host.steps[step],
        inputs,
        outputs: Object.fromEntries([...stages].map(([place, { folder }]) => [place, folder])),
        scratch: scratch.folder,
        parameters: { asOf, experiment, sentiment, seed, leaderboard, threads, memoryLimitMb },
      },
      timeoutSeconds: stepTimeoutSeconds ?? timeoutSeconds,
      signal: session.signal,
      progress: (progress) => watch({ type: "progress", state, progress }),
    });
    session.throwIfStopped();
    for (const stage of stages.values()) await stage.publish({ signal: session.signal });
    return { result: { ...summary }, usage };
  } catch (thrown) {
    if (thrown instanceof Error) {
      const hidden = [scratch, ...stages.values()].map(({ folder }) => folder);
      thrown.message = hidden.reduce(
        (text, folder) => text.replaceAll(folder, lake.location),
        thrown.message,
      );
    }
    throw thrown;
  } finally {
    for (const stage of [scratch, ...stages.values()]) await stage.discard();
  }
}

async function inputFolders(
  session: Session,
  lake: Lake,
  step: StepName,
  champion: string,
): Promise<Record<string, string>> {
  const { reads, optional = [] } = steps[step];
  const folders: Record<string, string> = {};
  for (const place of reads) {
    const prefix = session.prefix(place, champion);
    if (prefix !== undefined) folders[place] = await lake.input(prefix, { signal: session.signal });
    else if (!optional.includes(place)) throw new Error(`Step ${step} needs ${place}, and there is none.`);
  }
  return folders;
}
