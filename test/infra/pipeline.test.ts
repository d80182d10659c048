import aslValidator from "asl-validator";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { functions } from "../../configs/functions.ts";
import { alarmFaults, chartFaults } from "../../infra/alerts/faults.ts";
import type { Recorded } from "../support/pulumi-mocks.ts";
import { digest, recorded, type Settings } from "./pipeline-fixture.ts";

vi.mock("../../infra/bundle.ts", async () => (await import("./pipeline-bundle.ts")).bundling);

/**
 * What the component registers. What its roles may do shows `pipeline-roles.test.ts`; that the parts hang together in a
 * tree, the offline engine; that AWS takes it, no test without a cloud.
 */

let made: Recorded;

beforeAll(async () => {
  made = await recorded();
});

function text(value: unknown): string {
  if (typeof value !== "string") throw new Error(`This is no text: ${String(value)}`);
  return value;
}

test("what is made does not depend on what only the cloud knows: nothing is created inside apply", async () => {
  const preview = await recorded({ preview: true });
  expect(preview.lines()).toEqual(made.lines());
});

describe("the state machine", () => {
  test("has the name that it always had, is logged without data, and traced (X10)", () => {
    const { inputs } = made.only("aws:sfn/stateMachine:StateMachine");
    expect(inputs).toMatchObject({
      name: "spanishgas-dev-pipeline",
      type: "STANDARD",
      roleArn: "arn:aws:iam::000000000000:role/spanishgas/spanishgas-dev-pipeline-machine-role",
      loggingConfiguration: {
        level: "ALL",
        includeExecutionData: false,
        logDestination:
          "arn:aws:logs:eu-south-2:000000000000:log-group:/aws/vendedlogs/states/spanishgas-dev-pipeline:*",
      },
      tracingConfiguration: { enabled: true },
    });
  });

  test("is the valid definition, with the stack's image, bucket, network, function and roles", () => {
    const definition = text(made.only("aws:sfn/stateMachine:StateMachine").inputs["definition"]);
    const { isValid, errorsText } = aslValidator(JSON.parse(definition), {
      checkPaths: true,
      checkArn: true,
    });
    expect(errorsText("\n")).toBe("");
    expect(isValid).toBe(true);
    for (const part of [
      digest("runtime"),
      "s3://spanishgas-data-dev/gold/{}/",
      '"Subnets":["private-1","private-2"]',
      '"SecurityGroupIds":["network-jobs-group-id"]',
      '"FunctionName":"arn:aws:lambda:eu-south-2:000000000000:function:spanishgas-dev-pipeline-control"',
      "role/spanishgas/spanishgas-dev-pipeline-evaluate-role",
    ])
      expect(definition).toContain(part);
    expect(definition, "an image by its tag can change between two steps (K19)").not.toMatch(/:latest/);
  });

  test("runs each step on a machine of its own size (K13)", async () => {
    const sized = await recorded({ sizes: { bronze: { instanceType: "ml.c5.4xlarge", volumeGb: 200 } } });
    const definition = text(sized.only("aws:sfn/stateMachine:StateMachine").inputs["definition"]);
    const states = z
      .object({ States: z.record(z.string(), z.looseObject({ Parameters: z.json().optional() })) })
      .parse(JSON.parse(definition)).States;
    const cluster = (state: string) => JSON.stringify(states[state]?.Parameters);
    for (const state of ["Bronze", "BronzeAgain"]) {
      expect(cluster(state)).toContain('"InstanceType":"ml.c5.4xlarge","VolumeSizeInGB":200');
      expect(cluster(state)).toContain('"THREADS":"16"');
    }
    expect(cluster("Silver")).toContain('"InstanceType":"ml.m5.xlarge","VolumeSizeInGB":30');
  });
});

