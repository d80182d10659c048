import { expect, it } from "vitest";
import type { Books } from "../../../dashboard/lake/books.ts";
import { withSentences } from "../../../dashboard/lake/open-books.ts";
import type { Source } from "../../../dashboard/lake/source.ts";
import { runStates } from "../../../runtime/manifest/manifest.ts";
import { temporaryFolder } from "../../support/folders.ts";
import { failed } from "../../support/manifests.ts";
import { serve, visibleText } from "../serve.ts";
import { SmallLake, scoredOf } from "../small-lake.ts";
import { LEASE_MS, make, runsIn } from "./made-up-runs.ts";

const completed = { state: "completed" } as const;

async function shown(folder: string | Source, books: Books | undefined, path = "/pipeline") {
  const served = await serve(folder, books === undefined ? {} : { books });
  const { status, text } = await served.get(path);
  return { status, text, seen: visibleText(text) };
}

/** The figure of a card. */
function card(seen: string, title: string): string | undefined {
  return new RegExp(`${title} (\\S+) `).exec(seen)?.[1];
}

it("says that there are no runs, and how to start one, in an empty lake", async () => {
  const folder = temporaryFolder();
  const { status, seen } = await shown(folder, runsIn(folder).manifest);
  expect(status).toBe(200);
  expect(seen).toContain("No pipeline runs have been recorded yet.");
  expect(seen).toContain("Run npm start");
  expect(seen).toContain("No run is at work.");
  expect(card(seen, "Total Runs")).toBe("0");
});

it("counts runs by state and lists them, the newest first, with the cause of a failure", async () => {
  const folder = temporaryFolder();
  const runs = runsIn(folder);
  await make(runs, "a", { ending: completed, tasks: [["Bronze", 65, { readings: 3 }]] });
  await make(runs, "b", { ending: failed });
  await make(runs, "c", {
    ending: { state: "rejected", error: "Rejected", cause: "PR-AUC is 0.3, below the 0.7 asked for." },
  });
  await make(runs, "d", {});
  runs.clock.now += LEASE_MS + 1;
  await make(runs, "e", { ending: completed });
  const { seen, text } = await shown(folder, runs.manifest);
  expect(
    Object.fromEntries(
      ["Total Runs", "Completed", "In Progress", "Failed", "Rejected", "Superseded"].map((title) => [
        title,
        card(seen, title),
      ]),
    ),
  ).toEqual({
    "Total Runs": "5",
    Completed: "2",
    "In Progress": "0",
    Failed: "1",
    Rejected: "1",
    Superseded: "1",
  });
  const rows = [...text.matchAll(/href="\/pipeline\/(\w-1)"/g)].map(([, run]) => run);
  expect(rows).toEqual(["e-1", "d-1", "c-1", "b-1", "a-1"]);
  expect(seen).toContain("a-1 a Completed 5 Jan 2025, 11:00 UTC 1 min 5 s train or score E5_full");
  expect(seen).toContain("A column is missing.");
  expect(text).not.toContain("data-renew");
});

it("shows the runs of one state, and says so when there is none", async () => {
  const folder = temporaryFolder();
  const runs = runsIn(folder);
  await make(runs, "a", { ending: completed });
  await make(runs, "b", { ending: failed });
  const served = await serve(folder, { books: runs.manifest });
  for (const state of runStates) {
    const { text } = await served.get(`/pipeline?state=${state}`);
    const rows = [...text.matchAll(/href="\/pipeline\/(\w-1)"/g)].map(([, run]) => run);
    expect(rows).toEqual({ completed: ["a-1"], failed: ["b-1"] }[String(state)] ?? []);
    expect(text).toContain(`<option value="${state}" selected>`);
    if (rows.length === 0) expect(visibleText(text)).toContain("No run is in this state.");
  }
  expect((await served.get("/pipeline?state=nonsense")).status).toBe(400);
  expect((await served.get("/pipeline?after=<script>")).status).toBe(400);
});

it("leads from page to page through a long history, and back to the newest", async () => {
  const folder = temporaryFolder();
  const runs = runsIn(folder);
  for (let index = 100; index < 220; index += 1) {
    await make(runs, `d${index}`, { ending: completed });
    runs.clock.now += 1000;
  }
  const served = await serve(folder, { books: runs.manifest });
  const seen: string[] = [];
  let next: string | undefined = "/pipeline?state=completed";
  for (let pages = 0; next !== undefined; pages += 1) {
    expect(pages).toBeLessThan(4);
    const { text } = await served.get(next);
    const table = /<tbody>(.*?)<\/tbody>/s.exec(text)?.[1] ?? "";
    seen.push(...[...table.matchAll(/href="\/pipeline\/(d\d+-1)"/g)].map(([, run]) => String(run)));
    if (pages > 0) expect(text).toContain('<a href="/pipeline?state=completed">Newest</a>');
    next = /<a rel="next" href="([^"]+)">Older/.exec(text)?.[1]?.replaceAll("&amp;", "&");
  }
  expect(seen).toEqual(Array.from({ length: 120 }, (_, index) => `d${219 - index}-1`));
});

