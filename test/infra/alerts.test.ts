import { describe, expect, test } from "vitest";
import { Alerts } from "../../infra/alerts.ts";
import { Role } from "../../infra/iam/role.ts";
import { account, stack } from "../support/github-access.ts";
import { parseDocument } from "../support/iam/document.ts";
import { applies, decide, type Request } from "../support/iam/evaluate.ts";
import { rolesOf } from "../support/iam/roles.ts";
import { record } from "../support/pulumi-mocks.ts";
import {
  chart,
  drift,
  KEY,
  lambdaErrors,
  outputs,
  recordAlerts,
  recorded,
  slow,
  TOPIC,
} from "./alerts-fixture.ts";

/** The topic, who may publish to it and who is told, and the budget. */

const documentOf = (type: string) => parseDocument(String(recorded.only(type).inputs["policy"]));

describe("the topic", () => {
  const policy = documentOf("aws:sns/topicPolicy:TopicPolicy");
  /** Whether the topic's own policy lets a service publish. */
  const publishes = (service: string, context: Record<string, string>) => {
    const request: Request = {
      action: "sns:Publish",
      resource: TOPIC,
      context: { "aws:SecureTransport": "true", ...context },
    };
    return policy.Statement.some(
      (statement) =>
        statement.Effect === "Allow" &&
        (statement.Principal?.Service ?? []).includes(service) &&
        applies(statement, request),
    );
  };
  const alarmOf = (name: string, owner = account) => ({
    "aws:SourceAccount": owner,
    "aws:SourceArn": `arn:aws:cloudwatch:eu-south-2:${owner}:alarm:${name}`,
  });

  test("rests under a key of its own that turns, and that alarms and budgets of this account alone may use", () => {
    expect(recorded.only("aws:sns/topic:Topic").inputs).toMatchObject({
      name: "spanishgas-dev-alerts",
      kmsMasterKeyId: KEY,
    });
    expect(recorded.only("aws:kms/key:Key").inputs).toMatchObject({ enableKeyRotation: true });
    const services = documentOf("aws:kms/key:Key").Statement.filter(({ Principal }) => Principal?.Service);
    expect(services.map(({ Principal, Action, Condition }) => ({ Principal, Action, Condition }))).toEqual([
      {
        Principal: { Service: ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"] },
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Condition: { StringEquals: { "aws:SourceAccount": [account] } },
      },
    ]);
  });

  test("has a key that administrators keep, and neither read with nor lend to anybody", () => {
    const policies = [documentOf("aws:kms/key:Key")];
    const ask = (action: string) => decide({ policies }, { action, resource: KEY });
    expect(ask("kms:PutKeyPolicy")).toBe("allowed");
    expect(ask("kms:Decrypt")).toBe("not allowed");
    expect(ask("kms:CreateGrant")).toBe("not allowed");
  });

  test("takes messages of this stack's alarms and this account's budgets", () => {
    expect(publishes("cloudwatch.amazonaws.com", alarmOf("spanishgas-dev-lambda-errors"))).toBe(true);
    expect(publishes("cloudwatch.amazonaws.com", alarmOf("spanishgas-prod-lambda-errors"))).toBe(false);
    expect(
      publishes("cloudwatch.amazonaws.com", alarmOf("spanishgas-dev-lambda-errors", "222222222222")),
    ).toBe(false);
    expect(publishes("events.amazonaws.com", { "aws:SourceAccount": account })).toBe(false);
    const budget = { "aws:SourceAccount": account, "aws:SourceArn": `arn:aws:budgets::${account}:budget/a` };
    expect(publishes("budgets.amazonaws.com", budget)).toBe(true);
    expect(publishes("budgets.amazonaws.com", { "aws:SourceAccount": account })).toBe(false);
  });

  test("allows nobody by name of everybody, and refuses what comes without TLS", () => {
    const open = policy.Statement.filter(({ Effect, Principal }) => Effect === "Allow" && Principal?.["*"]);
    expect(open).toEqual([]);
    const everything = parseDocument(
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
      }),
    );
    const plain = { action: "sns:Publish", resource: TOPIC, context: { "aws:SecureTransport": "false" } };
    expect(decide({ policies: [everything, policy] }, plain)).toBe("denied outright");
    const tls = { ...plain, context: { "aws:SecureTransport": "true" } };
    expect(decide({ policies: [everything] }, tls)).toBe("allowed");
  });

  test("tells each address, and keeps addresses out of the resources' names", () => {
    const subscriptions = recorded.ofType("aws:sns/topicSubscription:TopicSubscription");
    expect(subscriptions.map(({ inputs }) => [inputs["protocol"], inputs["endpoint"]])).toEqual([
      ["email", "data@example.com"],
      ["https", "https://hooks.example.com/secret-token"],
    ]);
    for (const { name } of subscriptions) expect(name).toMatch(/^alerts-(?:email|https)-[0-9a-f]{8}$/);
  });

  test("is open to a role that was granted it, through SNS and over nothing else", async () => {
    const granted = await record(
      () => {
        const role = new Role("control", {
          stack,
          purpose: "control",
          description: "",
          service: "lambda.amazonaws.com",
        });
        new Alerts("alerts", { stack }).grantPublish(role);
      },
      { outputs },
    );
    const role = rolesOf(granted.all, account).get("spanishgas-dev-control-role");
    const ask = (action: string, resource: string, via?: string) =>
      decide(
        { policies: role?.policies ?? [] },
        { action, resource, ...(via === undefined ? {} : { context: { "kms:ViaService": via } }) },
      );
    expect(ask("sns:Publish", TOPIC)).toBe("allowed");
    expect(ask("sns:Subscribe", TOPIC)).toBe("not allowed");
    expect(ask("kms:GenerateDataKey", KEY, "sns.eu-south-2.amazonaws.com")).toBe("allowed");
    expect(ask("kms:GenerateDataKey", KEY)).toBe("not allowed");
  });
});

