import type { Retrier } from "../../configs/asl.ts";

/** Waits grow, and differ by chance, so that those who were refused together do not come back together. */
const backoff = { BackoffRate: 2, JitterStrategy: "FULL" } as const;

/** A quota of the account is in use: others have to finish first. */
export function whenFull(
  errors: readonly string[],
  wait: Pick<Retrier, "IntervalSeconds" | "MaxDelaySeconds" | "MaxAttempts">,
): Retrier {
  return { ErrorEquals: [...errors], ...wait, ...backoff };
}

/** Throttled, or the service has a fault: it passes. */
export function whenFaulty(errors: readonly string[]): Retrier {
  return { ErrorEquals: [...errors], IntervalSeconds: 5, MaxDelaySeconds: 120, MaxAttempts: 8, ...backoff };
}

/** What was asked for ends itself long before: nothing was heard of it. */
export const whenSilent: Retrier = {
  ErrorEquals: ["States.Timeout"],
  IntervalSeconds: 30,
  MaxDelaySeconds: 120,
  MaxAttempts: 1,
  ...backoff,
};
