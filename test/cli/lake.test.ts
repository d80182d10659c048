import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { modelVersion } from "../../configs/names.ts";
import { FolderLake } from "../../runtime/lake/folder-lake.ts";
import { spanishgas } from "../support/cli.ts";
import { temporaryFolder } from "../support/folders.ts";
import { writeModel } from "../support/models.ts";
import { newBucket, s3Endpoint, testAccount } from "../support/s3.ts";
import { ToyLake } from "../support/toy-lake.ts";

describe("looking at a lake", () => {
  test("runs, models and rollback, for people and for programs", async () => {
    const toy = new ToyLake();
    const first = await toy.run();
    toy.deliver({ "churn_label.csv": "customer_id,churn\nC1,0\n" });
    const second = await toy.run();
    toy.plan({ evaluate: { promote: false } });
    const third = await toy.run(toy.request({ mode: "train", experiment: "E0_baseline" }));
    const ask = (...args: string[]) => spanishgas([...args, "--lake", toy.lake]);

    const runs = await ask("runs");
    expect(runs.out.split("\n").slice(1, 4)).toEqual([
      expect.stringMatching(new RegExp(`^\\* {2}${third.run.id} +completed +train +E0_baseline`)),
      expect.stringMatching(new RegExp(`^ {3}${second.run.id} +completed +auto +E5_full`)),
      expect.stringMatching(new RegExp(`^ {3}${first.run.id} +completed +auto +E5_full`)),
    ]);
    const limited = JSON.parse((await ask("runs", "--json", "--limit", "1")).out);
    expect(limited).toMatchObject({
      current_run: third.run.id,
      at_work: null,
      runs: [{ run_id: third.run.id }],
    });

    const models = await ask("models");
    expect(models.out).toMatch(new RegExp(`^\\* {2}${second.run.id} +approved`, "m"));
    expect(models.out).toMatch(new RegExp(`^ {3}${third.run.id} +rejected +E0_baseline +0\\.610`, "m"));
    const gate = `${third.run.id} judged by the gate: PR-AUC on the holdout is 0.610, below the 0.7 asked for.`;
    expect(models.out.split("\n").filter((line) => line.includes("judged by the gate"))).toEqual([
      expect.stringMatching(/^2\d{3}-\d\d-\d\d \d\d:\d\d {2}\S/),
    ]);
    expect(models.out).toContain(`  ${gate}\n`);

    const rollback = await ask("rollback", "--reason", "Made up", "--by", "tester", "--json");
    expect(JSON.parse(rollback.out)).toMatchObject({ before: second.run.id, version: first.run.id });
    const champion = JSON.parse((await ask("models", "--json")).out);
    expect(champion).toMatchObject({ champion: { version: first.run.id, previous: [] } });
    const [, stepped] = champion.models;
    expect(stepped.history).toEqual([
      { decision: "rolled_back", by: "tester", at: expect.stringMatching(/^2\d{3}-/), reason: "Made up" },
    ]);
    expect((await ask("models")).out).toContain(`${second.run.id} rolled back by tester: Made up`);
    const again = await ask("rollback", "--reason", "Made up");
    expect([again.code, again.log]).toEqual([2, expect.stringContaining("is the first champion")]);
    const withdrawn = await ask("reject", first.run.id, "--reason", "Complaints.");
    expect([withdrawn.code, withdrawn.out]).toEqual([
      0,
      expect.stringContaining("there is none now, and the next run trains one."),
    ]);
    expect(JSON.parse((await ask("models", "--json")).out)).toMatchObject({ champion: null });
    const scoring = await spanishgas(["run", "--raw", toy.raw, "--lake", toy.lake, "--mode", "score"]);
    expect([scoring.code, scoring.log]).toEqual([
      2,
      expect.stringContaining("There is no champion to score with"),
    ]);
  });

  test("models and rollback work on a bucket, too", async () => {
    const toy = new ToyLake();
    await toy.run();
    toy.deliver({ "churn_label.csv": "customer_id,churn\nC1,0\n" });
    const second = await toy.run();
    const { bucket, put } = await newBucket();
    for (const folder of ["models", "pointers"])
      for (const name of readdirSync(join(toy.lake, folder), { recursive: true, encoding: "utf8" }))
        if (/\.(json|ubj)$/.test(name))
          await put(`${folder}/${name}`, readFileSync(join(toy.lake, folder, name), "utf8"));
    const environment = {
      AWS_ENDPOINT_URL: await s3Endpoint(),
      AWS_REGION: testAccount.region,
      AWS_ACCESS_KEY_ID: testAccount.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: testAccount.credentials.secretAccessKey,
    };
    const ask = (...args: string[]) => spanishgas([...args, "--lake", `s3://${bucket}`], environment);

    expect((await ask("models")).out).toMatch(new RegExp(`^\\* {2}${second.run.id} +approved`, "m"));
    expect(
      JSON.parse((await ask("rollback", "--reason", "Made up", "--by", "tester", "--json")).out),
    ).toMatchObject({ before: second.run.id });
    expect((await ask("models")).out).not.toMatch(new RegExp(`^\\* {2}${second.run.id}`, "m"));
    expect(await ask("reject", second.run.id, "--reason", "Complaints.")).toMatchObject({
      code: 0,
      out: expect.stringContaining(
        "SageMaker's model registry and the champion's parameter follow with the next run.",
      ),
    });
    expect(await ask("runs")).toMatchObject({
      code: 2,
      log: expect.stringContaining("name it with --manifest-table"),
    });
  });

  test("a person approves what the gate refused, and rejects what is not champion", async () => {
    const toy = new ToyLake();
    const first = await toy.run();
    toy.plan({ evaluate: { promote: false } });
    const second = await toy.run(toy.request({ mode: "train", experiment: "E0_baseline" }));
    await writeModel(await FolderLake.open(toy.lake), modelVersion(second.run.id));
    const ask = (...args: string[]) => spanishgas([...args, "--lake", toy.lake]);

    const approved = await ask("approve", second.run.id, "--reason", "Known outage.");
    expect(approved).toMatchObject({
      code: 0,
      out: `Model ${second.run.id} is approved, and champion, in the place of ${first.run.id}. The next run scores with it.\n`,
    });
    const [, model] = JSON.parse((await ask("models", "--json")).out).models;
    expect(model).toMatchObject({ decision: "approved", champion: true });
    expect(model.reasons.at(-1)).toBe("Decided by command: Known outage.");
    expect(model.history).toMatchObject([
      { decision: "approved", reason: "Decided by command: Known outage." },
    ]);
    expect(model.history[0].by).not.toBe("pipeline");

    expect(await ask("reject", second.run.id, "--reason", "No.")).toMatchObject({
      code: 2,
      log: expect.stringContaining("is the champion; roll back first"),
    });
    expect(JSON.parse((await ask("reject", first.run.id, "--reason", "Old.", "--json")).out)).toEqual({
      version: first.run.id,
      decision: "rejected",
      champion: { version: second.run.id, previous: [first.run.id], since: expect.any(String) },
    });
    // A person's reason is said once, by the person; what the gate had said of the model stays beside it.
    const words = (await ask("models")).out.split("\n").filter((line) => line.includes(` ${first.run.id} `));
    expect(words.slice(1)).toEqual([
      expect.stringMatching(/judged by the gate: PR-AUC is high enough\.$/),
      expect.stringMatching(/rejected by .+: Decided by command: Old\.$/),
    ]);
    expect(await ask("rollback", "--reason", "Made up")).toMatchObject({ code: 2 });
    expect(await ask("approve", "0123456789ab-9", "--reason", "Who?")).toMatchObject({
      code: 2,
      log: expect.stringContaining("There is no model 0123456789ab-9"),
    });
  });

  test("makes nothing: a folder without a lake stays as it is", async () => {
    const folder = temporaryFolder();
    for (const command of [["runs"], ["models"], ["rollback", "--reason", "Made up"]])
      expect(await spanishgas([...command, "--lake", folder])).toMatchObject({ code: 2, out: "" });
    expect(readdirSync(folder)).toEqual([]);
  });
});
