import type { RequestHandler } from "express";
import { rateLimit } from "express-rate-limit";
import { counterOf, userOf } from "./identity.ts";
import { isPublic } from "./open-paths.ts";
import type { Refuse } from "./refusal.ts";

const MINUTE_MS = 60_000;

/** How much one user, or one address where nobody logs in, may ask within a minute of one task. */
export interface RateLimits {
  readonly requestsPerMinute: number;
  readonly exportsPerMinute: number;
}

/**
 * Counts everything but health checks and static files. The answer says how much is left (`RateLimit`,
 * `RateLimit-Policy`), and a refusal when to come again (`Retry-After`).
 */
export function requestLimit({ requestsPerMinute }: RateLimits, refuse: Refuse): RequestHandler {
  return limiter("requests", requestsPerMinute, refuse);
}

/**
 * Counts exports, which take tables out; stands in front of what makes them. Their count stands beside the other one in
 * the same headers, for an export is a request, too.
 */
export function exportLimit({ exportsPerMinute }: RateLimits, refuse: Refuse): RequestHandler {
  return limiter("exports", exportsPerMinute, refuse);
}

function limiter(what: string, limit: number, refuse: Refuse): RequestHandler {
  return rateLimit({
    windowMs: MINUTE_MS,
    limit,
    identifier: what,
    standardHeaders: "draft-8",
    legacyHeaders: false,
    skip: isPublic,
    keyGenerator: (_request, response) => counterOf(response),
    handler: (_request, response, next) =>
      refuse(response, next, "too-many", `${userOf(response)} made more than ${limit} ${what} in a minute`),
  });
}
