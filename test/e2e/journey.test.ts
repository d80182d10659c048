import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { Engine, literal } from "../../runtime/table/engine.ts";
import { filesBelow } from "../support/digests.ts";
import { sharedFolder } from "../support/folders.ts";
import { jsonAt, outcomeOf, resultsOf, spanishgas, start, written } from "../support/journey.ts";
import { addLateLabels, copyDelivery, correctPrice, makeDelivery } from "../support/journey-delivery.ts";

/**
 * One lake's life through the real command, in order: each test goes on from the one before. What it cannot show is
 * the size of the original; the benchmarks do.
 */

// Whole runs take a while on a machine that is busy with other tests.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const CUSTOMERS = 400;
const folder = sharedFolder("spanishgas-journey-");
const at = (name: string) => join(folder, name);
const raw = at("raw");
const lake = at("lake");
const run = (...args: readonly string[]) => spanishgas("run", "--lake", lake, ...args);
const champion = () => jsonAt(lake, "pointers/champion.json");
const currentRun = () => jsonAt(lake, "pointers/current-run.json");

let firstRun = "";
let secondModel = "";

beforeAll(() => makeDelivery(raw, { customers: CUSTOMERS, seed: 7 }));
async function ask(sql: string) {
  mkdirSync(at("scratch"), { recursive: true });
  using engine = await Engine.open({ threads: 1, memoryLimitMb: 200, scratch: at("scratch") });
  return await engine.row(sql);
}

describe("a first delivery", () => {
  test("is trained on, promoted, scored and summed up", async () => {
    const { code, stdout, stderr } = await run("--raw", raw);
    expect(stderr).toMatch(
      /✓ Bronze[\s\S]*✓ Silver[\s\S]*✓ Gold[\s\S]*✓ Train[\s\S]*✓ Evaluate[\s\S]*✓ Score[\s\S]*✓ Drift/,
    );
    expect(code).toBe(0);

    const [id = "", ...others] = readdirSync(join(lake, "scored"));
    firstRun = id;
    expect(others).toEqual([]);
    expect(champion()).toMatchObject({ version: firstRun, previous: [] });
    expect(currentRun()).toMatchObject({ run: firstRun, model: firstRun });

    // The summary against what lies in the lake, by another way: SQL on the published tables.
    const scored = literal(join(lake, "scored", firstRun, "scored_customers.parquet"));
    const truth = await ask(`SELECT count(*)::INTEGER AS customers,
      count(*) FILTER (churn_proba > 0.8)::INTEGER AS critical,
      sum(expected_monthly_loss)::DOUBLE AS loss FROM ${scored}`);
    const labels = readFileSync(join(raw, "churn_label.csv"), "utf8").trimEnd().split("\n").slice(1);
    const churned = labels.filter((line) => line.endsWith(",1")).length;
    const rate = ((churned / labels.length) * 100).toFixed(1);
    expect(truth["customers"]).toBe(CUSTOMERS);
    expect(stdout).toMatch(/^ {2}Customers +400$/m);
    expect(stdout).toContain(`Churn rate              ${rate} % of ${labels.length} with a label\n`);
    expect(stdout).toMatch(new RegExp(`^  Model +${firstRun}  \\(new champion, E5_full\\)$`, "m"));
    for (const metric of ["PR-AUC", "ROC-AUC", "Precision", "Recall"])
      expect(stdout).toMatch(
        new RegExp(`^  ${metric} +[01]\\.\\d{3}  \\([01]\\.\\d{3} to [01]\\.\\d{3}\\)$`, "m"),
      );
    expect(stdout).toMatch(/^ {2}Threshold +0\.\d{3}$/m);
    expect(stdout).toMatch(new RegExp(`Critical \\(>80%\\) +${truth["critical"]} +\\d+\\.\\d %$`, "m"));
    for (const tier of ["High (60-80%)", "Medium (40-60%)", "Low (<40%)"]) expect(stdout).toContain(tier);
    expect(stdout).toContain(`Expected monthly loss   ${Math.round(Number(truth["loss"]))} EUR\n`);
    expect(stdout).toMatch(/^ {2}Drift +(none|watch|critical)$/m);
    expect(stdout).toMatch(/^ {2}Advice +(ignore|watch|retrain)$/m);
    for (const step of ["bronze", "silver", "gold", "train", "evaluate", "score", "drift", "together"])
      expect(stdout).toMatch(new RegExp(`^  ${step} +\\d+\\.\\d s +\\d+\\.\\d s +\\d+ MB$`, "m"));
    const [, places = ""] = stdout.split("Where to look next\n");
    const paths = places
      .trimEnd()
      .split("\n")
      .map((line) => line.trim().split("  ")[0] ?? "");
    expect(paths).toHaveLength(6);
    expect(paths.pop()).toBe(`LAKE=${lake} npm run dashboard`);
    for (const path of paths) expect(existsSync(path), path).toBe(true);
  });

  test("is not done twice", async () => {
    const before = resultsOf(lake, firstRun);
    const { code, stdout, seconds } = await run("--raw", raw);
    expect(code).toBe(0);
    expect(stdout).toContain(
      `is done already, by run ${firstRun}.\nNothing was done; --force runs it again.\n`,
    );
    expect(stdout).toMatch(/^ {2}PR-AUC /m);
    expect(seconds).toBeLessThan(10);
    expect(outcomeOf(await run("--raw", raw, "--json"))).toMatchObject({
      outcome: "already_done",
      run_id: firstRun,
      state: "completed",
      report: { mode: "train", champion: firstRun },
    });
    expect(resultsOf(lake, firstRun)).toEqual(before);
    expect(readdirSync(join(lake, "scored"))).toEqual([firstRun]);
  });
});

