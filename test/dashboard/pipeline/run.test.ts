import { expect, it } from "vitest";
import { neverRetried } from "../../../configs/state-machine.ts";
import { FolderSource } from "../../../dashboard/lake/folder-source.ts";
import type { Source } from "../../../dashboard/lake/source.ts";
import { temporaryFolder } from "../../support/folders.ts";
import { serve, visibleText } from "../serve.ts";
import { LEASE_MS, type MadeUpRun, type MadeUpRuns, make, runsIn } from "./made-up-runs.ts";

const tasks: NonNullable<MadeUpRun["tasks"]> = [
  ["ResolveDelivery", 1, { mode: "score", champion: { exists: true, version: "z-1" } }],
  [
    "Bronze",
    61,
    {
      as_of: "2024-11-30",
      readings: 1234567,
      notes: "<b>x</b>",
      quarantined_share: 0.00012345,
      odd: true,
      gone: null,
    },
  ],
  ["Silver", 2.5, { customer_months: 24000 }],
];

async function shownRun(runs: MadeUpRuns, folder: string | Source, id: string, language = "en") {
  const served = await serve(folder, { books: runs.manifest });
  const { status, text } = await served.get(`/pipeline/${id}`, { headers: { "Accept-Language": language } });
  return { status, text, seen: visibleText(text) };
}

it("shows what a run has done, how long it took, and how much it had to do", async () => {
  const folder = temporaryFolder();
  const runs = runsIn(folder);
  await make(runs, "a", { ending: { state: "completed" }, tasks });
  const { status, seen, text } = await shownRun(runs, folder, "a-1");
  expect(status).toBe(200);
  expect(seen).toContain("Run a-1");
  expect(seen).toContain("Completed");
  expect(seen).toContain("1 min 5 s");
  expect(seen).toContain("As of 30 Nov 2024");
  expect(seen).toContain("Bronze 1.0 s 1 min 1 s 1 min 32 s 321 MB 1,234,567 readings");
  expect(seen).toContain("Silver 1 min 2 s 2.5 s 3.8 s 321 MB 24,000 customer months");
  expect(seen).toContain("quarantined_share 0.0001235");
  expect(seen).toContain("odd yes");
  expect(seen).toContain("gone nothing");
  expect(text).toContain("&lt;b&gt;x&lt;/b&gt;");
  expect(text).toContain("3 tasks in 1 min 5 s");
  expect(text).not.toContain("data-renew");
  expect(seen).not.toContain("What to do");
});

it("draws bars whose places are the tasks' times", async () => {
  const folder = temporaryFolder();
  const runs = runsIn(folder);
  await make(runs, "a", {
    ending: { state: "completed" },
    tasks: [
      ["Bronze", 40, {}],
      ["Silver", 60, {}],
    ],
  });
  const { text } = await shownRun(runs, folder, "a-1");
  expect(text).toMatch(/<rect class="high" x="0.00%" [^>]*width="40.00%"/);
  expect(text).toMatch(/<rect class="neutral" x="40.00%" [^>]*width="60.00%"/);
});

it("says who holds a run that is at work, and what it does", async () => {
  const folder = temporaryFolder();
  const runs = runsIn(folder);
  await make(runs, "a", { tasks });
  const { text, seen } = await shownRun(runs, folder, "a-1");
  expect(text).toContain('<div id="run" data-renew="5">');
  expect(text).toContain('role="status"');
  expect(seen).toContain("Done last: Silver; 2 of 5 steps are done.");
  expect(seen).toContain("Held by: process 1 on elsewhere");
  expect(seen).toContain("at work");
});

it("tells of an interrupted run that it will be taken up, and with which command", async () => {
  const folder = temporaryFolder();
  const runs = runsIn(folder);
  await make(runs, "a", { tasks });
  runs.clock.now += LEASE_MS + 1;
  const { text, seen } = await shownRun(runs, folder, "a-1");
  expect(seen).toContain("Interrupted");
  expect(seen).toContain("Nobody works on this run any more");
  expect(seen).toContain(`spanishgas run --lake ${folder}`);
  expect(text).not.toContain("data-renew");
});

