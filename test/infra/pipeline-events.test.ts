import { beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { ABANDONED_SECONDS, COMPLETION_SECONDS, SETTLING_SECONDS } from "../../configs/functions.ts";
import type { AlarmDefinition } from "../../infra/alerts/alarm.ts";
import type { Recorded } from "../support/pulumi-mocks.ts";
import { recorded } from "./pipeline-fixture.ts";

vi.mock("../../infra/bundle.ts", async () => (await import("./pipeline-bundle.ts")).bundling);

/** What wakes the pipeline: uploads through their queue, executions that ended badly, the schedule. */

const json = z.json();
let made: Recorded;

beforeAll(async () => {
  made = await recorded();
});

function text(value: unknown): string {
  if (typeof value !== "string") throw new Error(`This is no text: ${String(value)}`);
  return value;
}

const parsed = (value: unknown) => json.parse(JSON.parse(text(value)));

describe("uploads", () => {
  test("reach the queue by a rule for this bucket's raw/ only (K1, K6)", () => {
    const { inputs } = made.only("aws:cloudwatch/eventRule:EventRule", "pipeline-trigger-uploads-rule");
    expect(parsed(inputs["eventPattern"])).toEqual({
      source: ["aws.s3"],
      "detail-type": ["Object Created"],
      detail: { bucket: { name: ["spanishgas-data-dev"] }, object: { key: [{ prefix: "raw/" }] } },
    });
    expect(
      made.only("aws:cloudwatch/eventTarget:EventTarget", "pipeline-trigger-uploads-target").inputs,
    ).toMatchObject({
      arn: "arn:aws:sqs:eu-south-2:000000000000:spanishgas-dev-uploads",
      deadLetterConfig: { arn: "arn:aws:sqs:eu-south-2:000000000000:spanishgas-dev-dead-letters" },
    });
  });

  test("rest until the upload is quiet, and are hidden for six times the function's time", () => {
    const { inputs } = made.only("aws:sqs/queue:Queue", "pipeline-trigger-uploads");
    const mapping = made.only("aws:lambda/eventSourceMapping:EventSourceMapping").inputs;
    expect(inputs).toMatchObject({
      name: "spanishgas-dev-uploads",
      delaySeconds: SETTLING_SECONDS,
      sqsManagedSseEnabled: true,
    });
    expect(mapping).toMatchObject({
      functionResponseTypes: ["ReportBatchItemFailures"],
      scalingConfig: { maximumConcurrency: 2 },
      // More than ten only where Lambda collects them for a while.
      batchSize: 100,
      maximumBatchingWindowInSeconds: expect.toSatisfy((seconds: number) => seconds >= 1 && seconds <= 300),
    });
    const window = Number(mapping["maximumBatchingWindowInSeconds"]);
    expect(Number(inputs["visibilityTimeoutSeconds"])).toBeGreaterThanOrEqual(6 * 60 + window);
  });

  test("wait for a run that is at work as long as it may take, and are never lost (K5)", () => {
    const { inputs } = made.only("aws:sqs/queue:Queue", "pipeline-trigger-uploads");
    const { deadLetterTargetArn, maxReceiveCount } = z
      .object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.number().int().max(1000) })
      .parse(parsed(inputs["redrivePolicy"]));
    expect(deadLetterTargetArn).toBe("arn:aws:sqs:eu-south-2:000000000000:spanishgas-dev-dead-letters");
    const waits = maxReceiveCount * Number(inputs["visibilityTimeoutSeconds"]);
    expect(waits).toBeGreaterThanOrEqual(12 * 3600);
    expect(Number(inputs["messageRetentionSeconds"]), "it is not forgotten meanwhile").toBeGreaterThan(waits);
    expect(waits, "abandoned parts, and data sets that never come, end sooner").toBeGreaterThan(
      ABANDONED_SECONDS + COMPLETION_SECONDS,
    );
  });

  test.each(["pipeline-trigger-uploads", "pipeline-dead-letters"])(
    "%s lets in this stack's rules, over TLS",
    (name) => {
      const Statement = policyOf(name);
      expect(Statement.filter(({ Effect }) => Effect === "Allow")).toEqual([
        expect.objectContaining({
          Principal: { Service: "events.amazonaws.com" },
          Action: "sqs:SendMessage",
          Condition: {
            ArnEquals: {
              "aws:SourceArn": expect.arrayContaining([
                "arn:aws:events:eu-south-2:000000000000:rule/spanishgas-dev-uploads",
              ]),
            },
          },
        }),
      ]);
      expect(Statement.find(({ Effect }) => Effect === "Deny")).toMatchObject({
        Principal: "*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      });
    },
  );
});

test("an execution that ends badly is told to the control function, by a rule that alone may call it (K2, X7)", () => {
  const rule = made.only("aws:cloudwatch/eventRule:EventRule", "pipeline-control-failures").inputs;
  expect(parsed(rule["eventPattern"])).toEqual({
    source: ["aws.states"],
    "detail-type": ["Step Functions Execution Status Change"],
    detail: {
      stateMachineArn: ["arn:aws:states:eu-south-2:000000000000:stateMachine:spanishgas-dev-pipeline"],
      status: ["ABORTED", "FAILED", "TIMED_OUT"],
    },
  });
  expectTold("pipeline-control-failures", "spanishgas-dev-pipeline-failures");
});

test("a model that a person approves or rejects is told to the control function, for this stack's group alone", () => {
  const rule = made.only("aws:cloudwatch/eventRule:EventRule", "pipeline-control-decisions").inputs;
  expect(parsed(rule["eventPattern"])).toEqual({
    source: ["aws.sagemaker"],
    "detail-type": ["SageMaker Model Package State Change"],
    detail: { ModelPackageGroupName: ["spanishgas-dev-churn"] },
  });
  expectTold("pipeline-control-decisions", "spanishgas-dev-model-decisions");
});

/** The rule alone may call the function; what the function does not take is repeated, and then kept. */
function expectTold(name: string, rule: string): void {
  expect(made.only("aws:lambda/permission:Permission", `${name}-permission`).inputs).toMatchObject({
    principal: "events.amazonaws.com",
    sourceArn: `arn:aws:events:eu-south-2:000000000000:rule/${rule}`,
  });
  expect(made.only("aws:cloudwatch/eventTarget:EventTarget", `${name}-target`).inputs).toMatchObject({
    retryPolicy: { maximumRetryAttempts: 60 },
    deadLetterConfig: { arn: "arn:aws:sqs:eu-south-2:000000000000:spanishgas-dev-dead-letters" },
  });
  expect(policyOf("pipeline-dead-letters")).toContainEqual(
    expect.objectContaining({
      Action: "sqs:SendMessage",
      Condition: {
        ArnEquals: {
          "aws:SourceArn": expect.arrayContaining([`arn:aws:events:eu-south-2:000000000000:rule/${rule}`]),
        },
      },
    }),
  );
}

/** What a queue's policy says. */
function policyOf(queue: string) {
  const { policy } = made.only("aws:sqs/queuePolicy:QueuePolicy", `${queue}-policy`).inputs;
  return z.object({ Statement: z.array(z.record(z.string(), z.json())) }).parse(parsed(policy)).Statement;
}

describe("the schedule (K27)", () => {
  test("asks the trigger for a training on Mondays at six in Madrid", () => {
    const { inputs } = made.only("aws:scheduler/schedule:Schedule");
    expect(inputs).toMatchObject({
      name: "spanishgas-dev-weekly-training",
      groupName: "spanishgas-dev",
      scheduleExpression: "cron(0 6 ? * MON *)",
      scheduleExpressionTimezone: "Europe/Madrid",
      flexibleTimeWindow: { mode: "FLEXIBLE", maximumWindowInMinutes: 15 },
      state: "ENABLED",
      target: {
        arn: "arn:aws:lambda:eu-south-2:000000000000:function:spanishgas-dev-pipeline-trigger",
        input: '{"source":"schedule","mode":"train"}',
        deadLetterConfig: { arn: "arn:aws:sqs:eu-south-2:000000000000:spanishgas-dev-dead-letters" },
      },
    });
  });

  test("can be moved and switched off; then nobody is told that no run was completed", async () => {
    let alarms: readonly AlarmDefinition[] = [];
    const off = await recorded({
      schedule: { cron: "30 4 1 * ? *", timeZone: "Atlantic/Canary", enabled: false },
      look: (pipeline) => {
        alarms = pipeline.alarms;
      },
    });
    expect(off.only("aws:scheduler/schedule:Schedule").inputs).toMatchObject({
      scheduleExpression: "cron(30 4 1 * ? *)",
      scheduleExpressionTimezone: "Atlantic/Canary",
      state: "DISABLED",
    });
    expect(alarms.map(({ name }) => name)).not.toContain("trigger-silent");
  });
});
