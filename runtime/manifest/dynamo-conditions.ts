/**
 * The conditions that the manifest's writes in DynamoDB are made on, by name. Each is one expression with the names and
 * values that it needs; they are joined by `allOf` and `anyOf`, so that a write reads as a sentence.
 */
export interface Condition {
  readonly expression: string;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, string | number>>;
}

/** Nothing is stored under this key yet. */
export const keyDoesNotExist: Condition = {
  expression: "attribute_not_exists(#pk)",
  names: { "#pk": "pk" },
  values: {},
};

/** The lease is the one that was read: nobody has claimed since. */
export function tokenIs(token: number): Condition {
  return { expression: "#token = :token", names: { "#token": "token" }, values: { ":token": token } };
}

/** Nobody holds the lease: it was given back, or not renewed in time. */
export function leaseExpired(nowMs: number): Condition {
  return {
    expression: "#lease_until <= :now",
    names: { "#lease_until": "lease_until" },
    values: { ":now": nowMs },
  };
}

/** The run has not ended. */
export const runIsStarted: Condition = {
  expression: "#state = :started",
  names: { "#state": "state" },
  values: { ":started": "started" },
};

/** No later claim has fenced the run off: its holder of before can write nothing more once one has. */
export function notFencedAfter(token: number): Condition {
  return {
    expression: "(attribute_not_exists(#token) OR #token <= :token)",
    names: { "#token": "token" },
    values: { ":token": token },
  };
}

/** The delivery counts fewer attempts than this. */
export function fewerAttemptsThan(attempt: number): Condition {
  return {
    expression: "(attribute_not_exists(#attempts) OR #attempts < :attempt)",
    names: { "#attempts": "attempts" },
    values: { ":attempt": attempt },
  };
}

/** All of these hold. */
export function allOf(...conditions: readonly Condition[]): Condition {
  return joined(conditions, " AND ");
}

/** At least one of these holds. */
export function anyOf(...conditions: readonly Condition[]): Condition {
  return joined(conditions, " OR ");
}

function joined(conditions: readonly Condition[], word: string): Condition {
  return {
    expression: `(${conditions.map(({ expression }) => expression).join(word)})`,
    names: Object.assign({}, ...conditions.map(({ names }) => names)),
    values: Object.assign({}, ...conditions.map(({ values }) => values)),
  };
}
