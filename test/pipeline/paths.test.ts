import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { InputError } from "../../runtime/errors.ts";
import { FolderLake } from "../../runtime/lake/folder-lake.ts";
import { openManifest } from "../../runtime/manifest/open-manifest.ts";
import { currentRun } from "../../runtime/pipeline/current-run.ts";
import { LakeRegistry } from "../../runtime/registry/lake-registry.ts";
import { ToyLake } from "../support/toy-lake.ts";

async function pointers(toy: ToyLake) {
  const lake = await FolderLake.open(toy.lake);
  return {
    champion: (await new LakeRegistry(lake).champion())?.version,
    current: (await currentRun(lake))?.run,
  };
}

test("the first delivery trains, promotes, scores and publishes, in this order", async () => {
  const toy = new ToyLake();
  const { kind, run, report } = await toy.run();
  expect(kind).toBe("completed");
  expect(toy.path).toEqual([
    "ResolveDelivery",
    "Bronze",
    "Silver",
    "Gold",
    "Train",
    "Evaluate",
    "ReadDecision",
    "Register",
    "Score",
    "Drift",
    "Publish",
    "AlertFindings",
    "Complete",
  ]);
  expect(await pointers(toy)).toEqual({ champion: run.id, current: run.id });
  expect(report?.candidate).toMatchObject({ version: run.id, promoted: true });
  expect(report?.model?.metrics["prAuc"]).toEqual({ value: 0.75, low: 0.7, high: 0.8 });
  expect(report?.steps.map(({ step }) => step)).toEqual([
    "bronze",
    "silver",
    "gold",
    "train",
    "evaluate",
    "score",
    "drift",
  ]);
  // Every step has its own process, and so its own memory: a Node process needs more than 20 MB and these no more than 200.
  for (const { peak_memory_mb } of report?.steps ?? []) {
    expect(peak_memory_mb).toBeGreaterThan(20);
    expect(peak_memory_mb).toBeLessThan(200);
  }
});

test("each step reads what the step before wrote, and the frozen delivery", async () => {
  const toy = new ToyLake();
  const { run } = await toy.run();
  const text = (path: string) => readFileSync(join(toy.lake, path), "utf8");
  expect(text(`bronze/${run.id}/bronze.txt`)).toMatch(/^bronze of delivery=[0-9a-f]{64}\n$/);
  expect(text(`gold/${run.id}/gold.txt`)).toMatch(/^gold of bronze=[0-9a-f]{64} silver=[0-9a-f]{64}\n$/);
  // On a first run there is no champion for the evaluation; the score reads the one just promoted.
  expect(text(`models/${run.id}/evaluation/evaluation.txt`)).toMatch(
    /^evaluate of candidate=\w+ gold=\w+\n$/,
  );
  expect(text(`scored/${run.id}/scored.txt`)).toMatch(/^score of champion=\w+ gold=\w+\n$/);
});

test("unchanged labels score only, with the champion of before; new labels train", async () => {
  const toy = new ToyLake();
  const first = await toy.run();
  toy.deliver({ "price_history.csv": "corrected prices\n" });
  const second = await toy.run();
  expect(second.report?.mode).toBe("score");
  expect(toy.path).not.toContain("Train");
  expect(await pointers(toy)).toEqual({ champion: first.run.id, current: second.run.id });

  toy.deliver({ "churn_label.csv": "customer_id,churn\nC1,0\n" });
  const third = await toy.run();
  expect(third.report?.mode).toBe("train");
  expect(await pointers(toy)).toEqual({ champion: third.run.id, current: third.run.id });
  const evaluation = readFileSync(join(toy.lake, `models/${third.run.id}/evaluation/evaluation.txt`), "utf8");
  expect(evaluation, "the candidate is compared with the champion of before").toMatch(/ champion=\w+ /);
});

test("a rejected model is registered as rejected and alerted, and the old champion scores", async () => {
  const toy = new ToyLake();
  const first = await toy.run();
  toy.plan({ evaluate: { promote: false } });
  const second = await toy.run(toy.request({ mode: "train", experiment: "E0_baseline" }));
  expect(second.kind).toBe("completed");
  expect(toy.path.slice(5)).toEqual([
    "Evaluate",
    "ReadDecision",
    "Reject",
    "AlertRejected",
    "Score",
    "Drift",
    "Publish",
    "AlertFindings",
    "Complete",
  ]);
  expect(await pointers(toy)).toEqual({ champion: first.run.id, current: second.run.id });
  expect(second.report).toMatchObject({ champion: first.run.id, candidate: { promoted: false } });
  const registry = new LakeRegistry(await FolderLake.open(toy.lake));
  const models = (await registry.list()).items.map(({ version, decision }) => [version, decision]);
  expect(models).toEqual([
    [first.run.id, "approved"],
    [second.run.id, "rejected"],
  ]);
  expect(readdirSync(join(toy.lake, "monitoring/alerts"))).toEqual([`${second.run.id}-model-rejected.json`]);
});

