import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { RunId } from "../../../configs/names.ts";
import { makeDemo } from "../../../runtime/demo/index.ts";
import { type PipelineOutcome, runPipeline } from "../../../runtime/pipeline/run-pipeline.ts";
import { runReportSchema } from "../../../runtime/pipeline/run-report.ts";
import { endsOfFile } from "../../support/cloud-harness/at-end.ts";
import { credentialsOf } from "../../support/cloud-harness/clients.ts";
import { everythingSaid } from "../../support/cloud-harness/everything-said.ts";
import { CloudHarness } from "../../support/cloud-harness/harness.ts";
import { findLeaks } from "../../support/cloud-harness/leaks.ts";
import { placeOf } from "../../support/cloud-harness/place.ts";
import { resultsInCloud } from "../../support/cloud-harness/results.ts";
import { sharedFolder } from "../../support/folders.ts";
import { resultsOf } from "../../support/journey.ts";
import { correctPrice, holdBackLabels } from "../../support/journey-delivery.ts";

/**
 * One year of a company's uploads, 2,000 customers, through the cloud (`cloud-harness/harness.ts`): the tests follow one
 * another on the same lake. Where the environment names services, it runs against those (`docs/operations.md`).
 */

const folder = sharedFolder("spanishgas-cloud-");
const raw = join(folder, "raw");
const here = join(folder, "here");
const CUSTOMERS = 2000;
const RUN_MS = 480_000;

const atEnd = endsOfFile();
let cloud: CloudHarness;
let allLabels = "";
/** What happens when the bronze step of the next run is at work. */
let inBronze: (() => Promise<void>) | undefined;
let meanwhile: Promise<void> = Promise.resolve();

beforeAll(async () => {
  await makeDemo({ out: raw, customers: CUSTOMERS, seed: 42, threads: 2 });
  allLabels = holdBackLabels(raw);
  cloud = await CloudHarness.start({
    atEnd,
    place: await placeOf(process.env, atEnd),
    settleMs: 1_500,
    queue: { delaySeconds: 1 },
    hooks: {
      process: (call) => {
        if (call.service !== "job" || call.program !== "bronze" || inBronze === undefined) return;
        meanwhile = inBronze();
        inBronze = undefined;
      },
    },
  });
});

/** The same files on one machine, while the cloud is at work. */
function runHere(): Promise<PipelineOutcome> {
  return runPipeline({
    raw,
    lake: here,
    request: { mode: "auto", asOf: null, experiment: "E5_full", seed: 42 },
    force: false,
    threads: 1,
  });
}

async function json<T>(key: string, schema: z.ZodType<T>): Promise<T> {
  return schema.parse(JSON.parse((await cloud.text(key)) ?? "null"));
}

const championNow = async () =>
  (await json("pointers/champion.json", z.object({ version: z.string() }))).version;
const upload = (...names: string[]) =>
  cloud.upload(Object.fromEntries(names.map((name) => [name, readFileSync(join(raw, name), "utf8")])));
const reportOf = (run: RunId) => json(`monitoring/${run}/run_report.json`, runReportSchema);

/** The run with this place in the order of all executions. */
function nth(place: number): RunId {
  const run = cloud.runs[place - 1];
  if (run === undefined) throw new Error(`There were ${cloud.runs.length} runs, not ${place}.`);
  return run;
}

test(
  "seven uploads are one run, which trains, promotes, scores and publishes the bytes of a local run",
  async () => {
    await cloud.upload(raw);
    const [local] = await Promise.all([runHere(), cloud.settled(RUN_MS)]);
    expect(cloud.runs).toHaveLength(1);
    const run = nth(1);
    expect(cloud.endOf(run)).toEqual({ status: "SUCCEEDED" });
    expect(await cloud.manifest.run(run)).toMatchObject({ state: "completed", cause: null });
    expect((await reportOf(run)).steps).toHaveLength(7);
    expect(await championNow()).toBe(run);
    const current = await json("pointers/current-run.json", z.looseObject({ run: z.string() }));
    expect(current.run).toBe(run);
    const results = await resultsInCloud(cloud, run);
    expect(Object.keys(results).length).toBeGreaterThan(40);
    expect(results).toEqual(resultsOf(here, local.run.id));
  },
  RUN_MS,
);

test("the same upload once more runs nothing", async () => {
  const told = (await cloud.published()).length;
  await cloud.upload(raw);
  await cloud.settled();
  expect(cloud.runs).toHaveLength(1);
  expect(await cloud.published()).toHaveLength(told);
});

