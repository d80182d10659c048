import { z } from "zod";
import { type PlanMode, planModes } from "../../../configs/execution.ts";
import { type StepName, stepNames } from "../../../configs/pipeline.ts";
import { stepState, type TaskName } from "../../../configs/state-machine.ts";
import { type Content, type Html, html } from "../../../runtime/html.ts";
import type { TaskRecord } from "../../../runtime/manifest/manifest.ts";
import { dataTable } from "../../charts/figure.ts";
import { type Facts, factsOf, type RunReport } from "../../lake/run-report.ts";
import { inEnglish } from "../../web/english.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { runWords } from "./run-words.ts";
import { pipelineWords } from "./words.ts";

/** A task of a run that is done: a data step, or one that keeps the books. */
export interface DoneTask {
  /** The state of the state machine. */
  readonly state: string;
  readonly step: StepName | undefined;
  /** Undefined where only the report of the run is known. */
  readonly startedAt: string | undefined;
  readonly endedAt: string | undefined;
  readonly seconds: number;
  readonly cpuSeconds: number | undefined;
  readonly peakMemoryMb: number | undefined;
  readonly facts: Facts | undefined;
}

function stepOf(state: string): StepName | undefined {
  return stepNames.find((step) => stepState(step) === state);
}

const planSchema = z.object({ mode: z.enum(planModes) });

/** What the first task decided on where it was left to it: to train or only to score. */
export function plannedMode(tasks: readonly TaskRecord[]): PlanMode | undefined {
  const first = tasks.find(({ state }) => state === ("ResolveDelivery" satisfies TaskName));
  return planSchema.safeParse(first?.result).data?.mode;
}

/** The tasks of a run as its books have them. */
export function fromBooks(tasks: readonly TaskRecord[]): readonly DoneTask[] {
  return tasks.map(({ state, startedAt, endedAt, usage, result }) => {
    const step = stepOf(state);
    return {
      state,
      step,
      startedAt,
      endedAt,
      seconds: Math.max(0, (Date.parse(endedAt) - Date.parse(startedAt)) / 1000),
      cpuSeconds: usage?.cpuSeconds,
      peakMemoryMb: usage?.peakMemoryMb,
      facts: step === undefined ? undefined : factsOf(result),
    };
  });
}

/** The data steps of a run as its own report has them. */
export function fromReport({ steps }: RunReport): readonly DoneTask[] {
  return steps.flatMap(({ step: name, seconds, cpu_seconds, peak_memory_mb, facts }) => {
    const step = stepNames.find((each) => each === name);
    if (step === undefined) return [];
    const times = { startedAt: undefined, endedAt: undefined };
    return [
      {
        state: stepState(step),
        step,
        ...times,
        seconds,
        cpuSeconds: cpu_seconds,
        peakMemoryMb: peak_memory_mb,
        facts,
      },
    ];
  });
}

/** The fact that tells best how much a step had to do. */
const rowFacts: Readonly<Record<StepName, string>> = {
  bronze: "readings",
  silver: "customer_months",
  gold: "customers",
  train: "training_rows",
  evaluate: "holdout_rows",
  score: "customers",
  drift: "features_compared",
};

function rowsOf({ step, facts }: DoneTask, reader: Reader): Content {
  if (step === undefined) return undefined;
  const rows = facts?.[rowFacts[step]];
  return typeof rows === "number"
    ? wordsFor(runWords, reader).rows[step](reader.formats.count(rows))
    : undefined;
}

/** What each task took and how much it had to do. */
export function stepsTable(tasks: readonly DoneTask[], reader: Reader): Html {
  const { formats } = reader;
  const words = wordsFor(runWords, reader);
  const names = wordsFor(pipelineWords, reader);
  if (tasks.length === 0) return html`<p>${words.nothingDone}</p>`;
  return html`${dataTable("steps-table", {
    caption: words.stepsCaption,
    columns: [
      { title: words.step, align: "left" },
      { title: words.sinceStart },
      { title: names.duration },
      { title: words.cpu },
      { title: words.memory },
      { title: words.work },
    ],
    rows: tasks.map((task) => [
      names.tasks[task.state] ?? task.state,
      formats.duration(sinceStart(task, tasks)),
      formats.duration(task.seconds),
      formats.duration(task.cpuSeconds),
      formats.megabytes(task.peakMemoryMb),
      rowsOf(task, reader),
    ]),
  })}${tasks.map((task) => factList(task, reader))}`;
}

/** Seconds from the start of the first task to that of this one. */
function sinceStart({ startedAt }: DoneTask, [first]: readonly DoneTask[]): number | undefined {
  if (startedAt === undefined || first?.startedAt === undefined) return undefined;
  return Math.max(0, (Date.parse(startedAt) - Date.parse(first.startedAt)) / 1000);
}

/** All that a data step found out, to be opened. */
function factList({ state, facts }: DoneTask, reader: Reader): Content {
  if (facts === undefined || Object.keys(facts).length === 0) return undefined;
  const words = wordsFor(runWords, reader);
  const name = wordsFor(pipelineWords, reader).tasks[state] ?? state;
  return html`<details><summary>${words.factsOf(name)}</summary>
<ul class="points">${Object.entries(facts).map(
    ([fact, value]) => html`<li><code>${fact}</code> ${inWords(value, reader)}</li>
`,
  )}</ul></details>`;
}

function inWords(value: Facts[string], reader: Reader): Content {
  const words = wordsFor(runWords, reader);
  if (value === null || value === "") return words.nothing;
  if (typeof value === "number")
    return Number.isInteger(value) ? reader.formats.count(value) : reader.formats.short(value);
  return typeof value === "boolean" ? (value ? words.yes : words.no) : inEnglish(value, reader);
}
