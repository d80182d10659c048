import { describe, expect, test } from "vitest";
import { conditionsHold } from "../support/iam/conditions.ts";
import { parseDocument } from "../support/iam/document.ts";
import { decide, mayAssume } from "../support/iam/evaluate.ts";
import { overlap } from "../support/iam/known-actions.ts";
import { actionLike, arnLike, like, resourceLike } from "../support/iam/match.ts";

/** The evaluator itself, against examples worked by hand after AWS's documentation of its evaluation logic. */

const document = (...statements: object[]) =>
  parseDocument(JSON.stringify({ Version: "2012-10-17", Statement: statements }));
const allow = (Action: string | string[], Resource: string | string[], Condition?: object) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...(Condition === undefined ? {} : { Condition }),
});
const deny = (Action: string, Resource: string, Condition?: object) => ({
  ...allow(Action, Resource, Condition),
  Effect: "Deny",
});

describe("order of evaluation", () => {
  const read = { action: "s3:GetObject", resource: "arn:aws:s3:::lake/gold/a.parquet" };
  const reads = document(allow("s3:GetObject", "arn:aws:s3:::lake/*"));

  test("what nobody allows is not allowed", () => {
    expect(decide({ policies: [] }, read)).toBe("not allowed");
    expect(decide({ policies: [reads] }, { ...read, action: "s3:PutObject" })).toBe("not allowed");
    expect(decide({ policies: [reads] }, { ...read, resource: "arn:aws:s3:::other/a" })).toBe("not allowed");
  });

  test("one policy of several is enough to allow", () => {
    const other = document(allow("sqs:SendMessage", "*"));
    expect(decide({ policies: [other, reads] }, read)).toBe("allowed");
  });

  test("an explicit denial wins over every allowance, wherever it stands", () => {
    const denial = document(deny("s3:GetObject", "arn:aws:s3:::lake/gold/*"));
    expect(decide({ policies: [reads, denial] }, read)).toBe("denied outright");
    const boundary = document(allow("s3:GetObject", "*"), deny("s3:GetObject", "arn:aws:s3:::lake/gold/*"));
    expect(decide({ policies: [reads], boundary }, read)).toBe("denied outright");
    expect(decide({ policies: [reads], boundary }, { ...read, resource: "arn:aws:s3:::lake/raw/a" })).toBe(
      "allowed",
    );
  });

  test("a boundary allows nothing by itself, and nothing passes that it does not allow", () => {
    const boundary = document(allow("s3:GetObject", "*"));
    expect(decide({ policies: [], boundary }, read)).toBe("not allowed");
    expect(decide({ policies: [reads], boundary }, read)).toBe("allowed");
    const everything = document(allow("*", "*"));
    expect(decide({ policies: [everything], boundary }, { action: "iam:CreateUser", resource: "*" })).toBe(
      "not within the boundary",
    );
  });

  test("NotAction and NotResource mean everything else", () => {
    const policy = document({ Effect: "Allow", NotAction: "iam:*", NotResource: "arn:aws:s3:::secret/*" });
    const with_ = (action: string, resource: string) => decide({ policies: [policy] }, { action, resource });
    expect(with_("s3:GetObject", "arn:aws:s3:::lake/a")).toBe("allowed");
    expect(with_("s3:GetObject", "arn:aws:s3:::secret/a")).toBe("not allowed");
    expect(with_("iam:CreateUser", "arn:aws:iam::111111111111:user/a")).toBe("not allowed");
  });

  test("a denial whose condition does not hold denies nothing", () => {
    const overTls = document(deny("s3:GetObject", "*", { Bool: { "aws:SecureTransport": "false" } }));
    const policies = [reads, overTls];
    expect(decide({ policies }, { ...read, context: { "aws:SecureTransport": "true" } })).toBe("allowed");
    expect(decide({ policies }, { ...read, context: { "aws:SecureTransport": "false" } })).toBe(
      "denied outright",
    );
  });
});

