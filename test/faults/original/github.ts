import * as aws from "@pulumi/aws";
import { allow, role } from "./iam.ts";
import { iamArn, options } from "./names.ts";

/** The original's access for GitHub's workflows: made in every environment, for any branch, with a way to everything. */

const ISSUER = "token.actions.githubusercontent.com";

new aws.iam.OpenIdConnectProvider(
  "github",
  { url: `https://${ISSUER}`, clientIdLists: ["sts.amazonaws.com"], thumbprintLists: ["0".repeat(40)] },
  options,
);

role(
  "github-deploy",
  [
    {
      Effect: "Allow",
      Principal: { Federated: iamArn(`oidc-provider/${ISSUER}`) },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: { [`${ISSUER}:aud`]: "sts.amazonaws.com" },
        StringLike: { [`${ISSUER}:sub`]: "repo:example-org/spanishgas:*" },
      },
    },
  ],
  [
    // One state for all environments.
    allow(
      ["arn:aws:s3:::spanishgas-terraform-state", "arn:aws:s3:::spanishgas-terraform-state/*"],
      ...["s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:DeleteObject"],
    ),
    allow(
      "*",
      ...["iam:GetRole", "iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:PassRole"],
    ),
    allow("*", "states:StartExecution", "states:CreateStateMachine", "states:UpdateStateMachine"),
    allow("*", "ecs:UpdateService", "ecs:RegisterTaskDefinition", "ecs:CreateService"),
  ],
);