describe("the functions", () => {
  const functionOf = (name: string) =>
    made
      .ofType("aws:lambda/function:Function")
      .find(({ inputs }) => inputs["name"] === `spanishgas-dev-pipeline-${name}`)?.inputs ?? {};

  test.each(["trigger", "control"] as const)(
    "%s runs on Node 24 for arm, traced, with all its variables",
    (name) => {
      const inputs = functionOf(name);
      expect(inputs).toMatchObject({
        runtime: "nodejs24.x",
        architectures: ["arm64"],
        handler: "index.handler",
        tracingConfig: { mode: "Active" },
        loggingConfig: { logFormat: "JSON", logGroup: `/aws/lambda/spanishgas-dev-pipeline-${name}` },
        role: `arn:aws:iam::000000000000:role/spanishgas/spanishgas-dev-pipeline-${name}-role`,
      });
      const { variables } = z
        .object({ variables: z.record(z.string(), z.string()) })
        .parse(inputs["environment"]);
      expect(Object.keys(variables).sort()).toEqual([...functions[name].variables].sort());
      expect(variables).toMatchObject({
        BUCKET: "spanishgas-data-dev",
        MANIFEST_TABLE: "spanishgas-dev-pipeline-manifest",
        STATE_MACHINE_ARN: "arn:aws:states:eu-south-2:000000000000:stateMachine:spanishgas-dev-pipeline",
        RUNTIME_IMAGE: digest("runtime"),
      });
    },
  );

  test("the trigger's calls wait in its own queue", () => {
    const { inputs } = made.only("aws:lambda/function:Function", "pipeline-trigger-function");
    expect(inputs["environment"]).toMatchObject({
      variables: {
        UPLOADS_QUEUE_URL: "https://sqs.eu-south-2.amazonaws.com/000000000000/spanishgas-dev-uploads",
      },
    });
  });

  test("their logs have an end, and so have those of the jobs and the state machine", async () => {
    const names = (of: Recorded) =>
      of
        .ofType("aws:cloudwatch/logGroup:LogGroup")
        .filter(({ name }) => name.startsWith("pipeline"))
        .map(({ inputs }) => {
          expect(inputs["retentionInDays"], String(inputs["name"])).toBe(30);
          return inputs["name"];
        });
    const own = [
      "/aws/lambda/spanishgas-dev-pipeline-control",
      "/aws/lambda/spanishgas-dev-pipeline-trigger",
      "/aws/vendedlogs/states/spanishgas-dev-pipeline",
    ];
    expect(names(made).sort()).toEqual([...own, "/aws/sagemaker/ProcessingJobs"].sort());
    // The account has one group for jobs: a second stack of the account leaves it to the first.
    expect(names(await recorded({ jobLogs: "existing" })).sort()).toEqual(own);
  });

  test("the trigger has its own share of the account's concurrency where that is asked for, by default in prod", async () => {
    const reserved = async (settings: Settings) =>
      (await recorded(settings))
        .ofType("aws:lambda/function:Function")
        .filter(({ inputs }) => inputs["reservedConcurrentExecutions"] === 3)
        .map(({ inputs }) => inputs["name"]);
    const trigger = expect.stringContaining("-pipeline-trigger");
    // A new account has ten, and refuses to reserve any.
    expect(await reserved({})).toEqual([]);
    expect(await reserved({ reserveConcurrency: true })).toEqual([trigger]);
    expect(await reserved({ stack: { environment: "prod" } })).toEqual([trigger]);
    expect(await reserved({ stack: { environment: "prod" }, reserveConcurrency: false })).toEqual([]);
  });

  test("an event that fails again and again becomes a dead letter", () => {
    const configs = made.ofType("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig");
    expect(configs).toHaveLength(2);
    for (const { inputs } of configs)
      expect(inputs).toMatchObject({
        maximumRetryAttempts: 2,
        destinationConfig: {
          onFailure: { destination: "arn:aws:sqs:eu-south-2:000000000000:spanishgas-dev-dead-letters" },
        },
      });
  });
});

test("every part is watched, by alarms and charts that CloudWatch takes (X11)", async () => {
  await recorded({
    look: ({ alarms, charts }) => {
      expect(alarms.map(({ name }) => name)).toEqual([
        "sfn-failures",
        "sfn-timeouts",
        "sfn-aborts",
        "sfn-throttles",
        "lambda-errors",
        "lambda-throttles",
        "control-errors",
        "control-throttles",
        "dead-letters",
        "uploads-waiting",
        "drift-detected",
        "alerts-unpublished",
        "files-ignored",
        "delivery-incomplete",
        "trigger-silent",
      ]);
      expect(alarmFaults(alarms)).toEqual([]);
      expect(chartFaults(charts)).toEqual([]);
      const drift = alarms.find(({ name }) => name === "drift-detected");
      expect(drift, "drift is not over because no run ended in the last hour").toMatchObject({
        missingData: "ignore",
      });
      const silent = alarms.find(({ name }) => name === "trigger-silent");
      expect(silent, "silence is what it is about").toMatchObject({
        missingData: "breaching",
        metric: "Invocations",
      });
    },
  });
});

test("a role that may start asks the trigger, and not the state machine behind its back", async () => {
  const granted: unknown[] = [];
  await recorded({
    look: (pipeline) => pipeline.grantStart({ allow: (_what, statements) => granted.push(...statements) }),
  });
  expect(granted).toEqual([expect.objectContaining({ actions: ["lambda:InvokeFunction"] })]);
});

describe("wrong arguments", () => {
  const wrong: Settings = {
    stack: { prefix: "a-very-long-project-of-ours-staging" },
    sizes: {
      bronze: { instanceType: "ml.m5.xlarge", instances: 101 },
      silver: { instanceType: "ml.m5.xlarge", instances: 4 },
      gold: { instanceType: "m5.xlarge" },
      train: { instanceType: "ml.m5.xlarge", volumeGb: 5, instances: 0 },
    },
    schedule: { cron: "0 6 * * 1", timeZone: "Europe/Toledo" },
  };

  test("a query and several machines that both sum the readings are one too many", async () => {
    const sizes = { bronze: { instanceType: "ml.m5.xlarge", instances: 4 } };
    await expect(recorded({ sizes, scale: {} })).rejects.toThrow(
      /sizes\.bronze\.instances: must be 1 where queries sum the readings \(scale\)/,
    );
  });

  test("are reported all at once, each with what is allowed", async () => {
    const message = await recorded(wrong).then(
      () => "",
      (thrown: unknown) => (thrown instanceof Error ? thrown.message : ""),
    );
    const lines = message.split("\n");
    expect(lines[0]).toBe("Pipeline pipeline: 8 arguments are wrong.");
    expect(lines.slice(1)).toEqual([
      expect.stringMatching(/stack\.prefix: .* has 35 characters; names of jobs have room for 27/),
      expect.stringMatching(/sizes\.bronze\.instances: must be a whole number from 1 to 100, not 101/),
      expect.stringMatching(/sizes\.silver\.instances: must be 1: only the bronze step can put together/),
      expect.stringMatching(/sizes\.gold\.instanceType: "m5\.xlarge" is none of ml\.t3\.large, /),
      expect.stringMatching(/sizes\.train\.instances: must be 1, not 0/),
      expect.stringMatching(/sizes\.train\.volumeGb: must be a whole number from 10 to 16384, not 5/),
      expect.stringMatching(
        /schedule\.cron: must have six fields such as "0 6 \? \* MON \*", not "0 6 \* \* 1"/,
      ),
      expect.stringMatching(
        /schedule\.timeZone: must be a time zone such as Europe\/Madrid, not "Europe\/Toledo"/,
      ),
    ]);
  });
});
