import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export const account = "000000000000";
export const region = "eu-south-2";
const provider = new aws.Provider("aws", {
  region,
  defaultTags: { tags: { Project: "spanishgas", Environment: "prod", ManagedBy: "pulumi" } },
});
export const opts = { provider };
export const guarded = { provider, protect: true };
export const permissionsBoundary = `arn:aws:iam::${account}:policy/boundary`;
export const digest = `sha256:${"0".repeat(64)}`;
export const document = (statements: readonly object[]) =>
  pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements });
