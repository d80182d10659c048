import { expect, test } from "vitest";
import { stepFactsKey } from "../../configs/container.ts";
import { control } from "../../runtime/control/control.ts";
import { emfLine } from "../support/emf.ts";
import { columnMissing, ended, evaluation, failRun, plan, startedRun } from "../support/started-run.ts";

/** What the control function tells people of a run that went well, and what it does where it cannot. */

const at = "2024-12-31T12:00:00.000Z";
const usage = { wallSeconds: 2, cpuSeconds: 1, peakMemoryMb: 90 };
const facts = (of: object) => JSON.stringify({ facts: of, usage, startedAt: at, endedAt: at });
const compared = (feature: string, status: string, psi: number) => ({
  feature,
  status,
  psi,
  distance: 0.5,
  level_shift: null,
  shifted_level: "C00001",
});

type Advised = { readonly verdict: string; readonly sentence: string };

async function publishedRun(verdict: string, share = 0, advice?: Advised) {
  const started = await startedRun();
  const { cloud, id, call } = started;
  await call("ResolveDelivery");
  await cloud.put(`models/${id}/evaluation/evaluation.json`, evaluation(true));
  await call("Register", plan("train", "none"));
  await cloud.put(
    stepFactsKey(id, "bronze"),
    facts({
      as_of: "2024-12-31",
      rows_quarantined: 3,
      quarantined_share: share,
      quarantined_by_reason: "churn_label.csv: churn is empty (3 rows)",
    }),
  );
  await cloud.put(stepFactsKey(id, "score"), facts({ customers: 200, tier_critical: 7 }));
  await cloud.put(stepFactsKey(id, "drift"), facts({ verdict }));
  await cloud.put(
    `monitoring/${id}/drift.json`,
    JSON.stringify({
      verdict,
      ...(advice === undefined ? {} : { advice }),
      as_of: "2024-12-31",
      reference_as_of: "2024-06-30",
      features_compared: 56,
      prediction: compared("churn_proba", "stable", 0),
      features:
        verdict === "none"
          ? []
          : [
              compared("tenure", "drifted", 0.12),
              compared("months", "stable", 0),
              compared("margin", "critical", 0.4),
            ],
    }),
  );
  return started;
}

test.each(["watch", "critical"])(
  "drift that is judged %s is told with the features, not with levels",
  async (verdict) => {
    const { cloud, id, call } = await publishedRun(verdict);
    await call("AlertFindings", plan("train", id));
    await call("AlertFindings", plan("train", id));
    expect(cloud.fake.published).toHaveLength(1);
    const [{ subject, message } = { subject: "", message: "" }] = cloud.fake.published;
    expect(subject).toBe(`spanishgas dev: drift: ${verdict} (${id})`);
    expect(message).toContain(
      "2 of 56 model inputs have moved: margin (critical; PSI 0.40, 0.50 standard deviations), tenure (PSI 0.12",
    );
    expect(message).toContain(
      `/v2/executions/details/arn:aws:states:eu-west-1:000000000000:execution:spanishgas-dev-pipeline:${id}`,
    );
    expect(message).toContain(`streams spanishgas-dev-${id}-`);
    expect(message).not.toContain("C00001");
  },
);

const advised = (verdict: string): Advised => ({ verdict, sentence: `${verdict}: of the made-up reasons.` });

test.each([
  ["none", "ignore", undefined],
  ["none", "watch", "watch"],
  ["none", "retrain", "critical"],
  ["watch", "watch", "watch"],
  ["watch", "retrain", "critical"],
  ["critical", "watch", "critical"],
] as const)("drift that is judged %s with the advice to %s is told as %s", async (verdict, advice, told) => {
  const { cloud, id, call } = await publishedRun(verdict, 0, advised(advice));
  await call("AlertFindings", plan("train", id));
  const { published } = cloud.fake;
  expect(published.map(({ subject }) => subject)).toEqual(
    told === undefined ? [] : [`spanishgas dev: drift: ${told} (${id})`],
  );
  for (const { message } of published) {
    expect(message).toContain(`${advice}: of the made-up reasons.`);
    expect(message).toContain(
      `The data of 2024-12-31 ${verdict === "none" ? "look like" : "differ from"} those of 2024-06-30`,
    );
  }
});

test("rows that were set aside are told of by file and reason, from a share of 0.1 % on", async () => {
  const few = await publishedRun("none", 0.0009);
  await few.call("AlertFindings", plan("train", few.id));
  expect(few.cloud.fake.published).toEqual([]);
  const many = await publishedRun("none", 0.001);
  await many.call("AlertFindings", plan("train", many.id));
  expect(many.cloud.fake.published[0]?.message).toContain(
    "3 rows of the delivery broke the contract and were set aside: churn_label.csv: churn is empty (3 rows).",
  );
});

test("findings that cannot be published are measured, and told by what the function does next", async () => {
  const { cloud, id, call } = await publishedRun("watch", 0.005);
  cloud.fake.failing.set("Publish", "AuthorizationError");
  await expect(call("AlertFindings", plan("train", id))).rejects.toThrow();
  const unpublished = cloud.metrics.filter((line) => JSON.stringify(line).includes('"AlertsUnpublished":1'));
  expect(unpublished.length).toBeGreaterThanOrEqual(2);
  cloud.fake.failing.clear();
  await call("Complete", plan("train", id));
  expect(await cloud.manifest.run(id)).toMatchObject({ state: "completed" });
  await cloud.upload({ "price_history.csv": "corrected" });
  cloud.clock.now += 1_000_000;
  const next = await startedRun(cloud);
  await failRun(next.call);
  expect(cloud.fake.published.map(({ subject }) => subject).toSorted()).toEqual([
    `spanishgas dev: drift: watch (${id})`,
    `spanishgas dev: rows set aside (${id})`,
    `spanishgas dev: run failed (${next.id})`,
  ]);
});

test("a completed run is measured, and every line holds to the format", async () => {
  const { cloud, id, call } = await publishedRun("watch");
  cloud.clock.now = Date.UTC(2025, 0, 10, 12);
  await call("Complete", plan("train", id));
  expect(cloud.metrics).toMatchObject([
    {
      run_id: id,
      RowsQuarantined: 3,
      CustomersScored: 200,
      CustomersCritical: 7,
      PrAuc: 0.75,
      DriftDetected: 1,
      DataAgeDays: 10,
    },
  ]);
  for (const line of cloud.metrics) expect(() => emfLine.parse(line)).not.toThrow();
});

test("a run whose alert the execution could not publish is told of when its end is heard", async () => {
  const { cloud, id, call } = await startedRun();
  await call("MarkFailed", { error: columnMissing });
  cloud.fake.failing.set("Publish", "AuthorizationError");
  await expect(call("Notify", { error: columnMissing })).rejects.toThrow();
  cloud.fake.failing.clear();
  await control(cloud.control, ended(id, "FAILED"));
  await control(cloud.control, ended(id, "FAILED"));
  expect(cloud.fake.published).toHaveLength(1);
});

test("scores of a champion that was withdrawn meanwhile are not published", async () => {
  const { cloud, id, call } = await publishedRun("none");
  await expect(call("Publish", plan("score", "another"))).rejects.toMatchObject({
    name: "ChampionMoved",
    message: expect.stringContaining(
      `changed to ${id} in the meantime; the scores of another were not published`,
    ),
  });
  expect(await cloud.lake.read("pointers/current-run.json")).toBeUndefined();
});