test("after a refusal drift is measured against the champion's rows, not against the refused model's", async () => {
  const toy = new ToyLake();
  const first = await toy.run();
  toy.plan({ evaluate: { promote: false } });
  toy.deliver({ "churn_label.csv": "customer_id,churn\nC1,0\n" });
  const second = await toy.run();
  const read = (name: string, path: string) =>
    new RegExp(` ${name}=(\\w+)`).exec(readFileSync(join(toy.lake, path), "utf8"))?.[1];
  const reference = (run: string) => read("champion", `monitoring/${run}/monitoring.txt`);
  expect(reference(first.run.id)).toMatch(/^[0-9a-f]{64}$/);
  expect(reference(second.run.id)).toBe(reference(first.run.id));
  const refused = read("candidate", `models/${second.run.id}/evaluation/evaluation.txt`);
  expect(refused).toMatch(/^[0-9a-f]{64}$/);
  expect(reference(second.run.id)).not.toBe(refused);
});

test("a rejected model without a champion ends the run as rejected: nothing is scored or published", async () => {
  const toy = new ToyLake();
  toy.plan({ evaluate: { promote: false } });
  const { kind, run } = await toy.run();
  expect(kind).toBe("rejected");
  expect(run).toMatchObject({ state: "rejected", error: "ModelRejected" });
  expect(run.cause).toBe("PR-AUC on the holdout is 0.610, below the 0.7 asked for.");
  expect(toy.path.slice(-2)).toEqual(["AlertRejected", "MarkRejected"]);
  expect(existsSync(join(toy.lake, "scored"))).toBe(false);
  expect(await pointers(toy)).toEqual({ champion: undefined, current: undefined });
  const again = await toy.run();
  expect([again.kind, toy.calls("bronze")]).toEqual(["rejected", 1]);
});

test("scoring without a champion is refused with a remedy", async () => {
  const toy = new ToyLake();
  await expect(toy.run(toy.request({ mode: "score" }))).rejects.toThrow(
    "There is no champion to score with; run with --mode train first.",
  );
});

test("bad input ends the run as failed with the user's message, at once; the champion and the scores stay", async () => {
  const toy = new ToyLake();
  const first = await toy.run();
  toy.deliver({ "churn_label.csv": "customer_id\nC1\n" });
  toy.plan({ bronze: { fault: "input" } });
  const failure = await toy.run().catch((thrown: unknown) => thrown);
  expect(failure).toBeInstanceOf(InputError);
  expect(failure).toMatchObject({
    message: 'churn_label.csv has no column "churn". Add it.',
    location: { file: "churn_label.csv" },
  });
  expect(toy.calls("bronze"), "bad input is never retried").toBe(1);
  expect(toy.path.slice(-2)).toEqual(["MarkFailed", "Notify"]);
  expect(await pointers(toy)).toEqual({ champion: first.run.id, current: first.run.id });
  using manifest = openManifest(await FolderLake.open(toy.lake));
  const [record] = (await manifest.runs()).items;
  expect(record).toMatchObject({
    state: "failed",
    error: "InputError",
    cause: 'churn_label.csv has no column "churn". Add it.',
  });
  expect(existsSync(join(toy.lake, "bronze", record?.id ?? "")), "no partial table").toBe(false);
});

test("a failed run can be retried: a new attempt, from the start", async () => {
  const toy = new ToyLake();
  toy.plan({ gold: { fault: "contract" } });
  await expect(toy.run()).rejects.toThrow("Table toy breaks its contract.");
  expect(toy.calls("gold"), "a broken contract comes back however often it is tried").toBe(1);
  toy.plan({});
  const { kind, run } = await toy.run();
  expect(kind).toBe("completed");
  expect(run.attempt).toBe(2);
  expect(toy.calls("bronze")).toBe(1);
});

test("a delivery that is done is not run again, unless by force or for another question", async () => {
  const toy = new ToyLake();
  const first = await toy.run();
  const again = await toy.run();
  expect([again.kind, again.run.id, toy.calls("bronze")]).toEqual(["already-done", first.run.id, 1]);
  expect(again.report, "the summary can be shown again").toEqual(first.report);

  const forced = await toy.run({ force: true });
  expect([forced.kind, forced.run.attempt]).toEqual(["completed", 2]);
  const { artifact, evaluation, ...tables } = toy.digests(first.run.id);
  expect([artifact, evaluation], "the champion knows these labels: it only scores").not.toContain(undefined);
  expect(toy.digests(forced.run.id)).toEqual(tables);

  const experiment = await toy.run(toy.request({ experiment: "E1_lifecycle_market", mode: "train" }));
  expect([experiment.kind, experiment.run.attempt]).toEqual(["completed", 3]);
});