test(
  "a corrected price is scored by the champion; what is uploaded meanwhile waits, and is a delivery of its own",
  async () => {
    correctPrice(raw);
    inBronze = async () => {
      const again = readFileSync(join(raw, "price_history.csv"), "utf8").replace("0.150000", "0.160000");
      await cloud.upload({ "price_history.csv": again });
    };
    await upload("price_history.csv");
    const [local] = await Promise.all([runHere(), cloud.settled(RUN_MS)]);
    await meanwhile;
    await cloud.settled(RUN_MS);

    expect(cloud.runs).toHaveLength(3);
    const [first, corrected, replaced] = [nth(1), nth(2), nth(3)];
    for (const run of [corrected, replaced]) {
      expect(await cloud.manifest.run(run)).toMatchObject({ state: "completed" });
      expect((await reportOf(run)).steps.map(({ step }) => step)).not.toContain("train");
    }
    expect(new Set([first, corrected, replaced].map((run) => run.split("-")[0])).size).toBe(3);
    expect(await championNow()).toBe(first);
    const results = await resultsInCloud(cloud, corrected);
    expect(differing(results, resultsOf(here, local.run.id))).toEqual([]);
    const later = await resultsInCloud(cloud, replaced);
    expect(differing(results, later)).toContain("bronze/<run>/bronze_customer_month.parquet");
  },
  RUN_MS,
);

/** Paths whose bytes are not the same in both. The champion's version stands in what monitoring says. */
function differing(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): string[] {
  const paths = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...paths].filter((path) => one[path] !== other[path]);
}

test(
  "a bad file ends its run with words that say what to do; champion and scores stay as they were",
  async () => {
    const before = {
      champion: await cloud.text("pointers/champion.json"),
      current: await cloud.text("pointers/current-run.json"),
      scores: await resultsInCloud(cloud, nth(3)),
    };
    await cloud.upload({ "churn_label.csv": allLabels.replace("customer_id,churn", "customer_id,left") });
    await cloud.settled(RUN_MS);

    expect(cloud.runs).toHaveLength(4);
    const run = nth(4);
    expect(cloud.endOf(run)).toMatchObject({ status: "FAILED", error: "RunFailed" });
    const book = await cloud.manifest.run(run);
    expect(book).toMatchObject({ state: "failed", error: "InputError" });
    const words = book?.cause ?? "";
    expect(words).toMatch(/churn_label\.csv has no column "churn"/);
    const alert = await json(
      `monitoring/alerts/${run}-run-failed.json`,
      z.looseObject({ message: z.string() }),
    );
    expect(alert.message).toContain(words);
    const [mail, ...others] = (await cloud.published()).filter(({ message }) => message.includes(words));
    expect(mail?.subject).toContain("run failed");
    expect(others).toEqual([]);
    expect({
      champion: await cloud.text("pointers/champion.json"),
      current: await cloud.text("pointers/current-run.json"),
      scores: await resultsInCloud(cloud, nth(3)),
    }).toEqual(before);
    expect(await cloud.text(`scored/${run}/scored_customers.parquet`)).toBeUndefined();
  },
  RUN_MS,
);

test(
  "the corrected file, with labels that nobody knew, is trained on",
  async () => {
    await cloud.upload({ "churn_label.csv": allLabels });
    await cloud.settled(RUN_MS);
    expect(cloud.runs).toHaveLength(5);
    const run = nth(5);
    expect(await cloud.manifest.run(run)).toMatchObject({ state: "completed", cause: null });
    expect((await reportOf(run)).steps.map(({ step }) => step)).toContain("train");
    const { promote } = await json(
      `models/${run}/evaluation/evaluation.json`,
      z.looseObject({ promote: z.boolean() }),
    );
    expect(await championNow()).toBe(promote ? run : nth(1));
    expect(await cloud.deadLetters()).toBe(0);
  },
  RUN_MS,
);

test("no log, metric, message, alert or book of all these runs holds a customer, a summary or a credential", async () => {
  const said = await everythingSaid(cloud);
  const sources = [
    "trigger log",
    "control log",
    "container log",
    "exit message",
    "queue",
    "event",
    "history",
    "published",
    "manifest",
    "lake",
  ];
  expect([...new Set(said.map(({ source }) => source))].sort()).toEqual(sources.sort());
  expect(said.some(({ text }) => text.includes('"_aws"'))).toBe(true);

  const attributes = readFileSync(join(raw, "customer_attributes.csv"), "utf8")
    .trimEnd()
    .split("\n")
    .slice(1);
  const customers = new Set(attributes.map((line) => line.split(",")[0] ?? ""));
  expect(customers.size).toBe(CUSTOMERS);
  const interactions = z
    .array(z.looseObject({ interaction_summary: z.string() }))
    .parse(JSON.parse(readFileSync(join(raw, "customer_interactions.json"), "utf8")));
  const credentials = await credentialsOf(cloud.place, cloud.clients);
  const leaks = findLeaks(said, {
    customers,
    summaries: interactions.map(({ interaction_summary }) => interaction_summary),
    credentials: Object.values(credentials).filter((value) => value.length > 8),
  });
  expect(leaks.map(({ kind, secret, said: { source, place } }) => ({ kind, secret, source, place }))).toEqual(
    [],
  );
});
