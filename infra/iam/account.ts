import type { Fault } from "../component.ts";
import type { Stack } from "../stack.ts";

const ACCOUNT = /^\d{12}$/;

/** What is wrong with a list of other accounts that something of the stack is shared with. */
export function accountFaults(path: string, accounts: readonly string[], stack: Stack): readonly Fault[] {
  return accounts.flatMap((account, index) => {
    const fault = (message: string) => [{ path: `${path}[${index}]`, message: `"${account}" ${message}` }];
    if (!ACCOUNT.test(account)) return fault("must be the twelve digits of an AWS account");
    if (account === stack.accountId)
      return fault("is this stack's own account, which needs no permission; remove it");
    if (accounts.indexOf(account) < index) return fault("is named twice; remove one");
    return [];
  });
}