describe("later deliveries", () => {
  test("a corrected price is scored with the same champion", async () => {
    correctPrice(copyDelivery(raw, at("raw-price")));
    const before = champion();
    const outcome = outcomeOf(await run("--raw", at("raw-price"), "--json"));
    expect(outcome).toMatchObject({
      outcome: "completed",
      report: { mode: "score", champion: firstRun, candidate: null, model: { version: firstRun } },
    });
    expect(outcome.report?.steps.map(({ step }) => step)).toEqual([
      "bronze",
      "silver",
      "gold",
      "score",
      "drift",
    ]);
    expect(champion()).toEqual(before);
    expect(currentRun()).toMatchObject({ run: outcome.run_id, model: firstRun });
    // The run of before stays readable.
    expect(existsSync(join(lake, "scored", firstRun, "scored_customers.parquet"))).toBe(true);
  });

  test("new labels are trained on, and the better model takes over", async () => {
    addLateLabels(copyDelivery(at("raw-price"), at("raw-labels")));
    const outcome = outcomeOf(await run("--raw", at("raw-labels"), "--json"));
    secondModel = outcome.run_id;
    expect(outcome).toMatchObject({
      outcome: "completed",
      report: { mode: "train", champion: secondModel, candidate: { version: secondModel, promoted: true } },
    });
    expect(champion()).toMatchObject({ version: secondModel, previous: [firstRun] });
    expect(jsonAt(lake, `models/${secondModel}/evaluation/evaluation.json`)).toMatchObject({
      comparison: { champion: { experiment: "E5_full" } },
    });
  });

  test("a model that the gate refuses changes nothing: the champion scores", async () => {
    const before = { champion: champion(), scores: resultsOf(lake, secondModel) };
    const refused = await run(
      ...["--raw", at("raw-labels"), "--experiment", "E0_baseline", "--mode", "train", "--force"],
    );
    expect(refused.code).toBe(0);
    expect(refused.stdout).toMatch(new RegExp(`^  Model +${secondModel}  \\(champion, E5_full\\)$`, "m"));
    expect(refused.stdout).toMatch(
      /The gate refused the model that was trained, [\w-]+:\n {4}PR-AUC on the holdout/,
    );
    expect(champion()).toEqual(before.champion);

    const { run: id, model } = Object(currentRun());
    expect(id).not.toBe(secondModel);
    expect(model).toBe(secondModel);
    const scores = resultsOf(lake, id);
    for (const path of Object.keys(scores).filter((each) => each.startsWith("scored/")))
      expect(scores[path], path).toBe(before.scores[path]);
    expect(jsonAt(lake, `models/${id}/registration.json`)).toMatchObject({
      decision: "rejected",
      experiment: "E0_baseline",
    });
    expect(jsonAt(lake, `monitoring/alerts/${id}-model-rejected.json`)).toMatchObject({ run_id: id });
  });

  test("a broken file ends with its message; champion and scores stay", async () => {
    const broken = copyDelivery(at("raw-price"), at("raw-broken"));
    const file = join(broken, "price_history.csv");
    writeFileSync(file, readFileSync(file, "utf8").replace("pricing_date", "priced_on"));
    const before = { champion: champion(), current: currentRun(), tables: filesBelow(lake, "scored") };
    const message = /price_history\.csv .*pricing_date/;
    const { code, stdout, stderr } = await run("--raw", broken);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    const said = stderr.split("\n").filter((line) => line.startsWith("spanishgas: "));
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(message);
    expect(stderr).not.toContain("    at ");

    const asJson = await run("--raw", broken, "--json");
    expect(asJson.code).toBe(2);
    expect(JSON.parse(asJson.stdout)).toMatchObject({
      error: { name: "InputError", message: expect.stringMatching(message), file: "price_history.csv" },
    });
    expect({ champion: champion(), current: currentRun(), tables: filesBelow(lake, "scored") }).toEqual(
      before,
    );

    const checked = await spanishgas("check", "--raw", broken);
    expect(checked.code).toBe(2);
    expect(checked.stdout).toMatch(message);
    expect(checked.stdout).toContain("The delivery is refused: 1 fault.");
  });

  test("Ctrl-C ends cleanly, and the next run goes on", async () => {
    const asked = ["--raw", at("raw-labels"), "--mode", "score", "--force"];
    const before = currentRun();
    const running = start("run", "--lake", lake, ...asked);
    await written(running, "✓ Bronze");
    // As a terminal does: the whole process group hears it.
    process.kill(-(running.process.pid ?? 0), "SIGINT");
    const { code, stderr } = await running.ended;
    expect(code).toBe(130);
    expect(stderr).toContain("spanishgas: The run was cancelled; the same command goes on from there.\n");
    expect(filesBelow(lake, ".work")).toEqual([]);
    expect(currentRun()).toEqual(before);
    const { runs } = JSON.parse((await spanishgas("runs", "--lake", lake, "--json")).stdout);
    expect(runs[0]).toMatchObject({ state: "interrupted", mode: "score" });

    const again = await run(...asked);
    expect(again.code).toBe(0);
    expect(again.stderr).toContain(`Run ${runs[0].run_id} of delivery`);
    expect(again.stderr).toContain("resumed where it was interrupted");
    expect(again.stderr).toMatch(/✓ Bronze +done before/);
    expect(currentRun()).toMatchObject({ run: runs[0].run_id, model: secondModel });
  });

  test("the champion of before can be called back, and scores; nothing brings the other one back", async () => {
    const { code, stdout } = await spanishgas("rollback", "--reason", "Made up", "--lake", lake);
    expect(code).toBe(0);
    expect(stdout).toBe(`Model ${firstRun} is champion again, in the place of ${secondModel}.\n`);
    const { models, champion: pointer } = JSON.parse(
      (await spanishgas("models", "--lake", lake, "--json")).stdout,
    );
    expect(pointer).toMatchObject({ version: firstRun, previous: [] });
    expect(
      Object.fromEntries(
        models.map((model: { version: string; decision: string }) => [model.version, model.decision]),
      ),
    ).toMatchObject({ [firstRun]: "approved", [secondModel]: "approved" });
    const nothing = await spanishgas("rollback", "--reason", "Made up", "--lake", lake);
    expect(nothing.code).toBe(2);
    expect(nothing.stderr).toContain("is the first champion; there is none to go back to.");

    // The labels of the model that was called back are not new, so they are not trained on again.
    const outcome = outcomeOf(await run("--raw", at("raw-labels"), "--force", "--json"));
    expect(outcome).toMatchObject({ outcome: "completed", report: { mode: "score", champion: firstRun } });
  });
});

test("without a champion a refused model ends the run with a code of its own", async () => {
  const fresh = at("lake-refused");
  const asked = ["run", "--raw", raw, "--lake", fresh, "--experiment", "E0_baseline"];
  const { code, stdout } = await spanishgas(...asked);
  expect(code).toBe(3);
  expect(stdout).toMatch(/was not scored: the gate refused the model, and there is no champion/);
  expect(existsSync(join(fresh, "pointers"))).toBe(false);
  expect(filesBelow(fresh, "scored")).toEqual([]);
  const again = await spanishgas(...asked);
  expect(again.code).toBe(3);
  expect(again.stdout).toMatch(/was refused already, by run [\w-]+\.\nPR-AUC on the holdout/);
});

test("raw files can be checked without running anything", async () => {
  const { code, stdout } = await spanishgas("check", "--raw", raw);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^customer_attributes +400 +0$/m);
  expect(stdout).toContain("The delivery is accepted.");
  const { accepted, datasets } = JSON.parse((await spanishgas("check", "--raw", raw, "--json")).stdout);
  expect(accepted).toBe(true);
  expect(datasets).toHaveLength(7);
});
