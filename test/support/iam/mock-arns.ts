import type { Registration } from "../pulumi-mocks.ts";
import { managedPolicyArn } from "./roles.ts";

/** The ARNs that IAM gives, so that under mocks a role finds the policies that are attached to it. */
export const iamArns = (accountId: string) => (resource: Registration) => {
  switch (resource.type) {
    case "aws:iam/policy:Policy":
      return { arn: managedPolicyArn(resource, accountId) };
    case "aws:iam/role:Role":
      return { arn: `arn:aws:iam::${accountId}:role${resource.inputs["path"]}${resource.inputs["name"]}` };
    case "aws:iam/openIdConnectProvider:OpenIdConnectProvider":
      return { arn: `arn:aws:iam::${accountId}:oidc-provider/token.actions.githubusercontent.com` };
    default:
      return {};
  }
};
