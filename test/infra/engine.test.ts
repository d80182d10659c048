import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { compare, type Recording, ROOT, runProgram, snapshotText, UNKNOWN } from "../support/engine/index.ts";
import { LAKE, only, run } from "./engine-fixture.ts";

/**
 * What the offline engine shows of small programs. It cannot show what AWS would refuse; it must show what Pulumi
 * would refuse, and what the mocks of unit tests hide: parents, dependencies, duplicates, creation inside `apply`.
 */

describe("a component with children", () => {
  let preview: Recording;
  let update: Recording;
  beforeAll(async () => {
    [preview, update] = await Promise.all([run(LAKE), run(LAKE, "update")]);
  });

  test("is recorded with parents, dependencies, options and provider", () => {
    expect(preview.errors).toEqual([]);
    const lake = only(preview, "spanishgas:index:Lake");
    const bucket = only(preview, "aws:s3/bucket:Bucket");
    const policy = only(preview, "aws:s3/bucketPolicy:BucketPolicy");
    expect(lake).toMatchObject({ kind: "component", name: "lake", outputs: { arn: UNKNOWN } });
    expect(bucket).toMatchObject({
      kind: "custom",
      parent: lake.urn,
      protect: true,
      inputs: { bucket: "a-lake" },
      provider: only(preview, "pulumi:providers:aws").urn,
    });
    expect(bucket.urn).toBe("urn:pulumi:dev::spanishgas::spanishgas:index:Lake$aws:s3/bucket:Bucket::lake");
    expect(policy).toMatchObject({
      protect: false,
      dependencies: [bucket.urn],
      propertyDependencies: { bucket: [bucket.urn], policy: [bucket.urn] },
      ignoreChanges: ["bucket"],
      deleteBeforeReplace: false,
    });
  });

  test("shows what a preview cannot know as unknown, and makes it up in an update", () => {
    expect(only(preview, "aws:s3/bucketPolicy:BucketPolicy").inputs["policy"]).toBe(UNKNOWN);
    expect(preview.outputs).toEqual({ arn: UNKNOWN });
    expect(only(update, "aws:s3/bucketPolicy:BucketPolicy").inputs["policy"]).toContain(
      '"arn:aws:s3:::a-lake"',
    );
    expect(update.outputs).toEqual({ arn: "arn:aws:s3:::a-lake" });
  });

  test("is the same in a second run", async () => {
    const again = await run(LAKE, "update");
    expect({ ...again, seconds: 0 }).toEqual({ ...update, seconds: 0 });
    expect(compare(update, again)).toEqual({ added: [], removed: [], changed: [] });
  });

  test("reads as a tree with its JSON spread out", () => {
    expect(snapshotText(update)).toBe(`stack: dev
project: spanishgas
mode: update
resources:
  spanishgas:index:Lake lake:
    outputs:
      arn: arn:aws:s3:::a-lake
    children:
      aws:s3/bucket:Bucket lake:
        options:
          protect: true
        inputs:
          bucket: a-lake
      aws:s3/bucketPolicy:BucketPolicy lake:
        options:
          deleteBeforeReplace: false
          ignoreChanges:
            - bucket
        inputs:
          bucket: a-lake
          policy (JSON):
            Version: 2012-10-17
            Statement:
              - Effect: Deny
                Resource: arn:aws:s3:::a-lake
        dependencies:
          - Bucket lake
  pulumi:providers:aws aws:
    inputs:
      allowedAccountIds (JSON):
        - "111111111111"
      defaultTags (JSON):
        tags:
          Environment: dev
      region: eu-south-2
      skipCredentialsValidation: "false"
      skipRegionValidation: "true"
outputs:
  arn: arn:aws:s3:::a-lake
`);
  });
});

test("what is created inside apply shows as a difference between preview and update", async () => {
  const code = `
    const queue = new aws.sqs.Queue("queue", {}, { provider });
    queue.arn.apply((arn) => new aws.sns.Topic("hidden", { displayName: arn }, { provider }));`;
  const [preview, update] = await Promise.all([run(code), run(code, "update")]);
  expect(preview.errors).toEqual([]);
  expect(compare(preview, update)).toMatchObject({
    added: ["urn:pulumi:dev::spanishgas::aws:sns/topic:Topic::hidden"],
    removed: [],
  });
});

test("secrets are readable to a test, and hidden in a snapshot", async () => {
  const recording = await run(
    `
    const config = new pulumi.Config();
    new aws.ssm.Parameter("one", { type: "SecureString", value: config.requireSecret("token") }, { provider });
    new aws.lambda.Function("two", {
      role: "arn:aws:iam::111111111111:role/a",
      environment: { variables: { TOKEN: pulumi.secret("hush-two"), OPEN: "yes" } },
    }, { provider });`,
    "update",
    { token: "hush-one" },
  );
  expect(recording.errors).toEqual([]);
  expect(only(recording, "aws:ssm/parameter:Parameter")).toMatchObject({
    inputs: { value: "hush-one" },
    secrets: ["value"],
  });
  const text = snapshotText(recording);
  expect(text).not.toContain("hush-");
  expect(text).toContain("OPEN: yes");
  expect(text.match(/<secret>/g)).toHaveLength(2);
});

test("settings arrive as the program's author wrote them, and encrypted ones as a made-up secret", async () => {
  const recording = await run(
    `
    const config = new pulumi.Config();
    export const size = config.requireNumber("size");
    export const nested = config.requireObject("nested");
    export const secret = config.requireSecret("key").apply((key) => key.length);`,
    "update",
    { size: 3, nested: { a: [1] }, key: { secure: "AAAB" } },
  );
  expect(recording.errors).toEqual([]);
  expect(recording.outputs).toMatchObject({ size: 3, nested: { a: [1] } });
});

