import type { RequestHandler } from "express";
import type { Block } from "./addresses.ts";
import { allowList } from "./allow-list.ts";
import { hostCheck } from "./host.ts";
import { identities } from "./identity.ts";
import { type LoginSettings, loginCheck } from "./login.ts";
import { exportLimit, type RateLimits, requestLimit } from "./rate-limits.ts";
import { type AccessFault, refusing } from "./refusal.ts";

/** Who may ask, and how much. */
export interface AccessSettings extends RateLimits {
  /** Undefined: nobody logs in, and addresses decide. */
  readonly login: LoginSettings | undefined;
  /** Undefined: every address with a login, this machine alone without one. */
  readonly allowed: readonly Block[] | undefined;
  /** Can nobody but this machine reach the server? */
  readonly listensOnLoopback: boolean;
}

/** Is it certain that only somebody at this machine is answered? */
export function servesThisMachineAlone({ login, allowed, listensOnLoopback }: AccessSettings): boolean {
  return listensOnLoopback || (login === undefined && allowed === undefined);
}

/** What stands between a request and the pages. */
export interface AccessControl {
  /** In this order, before everything but request ids, the log and the security headers. */
  readonly handlers: readonly RequestHandler[];
  /** In front of every request that takes tables out, as files or by large pages, beside the handlers. */
  readonly exportLimit: RequestHandler;
}

/**
 * Makes the checks that every request passes. What they refuse goes to the error handler as an `AccessRefused`.
 * @param options.onFault is told of every refusal
 */
export function accessControl(
  settings: AccessSettings,
  { onFault }: { readonly onFault: (fault: AccessFault) => void },
): AccessControl {
  const refuse = refusing(onFault);
  const { login, allowed } = settings;
  const asksForAddress = login === undefined || allowed !== undefined;
  return {
    handlers: [
      identities(),
      ...(servesThisMachineAlone(settings) ? [hostCheck(refuse)] : []),
      ...(asksForAddress ? [allowList(allowed, refuse)] : []),
      ...(login === undefined ? [] : [loginCheck(login, refuse)]),
      requestLimit(settings, refuse),
    ],
    exportLimit: exportLimit(settings, refuse),
  };
}
