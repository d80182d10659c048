import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { z } from "zod";
import { NO_CHAMPION } from "../../../configs/execution.ts";
import { type ModelVersion, modelVersion } from "../../../configs/names.ts";
import { type Place, type StepName, stepNames, steps } from "../../../configs/pipeline.ts";
import { placePrefix } from "../../../runtime/lake/places.ts";
import { listObjects } from "../../../runtime/lake/s3-objects.ts";
import type { RunRecord } from "../../../runtime/manifest/manifest.ts";
import type { Step } from "../../../runtime/step.ts";
import type { CloudHarness } from "../cloud-harness/harness.ts";
import { digestsBelow } from "../digests.ts";
import { bronze, drift, evaluate, gold, score, silver, train } from "../toy-steps.ts";

/** Compares what lies in the lake with what toy steps make of the same inputs when nothing disturbs them. */

const toys: Readonly<Record<StepName, Step | undefined>> = {
  bronze,
  silver,
  gold,
  train,
  evaluate,
  score,
  drift,
};

const planSchema = z.object({
  mode: z.enum(["train", "score"]),
  champion: z.object({ version: z.string() }),
});

/** Files that a control task or the gate's toy decision adds: not made from inputs alone. */
const LEFT_OUT = /(^|\/)(evaluation|run_report)\.json$/;

/** Folders of a run that are not what undisturbed steps make, with the difference in a word; none when it is whole. */
export async function faultsOfRun(
  cloud: CloudHarness,
  run: RunRecord,
  scoredWith: ModelVersion,
): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), "spanishgas-undisturbed-"));
  try {
    const plan = planSchema.parse(
      (await cloud.manifest.tasks(run.id)).find(({ state }) => state === "ResolveDelivery")?.result,
    );
    const faults: string[] = [];
    for (const step of stepNames) {
      if (plan.mode === "score" && (step === "train" || step === "evaluate")) continue;
      const champion = step === "evaluate" ? plan.champion.version : scoredWith;
      faults.push(...(await faultsOfStep(cloud, run, step, champion, join(folder, step))));
    }
    return faults;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function faultsOfStep(
  cloud: CloudHarness,
  run: RunRecord,
  step: StepName,
  champion: string,
  folder: string,
): Promise<string[]> {
  const at = (place: Place) =>
    placePrefix(place, {
      run: run.id,
      delivery: run.delivery,
      ...(champion === NO_CHAMPION ? {} : { champion: modelVersion(champion) }),
    });
  const inputs: Record<string, string> = {};
  const outputs: Record<string, string> = {};
  for (const place of steps[step].reads) {
    const prefix = at(place);
    if (prefix === undefined) continue;
    inputs[place] = await fetched(cloud, prefix, join(folder, "inputs", place));
  }
  for (const place of steps[step].writes) {
    outputs[place] = join(folder, "expected", place);
    mkdirSync(outputs[place], { recursive: true });
  }
  await toys[step]?.({
    inputs,
    outputs,
    scratch: folder,
    parameters: { asOf: null, experiment: "E5_full", seed: 42, threads: 1, memoryLimitMb: 100 },
    progress: () => undefined,
    signal: new AbortController().signal,
  });
  const faults: string[] = [];
  for (const [place, expected] of Object.entries(outputs)) {
    const prefix = at(asPlace(place, steps[step].writes)) ?? "";
    const stored = await fetched(cloud, prefix, join(folder, "stored", place));
    if (JSON.stringify(made(expected)) !== JSON.stringify(made(stored)))
      faults.push(`${run.id}: ${prefix} is not whole`);
  }
  return faults;
}

function asPlace(name: string, places: readonly Place[]): Place {
  const place = places.find((each) => each === name);
  if (place === undefined) throw new Error(`${name} is no place.`);
  return place;
}

function made(folder: string): readonly (readonly [string, string])[] {
  return Object.entries(digestsBelow(folder))
    .filter(([name]) => !LEFT_OUT.test(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Contents by their ETags: small files, and the same ones again and again. */
const contents = new Map<string, Uint8Array>();

/** Copies a prefix into a folder. Hidden objects are the freezer's own. */
async function fetched(
  { clients, resources }: CloudHarness,
  prefix: string,
  folder: string,
): Promise<string> {
  mkdirSync(folder, { recursive: true });
  for await (const { key, etag } of listObjects(clients.s3, resources.bucket, prefix)) {
    const name = key.slice(prefix.length);
    if (name.startsWith(".")) continue;
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    let bytes = contents.get(etag);
    if (bytes === undefined) {
      const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket: resources.bucket, Key: key }));
      bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
      contents.set(etag, bytes);
    }
    writeFileSync(path, bytes);
  }
  return folder;
}
