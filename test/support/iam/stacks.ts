import type { Recording } from "../engine/index.ts";

/** The stacks that the repository has settings for. */
export const stacks = ["dev", "staging", "prod"] as const;

/** The account of a recorded stack, as its roles' ARNs have it. */
export function accountOf({ resources }: Recording): string {
  const role = resources.find(({ type }) => type === "aws:iam/role:Role");
  const account = /^arn:aws:iam::(\d{12}):/.exec(String(role?.outputs["arn"]))?.[1];
  if (account === undefined) throw new Error("The recording has no role to read the account from.");
  return account;
}
