import { GithubOidc, type GithubOidcArgs } from "../../infra/github-oidc.ts";
import type { Stack } from "../../infra/stack.ts";
import { iamArns } from "./iam/mock-arns.ts";
import { type RecordedRole, rolesOf } from "./iam/roles.ts";
import { record } from "./pulumi-mocks.ts";
import { dev } from "./stacks.ts";

/** A stack's access for workflows, made under mocks: what the tests of GithubOidc look at. */

export const account = "111111111111";

export const stack: Stack = { ...dev, accountId: account };

export const args = {
  stack,
  repository: "octo/gas",
  ids: { owner: "12", repository: "34" },
  stateBucket: "octo-pulumi-state",
  secretsKeyArn: `arn:aws:kms:eu-south-2:${account}:key/11111111-2222`,
} as const satisfies GithubOidcArgs;

/** Records the component. */
export const recordGithub = (other: GithubOidcArgs = args) =>
  record(() => void new GithubOidc("github", other), { outputs: iamArns(account) });

export const recorded = await recordGithub();
const roles = rolesOf(recorded.all, account);

/** A workflow's role by what it is for. */
export function role(purpose: string): RecordedRole {
  const found = roles.get(`spanishgas-dev-github-${purpose}-role`);
  if (found === undefined) throw new Error(`There is no role for ${purpose}`);
  return found;
}
