import { expect } from "vitest";
import type { Values } from "../../support/engine/index.ts";
import type { MadeUp } from "../made-up-stack.ts";
import type { Case } from "./case.ts";

const rolePolicy = (...statements: readonly Values[]): MadeUp => ({
  type: "aws:iam/rolePolicy:RolePolicy",
  name: "policy",
  inputs: { role: "role", policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }) },
});

const trust = (...statements: readonly Values[]): MadeUp => ({
  type: "aws:iam/role:Role",
  name: "role",
  inputs: { assumeRolePolicy: JSON.stringify({ Statement: statements }) },
});

const GITHUB = "token.actions.githubusercontent.com";
const workflow = (condition: Values): MadeUp =>
  trust({
    Effect: "Allow",
    Principal: { Federated: `arn:aws:iam::000000000000:oidc-provider/${GITHUB}` },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: condition,
  });
const audience = { [`${GITHUB}:aud`]: "sts.amazonaws.com" };
const subject = "repo:example-org/spanishgas:environment:prod";

/** Who may do what. */
export const iamCases: readonly Case[] = [
  {
    rule: "no-wildcard-actions",
    what: "a wildcard within an action's name",
    resources: [rolePolicy({ Effect: "Allow", Action: "s3:Get*", Resource: "arn:aws:s3:::data/gold/*" })],
    finds: ["policy.Statement[0].Action[0] allows s3:Get*"],
  },
  {
    rule: "no-wildcard-actions",
    what: "every action but one",
    resources: [rolePolicy({ Effect: "Allow", NotAction: "iam:*", Resource: "arn:aws:s3:::data" })],
    finds: ["policy.Statement[0].NotAction allows every action but a few"],
  },
  {
    rule: "no-wildcard-actions",
    what: "a denial of everything is no grant",
    resources: [rolePolicy({ Effect: "Deny", Action: "*", Resource: "*" })],
  },
  {
    rule: "no-wildcard-actions",
    what: "a document that is not JSON is a finding, not a pass",
    resources: [{ ...rolePolicy(), inputs: { policy: "{" } }],
    finds: ["policy is not JSON"],
  },
  {
    rule: "no-wildcard-actions",
    what: "a document of another shape is a finding, not a pass",
    resources: [rolePolicy({ Effect: "allow", Action: "*", Resource: "*" })],
    finds: [expect.stringMatching(/^policy is a document that this rule cannot read/)],
  },
  {
    rule: "no-wildcard-resources",
    what: "an action that takes no resource, by AWS's own list",
    resources: [rolePolicy({ Effect: "Allow", Action: "ec2:DescribeVpcs", Resource: "*" })],
  },
  {
    rule: "no-wildcard-resources",
    what: "an action that takes one",
    resources: [rolePolicy({ Effect: "Allow", Action: "states:StartExecution", Resource: "*" })],
    finds: ["policy.Statement[0].Resource[0] is *, but states:StartExecution can be limited to resources"],
  },
  {
    rule: "no-wildcard-resources",
    what: "an action that AWS does not know, where no list can speak for it",
    resources: [rolePolicy({ Effect: "Allow", Action: "s3:GetObjekt", Resource: "*" })],
    finds: ["policy.Statement[0].Resource[0] is *, but s3:GetObjekt is no action that AWS knows"],
  },
  {
    rule: "no-wildcard-resources",
    what: "everything below a prefix",
    resources: [
      rolePolicy({ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::data/gold/*" }),
    ],
  },
  {
    rule: "pass-role-condition",
    what: "any service, by a wildcard in the condition",
    resources: [
      rolePolicy({
        Effect: "Allow",
        Action: "iam:PassRole",
        Resource: "arn:aws:iam::000000000000:role/jobs",
        Condition: { StringLike: { "iam:PassedToService": "*" } },
      }),
    ],
    finds: ["policy.Statement[0].Action[0] is allowed for any service"],
  },
  {
    rule: "pass-role-condition",
    what: "every role of the account",
    resources: [
      rolePolicy({
        Effect: "Allow",
        Action: "iam:PassRole",
        Resource: "arn:aws:iam::000000000000:role/*",
        Condition: { StringEquals: { "iam:PassedToService": "sagemaker.amazonaws.com" } },
      }),
    ],
    finds: ["policy.Statement[0].Resource[0] lets every role be passed"],
  },
  {
    rule: "oidc-subject-exact",
    what: "both claims, whole",
    resources: [workflow({ StringEquals: { ...audience, [`${GITHUB}:sub`]: [subject] } })],
  },
  {
    rule: "oidc-subject-exact",
    what: "no subject at all",
    resources: [workflow({ StringEquals: audience })],
    finds: [expect.stringContaining("may act with any sub")],
  },
  {
    rule: "oidc-subject-exact",
    what: "no audience",
    resources: [workflow({ StringEquals: { [`${GITHUB}:sub`]: subject } })],
    finds: [expect.stringContaining("may act with any aud")],
  },
  {
    rule: "oidc-subject-exact",
    what: "a like without a wildcard is still refused: it is one edit away from one",
    resources: [workflow({ StringEquals: audience, StringLike: { [`${GITHUB}:sub`]: subject } })],
    finds: [expect.stringContaining(`may act with a sub like ${subject}`)],
  },
  {
    rule: "no-public-principal",
    what: "everybody of this account's endpoint",
    resources: [
      {
        type: "aws:sqs/queuePolicy:QueuePolicy",
        name: "policy",
        inputs: {
          policy: JSON.stringify({
            Statement: {
              Effect: "Allow",
              Principal: "*",
              Action: "sqs:SendMessage",
              Condition: { StringEquals: { "aws:PrincipalAccount": "000000000000" } },
            },
          }),
        },
      },
    ],
  },
  {
    rule: "role-trust-source",
    what: "the account in the condition",
    resources: [
      trust({
        Effect: "Allow",
        Principal: { Service: "lambda.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": "000000000000" } },
      }),
    ],
  },
];