describe("what Pulumi refuses is refused", () => {
  test("a second resource of the same type, parent and name", async () => {
    const recording = await run(`
      new aws.sqs.Queue("queue", {}, { provider });
      new aws.sqs.Queue("queue", { fifoQueue: true }, { provider });`);
    expect(recording.errors).toEqual([
      "Two resources have the URN urn:pulumi:dev::spanishgas::aws:sqs/queue:Queue::queue: give one of them another name.",
    ]);
  });

  test("an error for the user is his message and nothing else", async () => {
    const recording = await run(`throw new pulumi.RunError("Two settings are wrong.\\n  a: …\\n  b: …");`);
    expect(recording.errors).toEqual(["Two settings are wrong.\n  a: …\n  b: …"]);
  });

  test("any other error names the program's line, and no place of this machine", async () => {
    const recording = await runProgram({
      stack: "dev",
      program: join(ROOT, "test/support/engine/fixtures/broken.ts"),
      config: {},
    });
    expect(recording.errors).toHaveLength(1);
    expect(recording.errors[0]).toContain("broken on purpose");
    expect(recording.errors[0]).toContain("<repository>/test/support/engine/fixtures/broken.ts:");
    expect(recording.errors[0]).not.toContain(ROOT);
  });

  test("a setting that is missing", async () => {
    const recording = await run(`export const region = new pulumi.Config("aws").require("region");`);
    expect(recording.errors.join()).toContain("Missing required configuration variable 'aws:region'");
  });

  test("a question that the engine cannot answer, by its token", async () => {
    const recording = await run(`export const ami = aws.ec2.getAmiOutput({}, { provider }).id;`);
    expect(recording.errors.join()).toContain("no answer to aws:ec2/getAmi:getAmi");
  });

  test("a program that never ends", async () => {
    const code = "setInterval(() => undefined, 1000);";
    const recording = await runProgram({ stack: "dev", code, config: {}, timeoutSeconds: 3 });
    expect(recording.errors).toEqual(["The program did not end within 3 seconds."]);
  });
});

describe("the made-up cloud", () => {
  test("gives ARNs of the provider's region and account, shaped like the services' own", async () => {
    const recording = await run(
      `
      const opts = { provider };
      const role = new aws.iam.Role("a", { name: "a-role", path: "/x/", assumeRolePolicy: "{}" }, opts);
      export const all = {
        role: role.arn,
        roleId: role.id,
        machine: new aws.sfn.StateMachine("m", { name: "p", roleArn: role.arn, definition: "{}" }, opts).arn,
        repository: new aws.ecr.Repository("r", { name: "runtime" }, opts).repositoryUrl,
        cluster: new aws.ecs.Service("s", { name: "s", cluster: new aws.ecs.Cluster("c", { name: "c" }, opts).arn }, opts).id,
        balancer: new aws.lb.LoadBalancer("l", { name: "front" }, opts).arnSuffix,
        group: new aws.ec2.SecurityGroup("g", {}, opts).id,
        account: aws.getCallerIdentityOutput({}, opts).accountId,
      };`,
      "update",
    );
    expect(recording.errors).toEqual([]);
    expect(recording.outputs["all"]).toEqual({
      role: "arn:aws:iam::111111111111:role/x/a-role",
      roleId: "a-role",
      machine: "arn:aws:states:eu-south-2:111111111111:stateMachine:p",
      repository: "111111111111.dkr.ecr.eu-south-2.amazonaws.com/runtime",
      cluster: "arn:aws:ecs:eu-south-2:111111111111:service/c/s",
      balancer: expect.stringMatching(/^app\/front\/[0-9a-f]{16}$/),
      group: expect.stringMatching(/^sg-0[0-9a-f]{16}$/),
      account: "111111111111",
    });
    expect(recording.calls.map(({ token }) => token)).toEqual([
      "aws:index/getCallerIdentity:getCallerIdentity",
    ]);
  });

  test("gives an image another digest when its tag changes, and only then", async () => {
    const build = (tag: string) =>
      run(
        `import * as docker from "@pulumi/docker-build";
         export const digest = new docker.Image("i", { tags: ["r:${tag}"], push: false, platforms: ["linux/amd64"] }).digest;`,
        "update",
      );
    const [one, same, other] = await Promise.all([build("1"), build("1"), build("2")]);
    expect(one.outputs["digest"]).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(same.outputs).toEqual(one.outputs);
    expect(other.outputs).not.toEqual(one.outputs);
    expect(snapshotText(other).replace("r:2", "r:1")).toBe(snapshotText(one));
  });

  test("records a component that its provider builds, with outputs for as many zones as it is asked for", async () => {
    const code = `
      import * as awsx from "@pulumi/awsx";
      const vpc = new awsx.ec2.Vpc("vpc", { numberOfAvailabilityZones: 2 }, { providers: [provider] });
      export const subnets = vpc.privateSubnetIds;
      export const id = vpc.vpcId;`;
    const [preview, update] = await Promise.all([run(code), run(code, "update")]);
    expect(only(preview, "awsx:ec2:Vpc").kind).toBe("remote");
    expect(preview.outputs).toEqual({ subnets: UNKNOWN, id: UNKNOWN });
    expect(update.outputs).toEqual({
      subnets: [expect.stringMatching(/^subnet-0/), expect.stringMatching(/^subnet-0/)],
      id: expect.stringMatching(/^vpc-0/),
    });
  });
});
