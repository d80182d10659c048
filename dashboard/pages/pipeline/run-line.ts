import { stepNames } from "../../../configs/pipeline.ts";
import { stepState } from "../../../configs/state-machine.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import type { AtWork } from "./history.ts";
import { plannedMode } from "./steps.ts";
import { pipelineWords } from "./words.ts";

/** Data steps that a run of a mode takes; before the mode is decided, all. */
function stepsOf(mode: string): readonly string[] {
  const steps = stepNames.filter((step) => mode !== "score" || (step !== "train" && step !== "evaluate"));
  return steps.map(stepState);
}

/** What happens now, in one line that is read aloud when it changes. */
export function runLine(atWork: AtWork | undefined, reader: Reader): string {
  const words = wordsFor(pipelineWords, reader);
  if (atWork === undefined) return words.nobody;
  const { run, tasks } = atWork;
  const last = tasks.at(-1);
  if (last === undefined) return words.begun(run.id);
  const steps = stepsOf(plannedMode(tasks) ?? run.request.mode);
  const done = tasks.filter(({ state }) => steps.includes(state)).length;
  return words.atWork(
    run.id,
    words.tasks[last.state] ?? last.state,
    reader.formats.count(done),
    reader.formats.count(steps.length),
  );
}
