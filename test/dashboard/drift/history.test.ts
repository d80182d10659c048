import { beforeAll, expect, it } from "vitest";
import { deliveryId, runId } from "../../../configs/names.ts";
import { driftHistory } from "../../../dashboard/data/drift-history.ts";
import type { Books } from "../../../dashboard/lake/books.ts";
import { FolderSource } from "../../../dashboard/lake/folder-source.ts";
import { SourceFault } from "../../../dashboard/lake/source.ts";
import { jsonText } from "../../../runtime/json.ts";
import type { RunRecord, RunsPage } from "../../../runtime/manifest/manifest.ts";
import { sharedFolder, temporaryFolder } from "../../support/folders.ts";
import { serve, visibleText } from "../serve.ts";
import { SmallLake } from "../small-lake.ts";
import { advised, driftedLake, RUN, report } from "./drifted-lake.ts";

/** A source that counts what is read. */
class CountingSource extends FolderSource {
  readonly asked: string[] = [];

  override read(key: string) {
    this.asked.push(key);
    return super.read(key);
  }
}

const record = (index: number): RunRecord => ({
  id: runId(`run-${index}`),
  delivery: deliveryId("d1"),
  attempt: index,
  state: "completed",
  request: { mode: "auto", asOf: null, experiment: "E5_full", seed: 42 },
  code: "c",
  startedAt: new Date(Date.UTC(2025, 0, index, 9, 30)).toISOString(),
  endedAt: null,
  cause: null,
  error: null,
});

/** Books that know so many completed runs, the newest first. */
function booksOf(runs: number, pages: (RunsPage | undefined)[] = []): Books {
  const items = Array.from({ length: runs }, (_, index) => record(runs - index));
  return {
    runs: async (page) => {
      pages.push(page);
      return { items: items.slice(0, page?.limit) };
    },
    run: async () => undefined,
    tasks: async () => [],
    counts: async () => ({ started: 0, completed: runs, failed: 0, rejected: 0, superseded: 0 }),
    holder: async () => undefined,
  };
}

/** Drift of a run: as many features as its number, and a score that moved by hundredths. */
const drifted = (index: number, more: object = {}) =>
  jsonText({
    ...report,
    ...more,
    verdict: index === 0 ? "none" : "watch",
    features_drifted: index,
    prediction: { ...report.prediction, psi: index / 100 },
  });

async function lakeOf(runs: readonly number[]) {
  const lake = await SmallLake.at(temporaryFolder());
  for (const index of runs) await lake.text(`monitoring/run-${index}/drift.json`, drifted(index));
  return lake;
}

it("tells the completed runs of the books, the oldest first, and leaves out those that looked for no drift", async () => {
  const lake = await lakeOf([1, 3]);
  const pages: (RunsPage | undefined)[] = [];
  const history = await driftHistory({ source: new FolderSource(lake.root), books: booksOf(3, pages) });
  expect(pages).toEqual([{ state: "completed", limit: 20 }]);
  expect(history.map(({ run, startedAt, drifted, scorePsi }) => [run, startedAt, drifted, scorePsi])).toEqual(
    [
      ["run-1", "2025-01-01T09:30:00.000Z", 1, 0.01],
      ["run-3", "2025-01-03T09:30:00.000Z", 3, 0.03],
    ],
  );
});

it("tells what was advised, of runs of before too, which gave no advice, and the index that was judged", async () => {
  const lake = await lakeOf([1]);
  await lake.text(
    "monitoring/run-2/drift.json",
    jsonText({ ...advised, prediction: { ...report.prediction, psi: 0.9, effect_psi: 0.02 } }),
  );
  const history = await driftHistory({ source: new FolderSource(lake.root), books: booksOf(2) });
  expect(history.map(({ run, advice, scorePsi }) => [run, advice, scorePsi])).toEqual([
    ["run-1", undefined, 0.01],
    ["run-2", "retrain", 0.02],
  ]);
});

it("reads each finished run once", async () => {
  const lake = await lakeOf([1, 2]);
  const source = new CountingSource(lake.root);
  for (let time = 0; time < 3; time += 1) await driftHistory({ source, books: booksOf(2) });
  expect(source.asked.toSorted()).toEqual(["monitoring/run-1/drift.json", "monitoring/run-2/drift.json"]);
});

it("looks into the lake where there are no books, and lets be what is no run's", async () => {
  const lake = await lakeOf([1, 2]);
  await lake.text("monitoring/alerts/something.json", "{}");
  await lake.text("monitoring/run-9/drift.json", "{ broken");
  for (const books of [undefined, booksOf(0)]) {
    const history = await driftHistory({ source: new FolderSource(lake.root), books });
    expect(history.map(({ run, startedAt }) => [run, startedAt])).toEqual([
      ["run-1", undefined],
      ["run-2", undefined],
    ]);
  }
});

const folder = sharedFolder();
beforeAll(async () => {
  const lake = await driftedLake(folder);
  await lake.text(
    "monitoring/run-2/drift.json",
    drifted(2, { advice: { ...advised.advice, verdict: "ignore" } }),
  );
  await lake.text("monitoring/run-3/drift.json", drifted(3, advised));
});

it("draws the runs and tells them in a table, the newest first", async () => {
  const { get } = await serve(folder, { books: booksOf(3) });
  const { text } = await get("/drift");
  const page = visibleText(text);
  expect(page).toContain(
    "run-3 3 Jan 2025, 09:30 UTC 31 Dec 2024 Watch Retrain 3 / 4 run-2 2 Jan 2025, 09:30 UTC 31 Dec 2024 Watch Ignore 2 / 4 " +
      `${RUN} 1 Jan 2025, 09:30 UTC 31 Dec 2024 Critical — 2 / 4`,
  );
  expect(page).toContain("Watch Retrain 0.0300 run-2");
  const drawing = /aria-labelledby="history-drifted-chart-title".*?<\/figure>/s.exec(text)?.[0] ?? "";
  // Counts: 0, 1, 2 and 3, and nothing between.
  expect([...drawing.matchAll(/class="tick side"[^>]*>([^<]*)</g)].map(([, tick]) => tick)).toEqual([
    "0",
    "1",
    "2",
    "3",
  ]);
  const dots = [...drawing.matchAll(/<circle class="dot one" cx="([\d.]+)%"/g)].map(([, x]) => Number(x));
  // The axis begins at a tenth of the width, where its figures end.
  expect(dots).toEqual([10, 55, 100]);
});

it("draws one run alone in the middle", async () => {
  const { get } = await serve(folder, { books: booksOf(1) });
  const { text } = await get("/drift");
  const drawing = /aria-labelledby="history-psi-chart-title".*?<\/figure>/s.exec(text)?.[0] ?? "";
  const left = Number(/class="grid" x1="([\d.]+)%"/.exec(drawing)?.[1]);
  const dots = [...drawing.matchAll(/<circle class="dot one" cx="([\d.]+)%"/g)].map(([, x]) => Number(x));
  expect(dots).toEqual([(left + 100) / 2]);
});

it("shows the rest while the books cannot be read", async () => {
  const failing: Books = {
    ...booksOf(1),
    runs: () => Promise.reject(new SourceFault("The books cannot be read.")),
  };
  const { get } = await serve(folder, { books: failing });
  const { status, text } = await get("/drift");
  expect(status).toBe(200);
  const page = visibleText(text);
  expect(page).toContain("The runs of before cannot be read at this moment.");
  expect(page).toContain("Drift Detected Yes");
});
