import { describe, expect, it, onTestFinished } from "vitest";
import type { RunRecord } from "../../../runtime/manifest/manifest.ts";
import { temporaryFolder } from "../../support/folders.ts";
import { findings, leaderboard, trained, trainedLake } from "../model/trained-lake.ts";
import { make, runsIn } from "../pipeline/made-up-runs.ts";
import { serve, visibleText } from "../serve.ts";
import { modelFigures } from "../small-lake.ts";
import { operationAt, run, servedApi } from "./served-api.ts";

const { served, answer } = await servedApi();

describe("the model, drift and runs", () => {
  it("/model gives the evaluation, as the page shows it", async () => {
    const body = await answer("/model");
    expect(body).toMatchObject({ ...run, evaluation: { ...modelFigures, intervals: { confidence: 0.95 } } });
    expect(visibleText((await served.get("/model")).text)).toContain("0.7512");
  });

  it("/model gives nothing of what trainings of before did not find out", async () => {
    expect(await answer("/model")).toMatchObject({
      leaderboard: null,
      findings: null,
      evaluation: { coverage: null },
    });
  });

  it("/model gives the leaderboard, the findings and all that the evaluation tells", async () => {
    const folder = temporaryFolder();
    await trainedLake(folder);
    const { get } = await serve(folder);
    const { status, text } = await get("/api/v1/model");
    expect(status).toBe(200);
    const body: unknown = JSON.parse(text);
    expect(operationAt("/model").response.parse(body)).toEqual(body);
    const { curves, operatingPoints, coverage, originalProcedure, warnings } = trained;
    expect(body).toMatchObject({
      run: "run-1",
      evaluation: { curves, operatingPoints, coverage, originalProcedure, warnings },
      leaderboard: {
        held: true,
        rows: leaderboard.rows,
        entries: leaderboard.entries,
        comparisons: leaderboard.comparisons,
        selection: leaderboard.selection,
      },
      findings: { calibration: findings.calibration, leakage: findings.leakage, ablation: findings.ablation },
    });
  });

  it("/drift gives nothing where the run has no report", async () => {
    expect(await answer("/drift")).toEqual({ ...run, drift: null });
  });

  it("/runs gives nothing where nobody has said where the books are", async () => {
    expect(await answer("/runs")).toEqual({ items: null, next: null });
  });
});

const failed = { state: "failed", error: "InputError", cause: "made to fail" } as const;

describe("/runs", () => {
  /** Five runs, one after the other, of which the third failed. */
  async function servedWithRuns() {
    const runs = runsIn(temporaryFolder());
    const made: RunRecord[] = [];
    for (let place = 0; place < 5; place += 1) {
      const ending = place === 2 ? failed : ({ state: "completed" } as const);
      made.push(await make(runs, `d${place}`, { ending }));
      runs.clock.now += 60_000;
    }
    return { made, ...(await servedApi({ books: runs.manifest, atEnd: onTestFinished })) };
  }

  it("gives the runs of the pipeline, the newest first, a page at a time", async () => {
    const { made, answer: ask } = await servedWithRuns();
    const ids = (runs: readonly RunRecord[]) => runs.toReversed().map(({ id }) => ({ id }));
    const first = await ask("/runs", "/runs?limit=3");
    expect(first).toMatchObject({ items: ids(made.slice(2)), next: expect.any(String) });
    const after = encodeURIComponent(String(first["next"]));
    expect(await ask("/runs", `/runs?limit=3&after=${after}`)).toMatchObject({
      items: ids(made.slice(0, 2)),
      next: null,
    });
  });

  it("gives those of one state, with their cause", async () => {
    const { made, answer: ask } = await servedWithRuns();
    const { id, startedAt } = made[2] ?? {};
    expect(await ask("/runs", "/runs?state=failed")).toEqual({
      items: [
        {
          id,
          delivery: "d2",
          attempt: 1,
          state: "failed",
          mode: "auto",
          experiment: "E5_full",
          started_at: startedAt,
          ended_at: expect.any(String),
          cause: "made to fail",
        },
      ],
      next: null,
    });
  });
});
