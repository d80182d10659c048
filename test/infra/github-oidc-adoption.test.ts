import { expect, test } from "vitest";
import { account, args, recorded, role } from "../support/github-access.ts";
import type { Context } from "../support/iam/conditions.ts";
import { parseDocument } from "../support/iam/document.ts";
import { type Decision, decide } from "../support/iam/evaluate.ts";

/** What a deployment cannot make its own: things that are told apart by tags, or by names that anybody may take. */

const boundary = parseDocument(
  String(recorded.only("aws:iam/policy:Policy", "github-boundary").inputs["policy"]),
);
const ask = (purpose: string, action: string, resource: string, context: Context = {}): Decision =>
  decide(role(purpose), { action, resource, context });

test("takes for its own only what carries the stack's tags, or what nobody has tagged", () => {
  const tags = { "aws:RequestTag/Project": "spanishgas", "aws:RequestTag/Environment": "dev" };
  const group = `arn:aws:ec2:eu-south-2:${account}:security-group/sg-1`;
  const vpc = `arn:aws:ec2:eu-south-2:${account}:vpc/vpc-1`;
  expect(ask("deploy", "ec2:CreateTags", group, tags)).toBe("allowed");
  expect(ask("deploy", "ec2:CreateTags", group, { ...tags, "aws:ResourceTag/Project": "other" })).toBe(
    "not allowed",
  );
  expect(ask("deploy", "ec2:CreateTags", vpc, tags)).toBe("not allowed");
  expect(ask("deploy", "ec2:CreateTags", vpc, { ...tags, "ec2:CreateAction": "CreateVpc" })).toBe("allowed");
  expect(ask("deploy", "ec2:DeleteVpc", vpc)).toBe("not allowed");
});

test("puts its tags on no key and no certificate of somebody else, which it could then change", () => {
  const tags = { "aws:RequestTag/Project": "spanishgas", "aws:RequestTag/Environment": "dev" };
  const of = (other: Context) => Object.entries(other).map(([key, value]) => ({ ...tags, [key]: value }));
  const taken = of({
    "aws:ResourceTag/Project": "other",
    "kms:ResourceAliases": ["alias/pulumi"],
  });
  expect(ask("deploy", "kms:TagResource", args.secretsKeyArn, tags)).toBe("allowed");
  for (const context of taken)
    expect(ask("deploy", "kms:TagResource", args.secretsKeyArn, context)).toBe("not allowed");
  const prod = {
    ...tags,
    "aws:ResourceTag/Project": "spanishgas",
    "aws:ResourceTag/Environment": "prod",
  };
  const certificate = `arn:aws:acm:eu-south-2:${account}:certificate/1`;
  expect(ask("deploy", "acm:AddTagsToCertificate", certificate, tags)).toBe("allowed");
  expect(ask("deploy", "acm:AddTagsToCertificate", certificate, prod)).toBe("not allowed");
  for (const action of ["PutKeyPolicy", "ScheduleKeyDeletion", "TagResource", "UntagResource"]) {
    expect(ask("deploy", `kms:${action}`, args.secretsKeyArn, prod), action).toBe("not allowed");
  }
});

test("reaches no bucket but the lake: whoever comes first may have any name that begins as ours do", () => {
  const stranger = "arn:aws:s3:::spanishgas-dev-stranger";
  expect(ask("deploy", "s3:PutBucketPolicy", stranger)).toBe("not allowed");
  const everything = parseDocument(
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] }),
  );
  const put = { action: "s3:PutObject", resource: `${stranger}/a` };
  expect(decide({ policies: [everything], boundary }, put)).toBe("denied outright");
});
