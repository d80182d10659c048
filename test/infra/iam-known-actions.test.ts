import { expect, test } from "vitest";
import { parseDocument } from "../support/iam/document.ts";
import { faultsOfDocument } from "../support/iam/known-actions.ts";

/** The check of documents against AWS's own lists finds what it is there for. */

const faults = (statement: object) =>
  faultsOfDocument(
    parseDocument(
      JSON.stringify({ Version: "2012-10-17", Statement: [{ Sid: "S", Effect: "Allow", ...statement }] }),
    ),
  );
const table = "arn:aws:dynamodb:eu-west-1:111111111111:table/a";

test("a right statement has no faults", async () => {
  const right = { Action: ["dynamodb:GetItem", "dynamodb:PutItem"], Resource: table };
  expect(await faults({ ...right, Condition: { StringEquals: { "aws:PrincipalAccount": "1" } } })).toEqual(
    [],
  );
});

test("an action that does not exist, or that stands for many, is found", async () => {
  expect(await faults({ Action: "dynamodb:ReadItem", Resource: table })).toContain(
    "S: there is no action dynamodb:ReadItem",
  );
  expect(await faults({ Action: "dynamodb:Get*", Resource: table })).toContain(
    "S: dynamodb:Get* is a wildcard",
  );
  expect(await faults({ Effect: "Deny", Action: "dynamodb:*", Resource: table })).toEqual([]);
});

test("a resource that the action does not take is found, from either side", async () => {
  const bucket = "arn:aws:s3:::lake";
  expect(await faults({ Action: "s3:GetObject", Resource: bucket })).toEqual([
    `S: s3:GetObject takes none of ${bucket}`,
    `S: no action of the statement takes ${bucket}`,
  ]);
  expect(await faults({ Action: "dynamodb:GetItem", Resource: [table, bucket] })).toEqual([
    `S: no action of the statement takes ${bucket}`,
  ]);
  expect(await faults({ Action: "ec2:DescribeVpcs", Resource: bucket })).toContain(
    "S: ec2:DescribeVpcs takes no resource",
  );
});

test("a condition on what the action is never asked with is found: it would always fail, or never", async () => {
  const condition = (key: string) => ({
    Action: "iam:GetRole",
    Resource: "arn:aws:iam::111111111111:role/a",
    Condition: { StringEquals: { [key]: "x" } },
  });
  expect(await faults(condition("iam:PassedToService"))).toEqual([
    "S: iam:GetRole is never asked with iam:PassedToService",
  ]);
  expect(await faults(condition("aws:ResourceTag/Project"))).toEqual([]);
  expect(await faults(condition("aws:RequestTag/Project"))).toEqual([
    "S: iam:GetRole is never asked with aws:RequestTag/Project",
  ]);
});