describe("matching", () => {
  test("a wildcard in an ARN does not reach into its next part", () => {
    expect(arnLike("arn:aws:s3:::lake*", "arn:aws:s3:::lake-2/a/b")).toBe(true);
    expect(arnLike("arn:aws:sqs:*:111111111111:q", "arn:aws:sqs:eu-west-1:111111111111:q")).toBe(true);
    expect(arnLike("arn:aws:*:q", "arn:aws:sqs:eu-west-1:111111111111:q")).toBe(false);
    expect(arnLike("arn:aws:lambda:*:*:function:a-*", "arn:aws:lambda:r:1:function:a-b:1")).toBe(true);
  });

  test("a resource's asterisk at the end of a part goes on beyond it, another one does not", () => {
    const queue = "arn:aws:sqs:eu-west-1:111111111111:q";
    for (const wide of ["*", "arn:*", "arn:aws:sqs:*", "arn:aws:sqs:*:q", "arn:aws:*:q", "arn:aws:sqs:eu*:q"])
      expect(resourceLike(wide, queue), wide).toBe(true);
    for (const narrow of [
      "arn:aws:sqs:e*1:q",
      "arn:aws:s3:*",
      "arn:aws:sqs:eu-west-1:111111111111",
      "q",
      "*:p",
    ])
      expect(resourceLike(narrow, queue), narrow).toBe(false);
    expect(resourceLike("arn:aws:s3:::lake/*/a", "arn:aws:s3:::lake/x:y/z/a")).toBe(true);
    const everySqs = document(allow("sqs:SendMessage", "arn:aws:sqs:*"));
    expect(decide({ policies: [everySqs] }, { action: "sqs:SendMessage", resource: queue })).toBe("allowed");
  });

  test("marks that mean something in a regular expression mean themselves", () => {
    expect(like("a.b", "axb")).toBe(false);
    expect(like("a+?", "a+b")).toBe(true);
    expect(like("a", "A")).toBe(false);
    expect(actionLike("S3:getobject", "s3:GetObject")).toBe(true);
    expect(() => like(`\${aws:username}/*`, "a/b")).toThrow("policy variables");
  });

  test("two patterns overlap when some text matches both", () => {
    expect(overlap("arn:*:s3:::*/*", "arn:aws:s3:::lake/gold/*")).toBe(true);
    expect(overlap("arn:*:s3:::*", "arn:aws:sqs:r:1:q")).toBe(false);
    expect(overlap("a*c", "ab*")).toBe(true);
    expect(overlap("a*c", "b*c")).toBe(false);
  });
});

