import { type ChildProcess, fork } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type { PipelineEvent } from "../../runtime/pipeline/events.ts";
import {
  type PipelineOptions,
  type PipelineOutcome,
  runPipeline,
} from "../../runtime/pipeline/run-pipeline.ts";
import { temporaryFolder } from "./folders.ts";
import { digestOfFolder, type ToyPlan, toySteps } from "./toy-steps.ts";

const TOY_RUN = fileURLToPath(new URL("toy-run.ts", import.meta.url));

export interface ToyResult {
  /** What the process printed: the outcome, or the error. */
  readonly printed: string;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ToyProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<ToyResult>;
}

/** A lake, a delivery and toy steps, for one test. */
export class ToyLake {
  readonly root: string;
  readonly raw: string;
  readonly lake: string;
  readonly events: PipelineEvent[] = [];

  constructor(root = temporaryFolder("spanishgas-toy-")) {
    this.root = root;
    this.raw = join(root, "raw");
    this.lake = join(root, "lake");
    this.deliver({ "churn_label.csv": "customer_id,churn\nC1,1\n", "price_history.csv": "prices of May\n" });
    this.plan({});
    const before = process.env["TOY_PLAN"];
    process.env["TOY_PLAN"] = this.planFile;
    onTestFinished(() => {
      if (before === undefined) delete process.env["TOY_PLAN"];
      else process.env["TOY_PLAN"] = before;
    });
  }

  get planFile(): string {
    return join(this.root, "plan.json");
  }

  deliver(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      const path = join(this.raw, name);
      mkdirSync(join(path, ".."), { recursive: true });
      writeFileSync(path, text);
    }
  }

  plan(plan: ToyPlan): void {
    writeFileSync(this.planFile, JSON.stringify(plan));
    rmSync(`${this.planFile}.calls`, { recursive: true, force: true });
  }

  /** How often a step was called since the last plan. */
  calls(step: string): number {
    const folder = `${this.planFile}.calls`;
    return existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith(`${step}-`)).length : 0;
  }

  options(options: Partial<PipelineOptions> = {}): PipelineOptions {
    return {
      raw: this.raw,
      lake: this.lake,
      request: { mode: "auto", asOf: null, experiment: "E5_full", seed: 42 },
      force: false,
      threads: 1,
      steps: toySteps,
      code: "toy",
      timing: { retryDelayMs: 5 },
      watch: (event) => this.events.push(event),
      ...options,
    };
  }

  run(options: Partial<PipelineOptions> = {}): Promise<PipelineOutcome> {
    this.events.length = 0;
    return runPipeline(this.options(options));
  }

  request(request: Partial<PipelineOptions["request"]>): Partial<PipelineOptions> {
    return { request: { ...this.options().request, ...request } };
  }

  /** States that were entered and ended well, in order. */
  get path(): string[] {
    return this.events.filter((event) => event.type === "task-ended").map(({ state }) => state);
  }

  /** Processes of steps that were started since the last plan. */
  get stepProcesses(): number[] {
    const folder = `${this.planFile}.calls`;
    return existsSync(folder) ? readdirSync(folder).map((name) => Number(name.split("-").at(-1))) : [];
  }

  /** Starts a run in a process of its own; `onEvent` hears what happens in it. @param place where, as toy-run.ts takes it */
  start(
    onEvent: (type: string, count: number) => void = () => undefined,
    place: readonly string[] = [this.lake],
  ): ToyProcess {
    const child = fork(TOY_RUN, [this.raw, ...place], {
      execArgv: [],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: { ...process.env, TOY_PLAN: this.planFile },
    });
    let printed = "";
    const keep = (chunk: Buffer) => {
      printed += chunk.toString("utf8");
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    let count = 0;
    child.on("message", (type) => {
      count += 1;
      onEvent(String(type), count);
    });
    const ended = new Promise<ToyResult>((resolve) => {
      child.once("close", (code, signal) => resolve({ printed: printed.trim(), code, signal }));
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    return { child, ended };
  }

  /** What readers can see of a run: a digest for each of its folders that is there. */
  digests(run: string): Record<string, string> {
    const folders = [
      ...["bronze", "quarantine", "silver", "gold", "scored"].map(
        (layer) => [layer, `${layer}/${run}`] as const,
      ),
      ...["artifact", "evaluation"].map((part) => [part, `models/${run}/${part}`] as const),
    ];
    const visible = folders.filter(([, folder]) => existsSync(join(this.lake, folder)));
    return Object.fromEntries(
      visible.map(([name, folder]) => [name, digestOfFolder(join(this.lake, folder))]),
    );
  }
}
