import { beforeAll, expect, test } from "vitest";
import { type Design, recordDesigns } from "./designs.ts";
import * as access from "./questions-of-access.ts";
import * as care from "./questions-of-care.ts";

/**
 * X1 to X13: each question, and each rule of the policy pack that is there because of a fault, is put to the original's
 * infrastructure as well as to ours. Ours has to pass, and the original has to fail: so no question is one that
 * everything passes.
 */

let original: Design;
let ours: readonly Design[];
beforeAll(async () => {
  ({ original, ours } = await recordDesigns());
});

interface Told {
  /** What the question finds in the original, word for word. */
  readonly original: readonly string[];
  /** Rules of the policy pack that stop the original, and have no word to say about our stacks. */
  readonly rules: readonly string[];
}

function tellsApart(question: access.Question, told: Told): void {
  expect(question(original)).toEqual(told.original);
  expect(original.brokenRules(told.rules)).toEqual([...told.rules].sort());
  for (const design of ours) {
    expect(question(design), design.name).toEqual([]);
    expect(design.brokenRules(told.rules), design.name).toEqual([]);
  }
}

test("X1: what the internet reaches is encrypted, and only who has signed in gets past the load balancer", () => {
  tellsApart(access.openEntrances, {
    original: ["the internet is answered in plain text", "nobody has to sign in"],
    rules: ["load-balancer-https", "no-open-ingress"],
  });
});

test("X2: the deploy role cannot make itself or anybody else more powerful, nor touch other systems", () => {
  tellsApart(access.powersOfDeployment, {
    original: [
      "makes roles without a bound",
      "widens itself",
      "hands any role to any service",
      "changes other systems",
    ],
    rules: ["no-wildcard-resources", "pass-role-condition"],
  });
});

test("X3: no branch, tag, pull request or other environment can deploy", () => {
  tellsApart(access.strangersWhoDeploy, {
    original: ["ref:refs/heads/feature", "ref:refs/tags/v1", "pull_request", "environment:anything"],
    rules: ["oidc-subject-exact"],
  });
});

test("X4: each environment has a state of its own, which no other environment's role writes", () => {
  tellsApart(access.foreignStates, {
    original: ["writes the state of dev", "writes the state of staging"],
    rules: [],
  });
});

test("X5: tasks and jobs have no public address, and reach only what they are told to", () => {
  tellsApart(access.openNetworks, {
    original: [
      "tasks have public addresses",
      "it lives in the account's default network",
      "alb reaches everything",
      "ecs reaches everything",
    ],
    rules: ["job-isolation", "no-public-ip"],
  });
});

test("X6: nobody may do more than their part: by prefix, by action, by service", () => {
  tellsApart(access.needlessRights, {
    original: [
      "the dashboard reads uploads",
      "the dashboard reads what customers said",
      "the trigger reads data",
      "a step deletes",
      "a step overwrites another's table",
      "a step changes any registry",
      "a step writes any log",
      "the jobs' role goes to any service",
      "a step cannot look at its image's layers",
    ],
    rules: ["no-aws-managed-policies", "no-wildcard-resources", "pass-role-condition", "role-trust-source"],
  });
});

test("X7: no function can be called from another account", () => {
  tellsApart(access.callersOfAnyAccount, {
    original: ["trigger may be called from any account"],
    rules: ["lambda-permission-source-account"],
  });
});

test("X8: the bucket speaks TLS only, old versions and broken uploads end, scores are not deleted by age", () => {
  tellsApart(care.carelessBuckets, {
    original: [
      "it answers without TLS",
      "old versions are kept for ever",
      "broken uploads are kept for ever",
      "the only copy of scored/ is deleted by age",
    ],
    rules: ["bucket-lifecycle", "bucket-tls-only"],
  });
});

test("X9: an image's tag never moves, and prod's repositories do not go with their images", () => {
  tellsApart(care.movingImages, {
    original: ["lambda", "processing", "streamlit"].flatMap((name) => [
      `tags of ${name} move`,
      `${name} goes with its images`,
    ]),
    rules: ["deletion-protection-in-prod", "image-by-digest", "immutable-repositories"],
  });
});

test("X10: everything that runs writes a log that ends, and runs are logged and traced", () => {
  tellsApart(care.unwrittenLogs, {
    original: ["runs are not logged", "runs are not traced", "trigger writes to a group that nobody ends"],
    rules: ["log-group-present", "state-machine-logging-tracing"],
  });
});

test("X11: every part is watched, per environment, once, and somebody is told when it begins and when it is over", () => {
  const alarms = ["drift-detected", "lambda-errors", "sfn-failures"];
  tellsApart(care.deafAlarms, {
    original: [
      "nobody watches AWS/States ExecutionsTimedOut",
      "nobody watches AWS/States ExecutionsAborted",
      "nobody watches AWS/SQS ApproximateNumberOfMessagesVisible",
      "nobody watches AWS/ApplicationELB HTTPCode_Target_5XX_Count",
      "nobody watches AWS/ApplicationELB UnHealthyHostCount",
      "nobody watches AWS/ECS CPUUtilization",
      "nobody watches AWS/DynamoDB SystemErrors",
      ...alarms.flatMap((name) => [
        ...(name === "drift-detected" ? [`${name} hears every environment`] : []),
        `${name} does not say what silence means`,
        `${name} never says that it is over`,
      ]),
      "nobody is told",
      "drift is told twice: by its step and by its alarm",
    ],
    rules: ["alarm-actions", "alarm-environment", "alarms-present"],
  });
});

test("X12: the table is protected, forgets what is old, answers by state, and nobody scans it", () => {
  tellsApart(care.carelessTables, {
    original: [
      "it can be deleted by accident",
      "nothing in it is ever forgotten",
      "runs cannot be asked for by state",
      "the dashboard reads all of it",
    ],
    rules: ["deletion-protection-in-prod"],
  });
});

test("X13: the dashboard goes back by itself, grows, has two tasks in prod, and does not run as root", () => {
  tellsApart(care.frailServices, {
    original: [
      "a bad version stays",
      "one task is all there is",
      "it does not grow",
      "its container runs as root",
    ],
    rules: ["service-rollback"],
  });
});