it("renews itself while a run is at work, and says aloud what it does", async () => {
  const folder = temporaryFolder();
  const runs = runsIn(folder);
  await make(runs, "a", {
    tasks: [
      ["ResolveDelivery", 1, {}],
      ["Bronze", 20, { readings: 3 }],
      ["Silver", 2, {}],
    ],
  });
  runs.clock.now += 60_000;
  const { text, seen } = await shown(folder, runs.manifest);
  expect(text).toMatch(
    /<div id="history" data-renew="5">\s*<p class="note" role="status">Run a-1 is at work/,
  );
  expect(seen).toContain("Run a-1 is at work. Done last: Silver; 2 of 7 steps are done.");
  expect(seen).toContain("In progress");
  expect(card(seen, "In Progress")).toBe("1");
  runs.clock.now += LEASE_MS + 1;
  const later = await shown(folder, runs.manifest);
  expect(later.text).not.toContain("data-renew");
  expect(later.seen).toContain("Interrupted");
  expect(later.seen).toContain("1 interrupted");
  expect(later.seen).toContain("No run is at work.");
});

it("marks the run that readers see, and draws the durations of the last completed ones", async () => {
  const folder = temporaryFolder();
  const lake = await SmallLake.at(folder);
  await lake.publish("b-1", scoredOf(20, 1));
  const runs = runsIn(folder);
  for (const delivery of ["a", "b"]) {
    await make(runs, delivery, { ending: completed });
    await lake.text(`monitoring/${delivery}-1/run_report.json`, JSON.stringify(reportOf(`${delivery}-1`)));
  }
  await make(runs, "c", { ending: completed });
  await lake.text("monitoring/c-1/run_report.json", "{ no report");
  const { text, seen } = await shown(folder, runs.manifest);
  expect(text).toContain('href="/pipeline/b-1">b-1</a><br><small>b · shown to readers</small>');
  expect(text).toContain("durations in the last 2 completed runs; the newest took 1 min 20 s");
  expect(seen).toContain("b-1 20.0 s 1 min 0 s 1 min 20 s");
  expect(text.match(/<rect class="high" x=/g)).toHaveLength(2);
});

it("keeps what the books said last while they cannot be read, and says so", async () => {
  const folder = temporaryFolder();
  const runs = runsIn(folder);
  await make(runs, "a", { ending: completed });
  let broken = false;
  const whenWhole = <T>(answer: () => Promise<T>): Promise<T> =>
    broken ? Promise.reject(new Error("secret-host refused")) : answer();
  const books = withSentences(
    {
      runs: (page) => whenWhole(() => runs.manifest.runs(page)),
      run: (id) => whenWhole(() => runs.manifest.run(id)),
      tasks: (id) => whenWhole(() => runs.manifest.tasks(id)),
      counts: () => whenWhole(() => runs.manifest.counts()),
      holder: () => whenWhole(() => runs.manifest.holder()),
    },
    "The books cannot be read.",
  );
  const served = await serve(folder, { books });
  for (const path of ["/pipeline", "/pipeline/a-1"]) expect((await served.get(path)).status).toBe(200);
  broken = true;
  for (const path of ["/pipeline", "/pipeline/a-1"]) {
    const { status, text } = await served.get(path);
    expect(status).toBe(200);
    expect(text).toContain('<p class="banner" role="alert">');
    expect(visibleText(text)).toContain("The books cannot be read. What you see is what they said last.");
    expect(visibleText(text)).toContain("Completed");
    expect(text).not.toContain("secret-host");
  }
  for (const path of ["/pipeline?state=failed", "/pipeline/other-1"]) {
    const { status, text } = await served.get(path);
    expect(status).toBe(503);
    expect(visibleText(text)).toContain("The pipeline's books cannot be read The books cannot be read.");
  }
  broken = false;
  expect((await served.get("/pipeline")).text).not.toContain("banner");
});

it("says what to set where nobody has said where the books are, and shows the current run's own report", async () => {
  const folder = temporaryFolder();
  const lake = await SmallLake.at(folder);
  await lake.publish("b-1", scoredOf(20, 1));
  await lake.text("monitoring/b-1/run_report.json", JSON.stringify(reportOf("b-1")));
  const list = await shown(folder, undefined);
  expect(list.status).toBe(200);
  expect(list.seen).toContain("Set MANIFEST_TABLE to the name of the stack's table");
  expect(list.seen).toContain("Bronze");
  expect(list.seen).toContain("5 readings");
  const run = await shown(folder, undefined, "/pipeline/b-1");
  expect(run.seen).toContain("Set MANIFEST_TABLE");
  expect(run.seen).toContain("Gate says why.");
  expect((await shown(folder, undefined, "/pipeline/other-1")).seen).not.toContain("5 readings");
});

it("speaks Spanish", async () => {
  const folder = temporaryFolder();
  const runs = runsIn(folder);
  await make(runs, "a", { tasks: [["Bronze", 20, { readings: 3 }]] });
  const served = await serve(folder, { books: runs.manifest });
  const { text } = await served.get("/pipeline", { headers: { "Accept-Language": "es" } });
  expect(visibleText(text)).toContain("Lo último hecho: Bronce; van 1 de 7 pasos.");
});

function reportOf(run: string) {
  const step = (name: string, seconds: number, facts: object) => ({
    step: name,
    seconds,
    cpu_seconds: seconds,
    peak_memory_mb: 300,
    facts,
  });
  return {
    run_id: run,
    delivery_id: run.slice(0, -2),
    mode: "train",
    as_of: "2024-12-31",
    experiment: "E5_full",
    started_at: "2025-01-05T11:00:00.000Z",
    ended_at: "2025-01-05T11:01:20.000Z",
    champion: run,
    candidate: { version: run, promoted: true, reasons: ["Gate says why."] },
    step_seconds: 80,
    steps: [step("bronze", 20, { readings: 5 }), step("train", 60, { training_rows: 4 })],
    from_a_newer_version: true,
  };
}