describe("the budget", () => {
  const budgetOf = (from: Awaited<ReturnType<typeof recordAlerts>>) =>
    from.only("aws:budgets/budget:Budget").inputs;

  test("warns of the forecast first, then of four fifths, then of all", () => {
    expect(budgetOf(recorded)).toEqual({
      name: "spanishgas-dev-monthly",
      accountId: account,
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: "200.00",
      limitUnit: "USD",
      notifications: [
        ["FORECASTED", 100],
        ["ACTUAL", 80],
        ["ACTUAL", 100],
      ].map(([notificationType, threshold]) => ({
        notificationType,
        comparisonOperator: "GREATER_THAN",
        thresholdType: "PERCENTAGE",
        threshold,
        subscriberEmailAddresses: ["data@example.com"],
      })),
    });
  });

  test("tells the topic when no address is given, so that no warning goes unheard", async () => {
    const told = budgetOf(await recordAlerts({ budgetUsd: 0.5 }));
    expect(told).toMatchObject({
      limitAmount: "0.50",
      notifications: [{ subscriberSnsTopicArns: [TOPIC] }, {}, {}],
    });
  });

  test("is refused with a limit that is none, or more addresses than AWS takes", async () => {
    const emails = Array.from({ length: 11 }, (_, index) => `a${index}@example.com`);
    await expect(recordAlerts({ emails, budgetUsd: -1 })).rejects.toThrow(/monthlyUsd[\s\S]*emails/);
  });
});

test("wrong addresses are told all at once", async () => {
  const wrong = recordAlerts({ emails: ["a@b.c", "nobody", "a@b.c"], https: ["http://example.com"] });
  await expect(wrong).rejects.toThrow(
    /3 arguments are wrong[\s\S]*emails\[1\][\s\S]*emails\[2\][\s\S]*https\[0\]/,
  );
});

test("nothing is made inside apply", async () => {
  const preview = await record(
    () => {
      new Alerts("alerts", {
        stack,
        emails: ["data@example.com"],
        https: ["https://hooks.example.com/secret-token"],
        budgetUsd: 200,
      }).watch([lambdaErrors, drift, slow], [chart]);
    },
    { preview: true },
  );
  expect(preview.lines()).toEqual(recorded.lines());
});