it("gives the cause of a failure in the user's words, and what to do by its class", async () => {
  const folder = temporaryFolder();
  const runs = runsIn(folder);
  const cause = "churn_label.csv: line 3, column churn: <7> is neither 0 nor 1; correct it.";
  await make(runs, "a", { ending: { state: "failed", error: "InputError", cause }, tasks });
  const { seen } = await shownRun(runs, folder, "a-1");
  expect(seen).toContain(`Cause ${cause}`);
  expect(seen).toContain("Class of the error: InputError");
  expect(seen).toContain("Correct the file that the cause names");
  expect(seen).toContain("Nothing was published");
  const bucket = Object.assign(new FolderSource(folder), {
    kind: "bucket",
    location: "s3://lake",
  }) satisfies Source;
  const inBucket = await shownRun(runs, bucket, "a-1");
  expect(inBucket.seen).toContain("Upload the corrected file below s3://lake/raw/");
});

it.each([...neverRetried, "StepFault", "StepLost", "States.Timeout", "CapacityError", "SomethingNew"])(
  "has advice in both languages for %s",
  async (error) => {
    const folder = temporaryFolder();
    const runs = runsIn(folder);
    await make(runs, "a", { ending: { state: "failed", error, cause: "It broke." } });
    const [english, spanish] = [
      await shownRun(runs, folder, "a-1"),
      await shownRun(runs, folder, "a-1", "es"),
    ];
    const advice = (seen: string, heading: string) =>
      new RegExp(`${heading} (.*?)\\. `).exec(seen)?.[1] ?? "";
    expect(advice(english.seen, "What to do").length).toBeGreaterThan(20);
    expect(advice(spanish.seen, "Qué hacer").length).toBeGreaterThan(20);
    expect(advice(spanish.seen, "Qué hacer")).not.toBe(advice(english.seen, "What to do"));
    const isNew = error === "SomethingNew";
    expect(english.seen.includes("Read the cause and the log of the last task")).toBe(isNew);
    expect(english.seen.includes("spanishgas run --lake")).toBe(error !== "ContractError");
  },
);

it("tells of a rejected run how the gate can be overruled, and of a superseded one that nothing is to be done", async () => {
  const folder = temporaryFolder();
  const runs = runsIn(folder);
  await make(runs, "a", { ending: { state: "rejected", error: "Rejected", cause: "Too weak." } });
  await make(runs, "b", {});
  runs.clock.now += LEASE_MS + 1;
  await make(runs, "c", { ending: { state: "completed" } });
  const rejected = await shownRun(runs, folder, "a-1");
  expect(rejected.seen).toContain("Too weak.");
  expect(rejected.seen).toContain('spanishgas approve a-1 --reason "…"');
  const superseded = await shownRun(runs, folder, "b-1");
  expect(superseded.seen).toContain("Superseded");
  expect(superseded.seen).toContain("another run took the place of this one");
});

it("shows the alerts of this run alone, and says when they cannot be read", async () => {
  const folder = temporaryFolder();
  const runs = runsIn(folder);
  await make(runs, "a", { ending: { state: "completed" } });
  const alert = (message: string) =>
    JSON.stringify({
      kind: "data-quarantined",
      message,
      at: "2025-01-05T11:00:00.000Z",
      published_at: null,
      text: "not shown",
    });
  const { SmallLake } = await import("../small-lake.ts");
  const lake = await SmallLake.at(folder);
  await lake.text("monitoring/alerts/a-1-data-quarantined.json", alert("252 rows were <set> aside."));
  await lake.text("monitoring/alerts/a-10-data-quarantined.json", alert("of another run"));
  await lake.text("monitoring/alerts/a-1-broken.json", "{");
  const { seen } = await shownRun(runs, folder, "a-1");
  expect(seen).toContain("Rows set aside 5 Jan 2025, 11:00 UTC, nobody was told 252 rows were <set> aside.");
  expect(seen).not.toContain("of another run");
  expect(seen).not.toContain("not shown");
});

it("knows no run that the books do not know, whatever it is called", async () => {
  const folder = temporaryFolder();
  const runs = runsIn(folder);
  await make(runs, "a", { ending: { state: "completed" } });
  const served = await serve(folder, { books: runs.manifest });
  for (const name of ["a-2", "nonsense", "..%2F..%2Fpointers", "a-1%27", "x".repeat(99)])
    expect((await served.get(`/pipeline/${name}`)).status).toBe(404);
});
