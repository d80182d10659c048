import type { NextFunction, Response } from "express";
import { requestIdOf } from "./requests.ts";

/** Every reason for which a request is not answered, with the status that says so. */
export const refusals = {
  /** Nobody has logged in. */
  "no-login": 401,
  /** What should say who has logged in is forged, over, made for something else, or no login at all. */
  "wrong-login": 401,
  /** Whether the login holds cannot be found out now: the keys of the signatures are out of reach. */
  "login-unchecked": 503,
  /** The address that the request comes from is not among those that are answered. */
  "wrong-address": 403,
  /** The request was meant for a host that this dashboard is not. */
  "wrong-host": 421,
  /** More requests within a minute than one person may make. */
  "too-many": 429,
} as const;

export type RefusalKind = keyof typeof refusals;

/**
 * A request that is not answered. It goes to the application's error handler, which shows a page in the reader's
 * language by `kind`. `Retry-After` is on the response already where waiting helps. The message is for the log: it
 * names no token, and readers do not see it.
 */
export class AccessRefused extends Error {
  override readonly name = "AccessRefused";
  readonly kind: RefusalKind;
  readonly status: (typeof refusals)[RefusalKind];

  constructor(kind: RefusalKind, reason: string) {
    super(reason);
    this.kind = kind;
    this.status = refusals[kind];
  }
}

/** What the log is told of a refusal. */
export interface AccessFault {
  readonly request: string;
  readonly kind: RefusalKind;
  readonly reason: string;
}

/** Ends a request with a refusal. */
export type Refuse = (response: Response, next: NextFunction, kind: RefusalKind, reason: string) => void;

/** Refusals that the log is told of, and that no cache keeps: the next request may be answered. */
export function refusing(onFault: (fault: AccessFault) => void): Refuse {
  return (response, next, kind, reason) => {
    response.set("Cache-Control", "no-store");
    onFault({ request: requestIdOf(response), kind, reason });
    next(new AccessRefused(kind, reason));
  };
}
