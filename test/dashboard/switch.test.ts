import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { beforeAll, expect, it } from "vitest";
import { sha256 } from "../../runtime/digest.ts";
import { sharedFolder } from "../support/folders.ts";
import { outcomeOf, spanishgas } from "../support/journey.ts";
import { copyDelivery, correctPrice, makeDelivery } from "../support/journey-delivery.ts";
import { type Served, serve } from "./serve.ts";

/** A run takes the place of another while many read: nobody may ever see some of one beside some of the other. */

const folder = sharedFolder("spanishgas-switch-");
const lake = join(folder, "lake");
const pointer = join(lake, "pointers/current-run.json");
/** What the pointer says for each of two finished runs of the pipeline. */
const pointers: string[] = [];

beforeAll(async () => {
  const raw = join(folder, "raw");
  await makeDelivery(raw, { customers: 400, seed: 11 });
  for (const delivery of [raw, copyDelivery(raw, join(folder, "corrected"))]) {
    // A price far from all others, so that margins, drift and features of the two runs differ.
    if (delivery !== raw) correctPrice(delivery, "0.450000");
    outcomeOf(await spanishgas("run", "--raw", delivery, "--lake", lake, "--json"));
    pointers.push(readFileSync(pointer, "utf8"));
  }
}, 300_000);

/** Pages, files and the interface for programs; each of them tells its run. */
const paths = [
  "/",
  "/customers?tier=high&tier=critical&sort=loss",
  "/customers/C00017",
  "/lookup?q=C0001",
  "/recommendations?budget=300",
  "/model?threshold=0.4",
  "/drift",
  "/drift/std_margin",
  "/data",
  "/data/gold_master",
  "/pipeline",
  "/customers.csv?segment=Residential",
  "/customers.parquet",
  "/recommendations.csv?budget=300",
  "/api/v1/run",
  "/api/v1/customers?size=50",
  "/api/v1/customers/C00017",
  "/api/v1/recommendations?budget=300",
  "/api/v1/model",
  "/api/v1/drift",
] as const;

/** An answer, whole: its status, the run that it says it is of, and its digest. */
async function answerOf({ url }: Served, path: string): Promise<string> {
  const response = await fetch(url + path);
  const body = Buffer.from(await response.arrayBuffer());
  return `${response.status} ${response.headers.get("x-run-id")} ${sha256(body)}`;
}

/** What a dashboard answers that has never known any other run. */
async function quietAnswers(): Promise<ReadonlyMap<string, string>> {
  const served = await serve(lake);
  const found = new Map<string, string>();
  for (const path of paths) found.set(path, await answerOf(served, path));
  return found;
}

it("answers every page, file and call wholly from one run while the pointer moves under load", async () => {
  const whole: ReadonlyMap<string, string>[] = [];
  for (const text of pointers) {
    writeFileSync(pointer, text);
    whole.push(await quietAnswers());
  }
  const [before, after] = whole;
  for (const path of paths) {
    expect(before?.get(path), path).toMatch(/^200 /);
    // Were they alike, the test could not tell them apart.
    expect(before?.get(path), path).not.toBe(after?.get(path));
  }

  const served = await serve(lake, { checkIntervalMs: 1, patienceMs: 5 });
  await served.get("/");
  let moving = true;
  const move = async () => {
    for (let turn = 0; turn < 24; turn += 1) {
      writeFileSync(pointer, pointers[turn % pointers.length] ?? "");
      await pause(150);
    }
    moving = false;
  };
  const mixed: string[] = [];
  const seen = new Map<string, Set<number>>(paths.map((path) => [path, new Set()]));
  const read = async (first: number) => {
    for (let place = first; moving; place += 1) {
      const path = paths[place % paths.length] ?? "/";
      const answer = await answerOf(served, path);
      const run = whole.findIndex((answers) => answers.get(path) === answer);
      if (run < 0) mixed.push(`${path}: ${answer}`);
      else seen.get(path)?.add(run);
    }
  };
  await Promise.all([move(), ...Array.from({ length: 8 }, (_, reader) => read(reader * 5))]);
  expect(mixed).toEqual([]);
  expect(served.errors).toEqual([]);
  // The load was real: most of them were met with either run.
  expect([...seen.values()].filter(({ size }) => size === 2).length).toBeGreaterThan(paths.length / 2);
});
