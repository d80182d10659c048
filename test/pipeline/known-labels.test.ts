import { expect, test } from "vitest";
import { modelVersion } from "../../configs/names.ts";
import { FolderLake } from "../../runtime/lake/folder-lake.ts";
import { LakeRegistry } from "../../runtime/registry/lake-registry.ts";
import { ToyLake } from "../support/toy-lake.ts";

/** Which corrected files train again, and which are only scored. */

const NEW_LABELS = { "churn_label.csv": "customer_id,churn\nC1,0\n" };

/** A champion on the first labels, and then a run on new ones whose model is of another experiment than asked for. */
async function secondTraining(
  judged: { readonly promote: boolean; readonly experiment: string },
  sentiment = "lexicon",
) {
  const toy = new ToyLake();
  const first = await toy.run();
  toy.deliver(NEW_LABELS);
  toy.plan({ evaluate: judged });
  const second = await toy.run(toy.request({ sentiment }));
  expect(second.report).toMatchObject({ mode: "train", candidate: { promoted: judged.promote } });
  return { toy, first: first.run.id, second: second.run.id };
}

test("what a person rolled back stays so: the next upload is scored, though the leaderboard had chosen another experiment", async () => {
  const { toy, first } = await secondTraining({ promote: true, experiment: "E4_add_sentiment" });
  await new LakeRegistry(await FolderLake.open(toy.lake)).rollback("Complaints.");
  toy.deliver({ "price_history.csv": "corrected prices\n" });
  expect((await toy.run()).report).toMatchObject({ mode: "score", champion: first });
});

test("a refused model of another experiment than asked for is neither trained nor alerted again", async () => {
  const { toy, first } = await secondTraining({ promote: false, experiment: "E4_add_sentiment" });
  toy.deliver({ "price_history.csv": "corrected prices\n" });
  expect((await toy.run()).report).toMatchObject({ mode: "score", champion: first });
  // Another experiment was never asked for on these labels.
  const other = await toy.run(toy.request({ experiment: "E1_lifecycle_market" }));
  expect(other.report?.mode).toBe("train");
});

test("a scorer of one's own that judges nobody has trained without sentiment once, and does not again", async () => {
  const silent = { promote: false, experiment: "E8_no_sentiment" };
  const { toy } = await secondTraining(silent, "silent.ts");
  toy.deliver({ "price_history.csv": "corrected prices\n" });
  expect((await toy.run(toy.request({ sentiment: "silent.ts" }))).report?.mode).toBe("score");
  // Another scorer may judge somebody.
  expect((await toy.run()).report?.mode).toBe("train");
});

test("a registration of before the request was kept is known by its experiment", async () => {
  const { toy, second } = await secondTraining({ promote: false, experiment: "E5_full" });
  const lake = await FolderLake.open(toy.lake);
  const version = modelVersion(second);
  const { asked, ...old } = (await new LakeRegistry(lake).get(version)) ?? {};
  expect(asked).toEqual({ experiment: "E5_full", sentiment: "lexicon" });
  await lake.write(`models/${version}/registration.json`, JSON.stringify(old));
  toy.deliver({ "price_history.csv": "corrected prices\n" });
  expect((await toy.run()).report?.mode).toBe("score");
});

test("a refused model that was trained without sentiment is known as such: its labels do not train it again (D18)", async () => {
  const toy = new ToyLake();
  await toy.run();
  toy.deliver({ "churn_label.csv": "customer_id,churn\nC1,0\n" });
  toy.plan({ evaluate: { promote: false } });
  const refused = await toy.run(toy.request({ sentiment: "none" }));
  expect(refused.report).toMatchObject({ mode: "train", candidate: { promoted: false } });

  toy.deliver({ "price_history.csv": "corrected prices\n" });
  expect((await toy.run(toy.request({ sentiment: "none" }))).report?.mode).toBe("score");
  // With sentiment it is another experiment, which these labels have not trained yet.
  expect((await toy.run()).report?.mode).toBe("train");
});