describe("conditions", () => {
  const holds = (operator: string, wanted: string[], context: Record<string, string | string[]>) =>
    conditionsHold({ [operator]: { "a:Key": wanted } }, context);

  test("several values are alternatives, several keys and operators must all hold", () => {
    expect(holds("StringEquals", ["x", "y"], { "a:Key": "y" })).toBe(true);
    expect(holds("StringEquals", ["x", "y"], { "a:Key": "z" })).toBe(false);
    const both = { StringEquals: { "a:Key": ["x"], "a:Other": ["1"] } };
    expect(conditionsHold(both, { "a:Key": "x", "a:Other": "1" })).toBe(true);
    expect(conditionsHold(both, { "a:Key": "x", "a:Other": "2" })).toBe(false);
  });

  test("a key that the request lacks fails, unless the operator is negated or says IfExists", () => {
    expect(holds("StringEquals", ["x"], {})).toBe(false);
    expect(holds("StringLike", ["*"], {})).toBe(false);
    expect(holds("Bool", ["false"], {})).toBe(false);
    expect(holds("StringNotEquals", ["x"], {})).toBe(true);
    expect(holds("StringEqualsIfExists", ["x"], {})).toBe(true);
    expect(holds("StringEqualsIfExists", ["x"], { "a:Key": "y" })).toBe(false);
    expect(holds("Null", ["true"], {})).toBe(true);
    expect(holds("Null", ["false"], {})).toBe(false);
    expect(holds("Null", ["true"], { "a:Key": "x" })).toBe(false);
    // An empty list is none.
    expect(holds("Null", ["true"], { "a:Key": [] })).toBe(true);
    expect(holds("StringEquals", ["x"], { "a:Key": [] })).toBe(false);
  });

  test("negated operators want none of their values", () => {
    expect(holds("StringNotEquals", ["x", "y"], { "a:Key": "y" })).toBe(false);
    expect(holds("StringNotLike", ["x*"], { "a:Key": "y" })).toBe(true);
    expect(holds("ArnNotLike", ["arn:aws:s3:::a*"], { "a:Key": "arn:aws:s3:::ab" })).toBe(false);
  });

  test("lists need a quantifier: any is false for a missing list, all is true", () => {
    expect(holds("ForAnyValue:StringEquals", ["x"], { "a:Key": ["y", "x"] })).toBe(true);
    expect(holds("ForAnyValue:StringEquals", ["x"], {})).toBe(false);
    expect(holds("ForAllValues:StringEquals", ["x"], { "a:Key": ["y", "x"] })).toBe(false);
    expect(holds("ForAllValues:StringLike", ["x*"], { "a:Key": ["x1", "x2"] })).toBe(true);
    expect(holds("ForAllValues:StringEquals", ["x"], {})).toBe(true);
    expect(() => holds("StringEquals", ["x"], { "a:Key": ["x", "y"] })).toThrow("several values");
  });

  test("keys are not told apart by case, StringEquals does tell values apart, ARNs match by pattern", () => {
    expect(holds("StringEquals", ["x"], { "A:KEY": "x" })).toBe(true);
    expect(holds("StringEquals", ["x"], { "a:Key": "X" })).toBe(false);
    expect(holds("StringEquals", ["x*"], { "a:Key": "x1" })).toBe(false);
    expect(holds("StringEqualsIgnoreCase", ["x"], { "a:Key": "X" })).toBe(true);
    expect(holds("ArnEquals", ["arn:aws:sns:*:1:t"], { "a:Key": "arn:aws:sns:r:1:t" })).toBe(true);
  });

  test("an operator that is not known throws, even behind a condition that does not hold", () => {
    expect(() => holds("DateLessThan", ["2026-01-01"], { "a:Key": "x" })).toThrow("DateLessThan");
    expect(() =>
      conditionsHold({ StringEquals: { "a:Key": ["x"] }, IpAddress: { "a:Ip": ["::1"] } }, {}),
    ).toThrow("IpAddress");
  });
});

test("a document with an element that IAM does not know, or an element and its opposite, is refused", () => {
  expect(() => document({ Effect: "Allow", Actions: "s3:GetObject", Resource: "*" })).toThrow();
  expect(() => document({ Effect: "Allow", Action: "a:B", NotAction: "a:C", Resource: "*" })).toThrow(
    "NotAction",
  );
  expect(() => document({ Effect: "Allow", Resource: "*" })).toThrow("either Action or NotAction");
});

test("a trust document lets in who is named, with the action and conditions that it names", () => {
  const trust = document({
    Effect: "Allow",
    Principal: { Service: "lambda.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } },
  });
  const lambda = { kind: "Service", id: "lambda.amazonaws.com" } as const;
  const ours = { "aws:SourceAccount": "111111111111" };
  expect(mayAssume(trust, lambda, "sts:AssumeRole", ours)).toBe(true);
  expect(mayAssume(trust, lambda, "sts:AssumeRoleWithWebIdentity", ours)).toBe(false);
  expect(mayAssume(trust, lambda, "sts:AssumeRole", { "aws:SourceAccount": "222222222222" })).toBe(false);
  expect(mayAssume(trust, { kind: "Service", id: "ec2.amazonaws.com" }, "sts:AssumeRole", ours)).toBe(false);
  expect(mayAssume(trust, { kind: "AWS", id: "lambda.amazonaws.com" }, "sts:AssumeRole", ours)).toBe(false);
});
