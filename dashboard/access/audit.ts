import type { Response } from "express";
import { userIdOf, userOf } from "./identity.ts";
import { requestIdOf } from "./requests.ts";

/** Somebody took rows out of the dashboard, as a file or through the API, or read a list of customers. */
interface Listing {
  readonly action: "export" | "list";
  /** The table, or where the list stands. */
  readonly what: string;
  readonly format: string;
  /** By which the rows were chosen, as they were asked for. */
  readonly filters: Readonly<Record<string, string>>;
}

/** Somebody looked at what is known of one customer. */
interface Lookup {
  readonly action: "lookup";
  /** Id of the customer. */
  readonly subject: string;
  /** What was looked at: `customer`, say. */
  readonly what: string;
  readonly format: string;
}

/** What has to be answered for later. */
export type Deed = Listing | Lookup;

/**
 * One line of the audit trail: who took or looked at what. Unlike the access log, which must stay free of customers, it
 * names the customer that was looked up, on purpose: an auditor must be able to ask who has looked at whom. So it is
 * as confidential as the dashboard itself, and holds nothing else about the customer.
 */
export type AuditLine = Deed & {
  readonly at: string;
  readonly event: "audit";
  readonly request: string;
  /** As `userOf` gives it. */
  readonly user: string;
  /** As `userIdOf` gives it; left out where nobody logs in. */
  readonly userId?: string;
  /** Rows that were sent; left out where nobody has counted them. */
  readonly rows?: number;
  /** `broken off`: the answer was not sent whole, or was an error of ours. */
  readonly outcome: "done" | "broken off";
};

/** A deed whose answer is under way. */
export interface Audited {
  /** Says how many rows have been sent so far; the last figure counts. */
  rows(count: number): void;
}

/** Notes deeds; the line of each is written when its answer is over, for only then it is known how it went. */
export type Audit = (response: Response, deed: Deed) => Audited;

/**
 * The audit trail.
 * @param write takes each line, once
 * @example
 * const audited = audit(response, { action: "export", what: "customers", format: "csv", filters: { tier: "High" } });
 * audited.rows(1234);
 */
export function auditTrail(write: (line: AuditLine) => void): Audit {
  return (response, deed) => {
    let rows: number | undefined;
    response.once("close", () => {
      const userId = userIdOf(response);
      const isDone = response.writableFinished && response.statusCode < 500;
      write({
        at: new Date().toISOString(),
        event: "audit",
        request: requestIdOf(response),
        user: userOf(response),
        ...(userId === undefined ? {} : { userId }),
        ...deed,
        ...(rows === undefined ? {} : { rows }),
        outcome: isDone ? "done" : "broken off",
      });
    });
    return {
      rows: (count) => {
        rows = count;
      },
    };
  };
}
