import { renameSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "vitest";
import { FolderSource } from "../../dashboard/lake/folder-source.ts";
import { temporaryFolder } from "../support/folders.ts";
import { serve, visibleText } from "./serve.ts";
import { SmallLake, scoredOf } from "./small-lake.ts";

async function lakeWith(...runs: readonly string[]) {
  const lake = await SmallLake.at(temporaryFolder());
  for (const [index, run] of runs.entries()) await lake.publish(run, scoredOf(100 + index, index));
  return lake;
}

it("says what to run where no run has been published, and is ready", async () => {
  const served = await serve(`${temporaryFolder()}/none`);
  const { status, text } = await served.get("/");
  expect(status).toBe(200);
  expect(visibleText(text)).toContain("No run has been published yet Run npm start");
  expect(await served.get("/readyz")).toMatchObject({ status: 200, text: '{"status":"ready","run":null}' });
});

it("follows the pointer to the next run", async () => {
  const lake = await lakeWith("run-1");
  const served = await serve(lake.root);
  expect(visibleText((await served.get("/")).text)).toContain("Total Customers Scored 100 ");
  await lake.publish("run-2", scoredOf(250, 1));
  const page = visibleText((await served.get("/")).text);
  expect(page).toContain("Total Customers Scored 250 ");
  expect(page).toContain("Run run-2 Model run-2");
  expect(await served.get("/readyz")).toMatchObject({ text: '{"status":"ready","run":"run-2"}' });
});

it("keeps the last good data with a banner while the lake is away, and drops the banner when it is back", async () => {
  const lake = await lakeWith("run-1");
  const served = await serve(lake.root);
  await served.get("/");
  renameSync(lake.root, `${lake.root}-away`);
  const { status, text } = await served.get("/");
  expect(status).toBe(200);
  expect(text).toMatch(/<p class="banner" role="alert">/);
  expect(visibleText(text)).toContain("Total Customers Scored 100 ");
  expect((await served.get("/readyz")).status).toBe(503);
  expect((await served.get("/healthz")).status).toBe(200);
  renameSync(`${lake.root}-away`, lake.root);
  expect((await served.get("/")).text).not.toContain("banner");
  expect((await served.get("/readyz")).status).toBe(200);
});

it("never shows half a run: a pointer to one that lacks a table leaves the old one", async () => {
  const lake = await lakeWith("run-1");
  const served = await serve(lake.root);
  await served.get("/");
  await lake.write("run-2", scoredOf(77, 2));
  lake.remove("scored/run-2/recommendations.parquet");
  await lake.pointAt("run-2");
  const page = visibleText((await served.get("/")).text);
  expect(page).toContain("scored/run-2/recommendations.parquet is missing in the lake.");
  expect(page).toContain("Total Customers Scored 100 ");
  expect(page).toContain("Run run-1 Model run-1");
});

it.each([
  ["a run that was deleted", { run: "gone", model: "gone" }, "scored/gone/"],
  ["a path out of the lake", { run: "../../etc", model: "run-1" }, "names something that is no run"],
  ["a model with HTML in its name", { run: "run-1", model: "<script>alert(1)</script>" }, "is no run"],
])("answers a pointer to %s with a page that says so", async (_name, { run, model }, message) => {
  const lake = await lakeWith("run-1");
  await lake.pointAt(run, model);
  const served = await serve(lake.root);
  const { status, text } = await served.get("/");
  expect(status).toBe(503);
  expect(visibleText(text)).toContain(message);
  expect(text).not.toContain("<script>");
});

it.each([
  ["text that is no JSON", "pointers/current-run.json", "{", "pointer of the lake is not as it should be"],
  ["a champion pointer of another form", "pointers/champion.json", "{}", "is not as it should be"],
  [
    "a damaged table",
    "scored/run-1/scored_customers.parquet",
    "PAR1 no",
    "tables of run run-1 cannot be read",
  ],
  ["another evaluation", "models/run-1/evaluation/evaluation.json", "{}", "is not the evaluation of a model"],
])("answers %s with a page that says so, and its log with the cause", async (_name, key, text, message) => {
  const lake = await lakeWith("run-1");
  await lake.text(key, text);
  const served = await serve(lake.root);
  const answer = await served.get("/");
  expect(answer.status).toBe(503);
  expect(visibleText(answer.text)).toContain(message);
  expect(served.faults[0]?.cause).toBeDefined();
  expect(answer.text).not.toContain("    at ");
});

/** A lake that answers after a while, and counts what it is asked. */
class SlowSource extends FolderSource {
  delayMs = 0;
  readonly asked: string[] = [];

  override async read(key: string) {
    this.asked.push(key);
    await pause(this.delayMs);
    return super.read(key);
  }
}

it("reads a run once for a hundred readers who come at once", async () => {
  const lake = await lakeWith("run-1");
  const source = new SlowSource(lake.root);
  source.delayMs = 50;
  const served = await serve(source, { checkIntervalMs: 60_000 });
  const answers = await Promise.all(Array.from({ length: 100 }, () => served.get("/")));
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  expect(source.asked.filter((key) => key === "pointers/current-run.json")).toHaveLength(1);
  expect(source.asked.filter((key) => key.endsWith("evaluation.json"))).toHaveLength(1);
});

it("does not let readers wait for a slow lake while it has something to show", async () => {
  const lake = await lakeWith("run-1");
  const source = new SlowSource(lake.root);
  const served = await serve(source, { patienceMs: 20 });
  await served.get("/");
  source.delayMs = 1_500;
  const begun = performance.now();
  expect((await served.get("/")).status).toBe(200);
  expect(performance.now() - begun).toBeLessThan(1_000);
});

it("shows wholly the old run or wholly the new one while runs are published under load", async () => {
  const lake = await lakeWith("run-0");
  const sizes = new Map([["run-0", 100]]);
  const served = await serve(lake.root, { checkIntervalMs: 1, patienceMs: 5 });
  let publishing = true;
  const publish = async () => {
    for (let next = 1; next <= 5; next += 1) {
      sizes.set(`run-${next}`, 200 + next);
      await lake.publish(`run-${next}`, scoredOf(200 + next, next));
    }
    publishing = false;
  };
  const mixed: string[] = [];
  const read = async () => {
    while (publishing) {
      const page = visibleText((await served.get("/")).text);
      const [, run = ""] = /Run (run-\d)/.exec(page) ?? [];
      if (!page.includes(`Total Customers Scored ${sizes.get(run)} `)) mixed.push(page);
    }
  };
  await Promise.all([publish(), read(), read(), read()]);
  expect(mixed).toEqual([]);
});
