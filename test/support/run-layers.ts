import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { IsoDate } from "../../configs/names.ts";
import { gold } from "../../runtime/gold/step.ts";
import { silver } from "../../runtime/silver/step.ts";
import type { StepContext, StepSummary } from "../../runtime/step.ts";
import { Engine } from "../../runtime/table/engine.ts";
import { type BronzeTables, writeBronze } from "./bronze-fixture.ts";
import { type Digests, digestsBelow } from "./digests.ts";

/** Runs the silver and gold steps on bronze tables in a folder, as the pipeline does. */

export interface Layers {
  /** Folder that holds bronze/, silver/ and gold/. */
  readonly folder: string;
  readonly summaries: { readonly silver: StepSummary; readonly gold: StepSummary };
  /** Tasks of which progress was reported. */
  readonly tasks: readonly string[];
}

/** Writes bronze tables below `folder`, their rows in an order that depends on `salt`. */
export async function prepareBronze(
  folder: string,
  bronze: BronzeTables,
  options: { readonly asOf: IsoDate; readonly salt?: number },
): Promise<void> {
  const target = join(folder, "bronze");
  mkdirSync(target, { recursive: true });
  using engine = await Engine.open({ threads: 1, memoryLimitMb: 300, scratch: folder });
  const shuffled = `hash(COLUMNS(*)::VARCHAR || ${options.salt ?? 0})`;
  await writeBronze(engine, bronze, {
    folder: target,
    asOf: options.asOf,
    ...(options.salt === undefined ? {} : { orderBy: shuffled }),
  });
}

/** Runs silver and gold on `<folder>/bronze`. */
export async function runLayers(
  folder: string,
  options: { readonly threads?: number; readonly signal?: AbortSignal } = {},
): Promise<Layers> {
  const place = (name: string) => join(folder, name);
  for (const name of ["silver", "gold", "scratch"]) mkdirSync(place(name), { recursive: true });
  const tasks: string[] = [];
  const context: Omit<StepContext, "inputs" | "outputs"> = {
    scratch: place("scratch"),
    parameters: {
      asOf: null,
      experiment: "E5_full",
      seed: 42,
      threads: options.threads ?? 1,
      memoryLimitMb: 300,
    },
    progress: ({ task }) => tasks.push(task),
    signal: options.signal ?? new AbortController().signal,
  };
  const silverSummary = await silver({
    ...context,
    inputs: { bronze: place("bronze") },
    outputs: { silver: place("silver") },
  });
  const goldSummary = await gold({
    ...context,
    inputs: { bronze: place("bronze"), silver: place("silver") },
    outputs: { gold: place("gold") },
  });
  return { folder, summaries: { silver: silverSummary, gold: goldSummary }, tasks };
}

/** Digest of every file of both layers, by its path. */
export function digests({ folder }: Pick<Layers, "folder">): Digests {
  return { ...digestsBelow(folder, "silver"), ...digestsBelow(folder, "gold") };
}
