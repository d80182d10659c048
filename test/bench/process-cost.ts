import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { TaskUsage } from "../../runtime/manifest/manifest.ts";
import { measure } from "../../runtime/pipeline/usage.ts";

/** What a piece of work cost. */
export type Cost = TaskUsage;

/** Runs the work and prints its cost, for `costInChild`. */
export async function reportCost(work: () => Promise<void>): Promise<void> {
  const usage = measure();
  await work();
  process.stdout.write(`${JSON.stringify(usage())}\n`);
}

/**
 * Runs a program of the project in a fresh process, so that memory figures do not mix.
 * @returns what it printed on standard output
 */
export async function outputOf(
  program: string,
  arguments_: readonly string[],
  goodCodes: readonly number[] = [0],
): Promise<string> {
  const file = fileURLToPath(new URL(program, import.meta.url));
  const child = spawn(process.execPath, [file, ...arguments_], { stdio: ["ignore", "pipe", "inherit"] });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code === null || !goodCodes.includes(code))
    throw new Error(`${program} ${arguments_.join(" ")} ended with code ${code}.`);
  return Buffer.concat(chunks).toString("utf8");
}

/** The cost that a program of the benchmark reports of itself. */
export async function costInChild(program: string, arguments_: readonly string[]): Promise<Cost> {
  return JSON.parse(await outputOf(program, arguments_));
}
