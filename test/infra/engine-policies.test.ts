import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nameOf, type Policies, ROOT, startPolicies } from "../support/engine/index.ts";
import { LAKE, only, run } from "./engine-fixture.ts";

/** The offline engine with a policy pack: what a pack sees must be what Pulumi would show it. */

describe("the policy pack", () => {
  let policies: Policies;
  beforeAll(async () => {
    policies = await startPolicies(join(ROOT, "test/support/engine/fixtures/policy"));
  });
  afterAll(() => policies.stop());

  test("names its rules", () => {
    expect(policies.rules).toEqual([
      "repositories-are-immutable",
      "policies-name-their-bucket",
      "buckets-are-tagged-and-few",
    ]);
  });

  test("finds a violation in a preview, with its resource", async () => {
    const recording = await run(`new aws.ecr.Repository("r", { name: "r" }, { provider });`);
    expect(await policies.check(recording)).toEqual([
      {
        policy: "repositories-are-immutable",
        enforcement: "mandatory",
        severity: "high",
        urn: only(recording, "aws:ecr/repository:Repository").urn,
        resource: "aws:ecr/repository:Repository r",
        message: expect.stringContaining("Set imageTagMutability to IMMUTABLE."),
      },
    ]);
  });

  test("says in a preview that a value is unknown, and judges it in an update", async () => {
    const [preview, update] = await Promise.all([run(LAKE), run(LAKE, "update")]);
    expect(await policies.check(preview)).toMatchObject([
      {
        policy: "policies-name-their-bucket",
        enforcement: "advisory",
        message: expect.stringContaining("during preview"),
      },
    ]);
    expect(await policies.check(update)).toEqual([]);
  });

  test("sees the provider's default tags, and the stack as a whole", async () => {
    const recording = await run(`
      new aws.s3.Bucket("tagged", {}, { provider });
      new aws.s3.Bucket("bare", {});`);
    const findings = await policies.check(recording);
    expect(findings.map(({ urn, message }) => `${nameOf(urn)}: ${message.split("\n").at(-1)}`)).toEqual([
      "bare: Tag it with its environment.",
      "spanishgas-dev: 2 buckets",
    ]);
  });

  test("that does not start says why", async () => {
    await expect(startPolicies(join(ROOT, "test/support/engine/fixtures"))).rejects.toThrow("did not start");
  });
});
