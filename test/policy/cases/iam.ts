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

const queuePolicy = (statement: Values): MadeUp => ({
  type: "aws:sqs/queuePolicy:QueuePolicy",
  name: "policy",
  inputs: {
    policy: JSON.stringify({ Statement: { Effect: "Allow", Action: "sqs:SendMessage", ...statement } }),
  },
});
/** Conditions that look as if they named somebody. */
const namesNobody: readonly Values[] = [
  { "ForAllValues:StringEquals": { "aws:PrincipalOrgID": "o-1" } },
  { StringEqualsIfExists: { "aws:PrincipalAccount": "000000000000" } },
  { StringNotEquals: { "aws:PrincipalAccount": "111111111111" } },
  { StringLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/*" } },
  { ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" } },
  { StringLike: { "aws:SourceVpc": "vpc-*" } },
];

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
  ...namesNobody.map(
    (Condition): Case => ({
      rule: "no-public-principal",
      what: `everybody, by a condition that names nobody: ${JSON.stringify(Condition)}`,
      resources: [queuePolicy({ Principal: "*", Condition })],
      finds: ["policy.Statement[0].Principal.AWS[0] allows everybody"],
    }),
  ),
  {
    rule: "no-public-principal",
    what: "a bucket's policy as a property of the bucket",
    resources: [
      {
        type: "aws:s3/bucket:Bucket",
        name: "bucket",
        inputs: {
          policy: JSON.stringify({
            Statement: { Effect: "Allow", Principal: { AWS: "*" }, Action: "s3:GetObject" },
          }),
        },
      },
    ],
    finds: ["policy.Statement[0].Principal.AWS[0] allows everybody"],
  },
  {
    rule: "no-public-principal",
    what: "a function's own address without a login",
    resources: [
      { type: "aws:lambda/functionUrl:FunctionUrl", name: "url", inputs: { authorizationType: "NONE" } },
    ],
    finds: ["authorizationType lets everybody call the function"],
  },
  {
    rule: "no-wildcard-actions",
    what: "an element by another spelling, which rules would not see",
    resources: [rolePolicy({ Effect: "Allow", action: "*", Resource: "*" })],
    finds: [expect.stringMatching(/^policy is a document that this rule cannot read/)],
  },
  {
    rule: "no-wildcard-resources",
    what: "a pattern that goes on beyond its part",
    resources: [rolePolicy({ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:*" })],
    finds: ["policy.Statement[0].Resource[0] is arn:aws:s3:*, but s3:GetObject can be limited to resources"],
  },
  ...[{ StringEqualsIfExists: "000000000000" }, { StringNotEquals: "111111111111" }, { StringLike: "*" }].map(
    (condition): Case => ({
      rule: "role-trust-source",
      what: `a condition that names no account: ${JSON.stringify(condition)}`,
      resources: [
        trust({
          Effect: "Allow",
          Principal: { Service: "lambda.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: Object.fromEntries(
            Object.entries(condition).map(([operator, value]) => [operator, { "aws:SourceAccount": value }]),
          ),
        }),
      ],
      finds: ["assumeRolePolicy.Statement[0].Principal.Service[0] may act in the role for any account"],
    }),
  ),
  {
    rule: "role-boundary",
    what: "a role for an account instead of a service, and a boundary of AWS that bounds nothing",
    resources: [
      {
        ...trust({
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::111111111111:root" },
          Action: "sts:AssumeRole",
        }),
        name: "outsiders",
      },
      {
        ...trust({
          Effect: "Allow",
          Principal: { Service: "lambda.amazonaws.com" },
          Action: "sts:AssumeRole",
        }),
        name: "bounded",
        inputs: { permissionsBoundary: "arn:aws:iam::aws:policy/AdministratorAccess" },
      },
    ],
    finds: [
      "permissionsBoundary is AWS's own arn:aws:iam::aws:policy/AdministratorAccess",
      "permissionsBoundary is missing",
    ],
  },
  {
    rule: "no-aws-managed-policies",
    what: "the exclusive list of a role's policies",
    resources: [
      {
        type: "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
        name: "list",
        inputs: { policyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] },
      },
    ],
    finds: ["policyArns[0] is AWS's own arn:aws:iam::aws:policy/AdministratorAccess"],
  },
];
