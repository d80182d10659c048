import type { Request, Response } from "express";
import type { Audit } from "../access/audit.ts";
import { ROWS_ON_A_PAGE } from "../data/list-page.ts";
import { isForPrograms, searchOf } from "./request.ts";

/** Customers that an answer names. */
export interface Listed {
  readonly what: "customers" | "campaign" | "lookup" | "suggestions";
  readonly rows: readonly { readonly customer_id: string }[];
  /** Customers of all pages of the list. */
  readonly all: number;
  /** Text that their ids hold, where they were asked for by it. */
  readonly idPart: string | undefined;
}

/** What an answer tells the audit trail. */
export interface Notes {
  /** A customer was looked at. */
  readonly lookedAt: (customerId: string) => void;
  /** Customers were listed. An answer that names nobody leaves no note. */
  readonly listed: (list: Listed) => void;
}

/** What was asked for, as the audit trail keeps it: repeated parameters are joined. */
export function filtersOf(search: URLSearchParams): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...new Set(search.keys())].map((name) => [name, search.getAll(name).join(", ")]),
  );
}

/** Notes about the answer to a request. */
export function notesOn(request: Request, response: Response, audit: Audit): Notes {
  const format = isForPrograms(request) ? "json" : "html";
  const lookedAt = (subject: string) =>
    void audit(response, { action: "lookup", subject, what: "customer", format });
  return {
    lookedAt,
    listed: ({ what, rows, all, idPart = "" }) => {
      if (rows.length === 0) return;
      // Programs keep what they are given, as a file would be; a field that suggests asks like a program, too.
      const isTaken = (format === "json" && what !== "suggestions") || rows.length > ROWS_ON_A_PAGE;
      audit(response, {
        action: isTaken ? "export" : "list",
        what,
        format,
        filters: filtersOf(searchOf(request)),
      }).rows(rows.length);
      // Whoever asks by a part of an id that one customer alone has was shown that customer.
      const [only] = rows;
      if (only !== undefined && all === 1 && idPart.trim() !== "") lookedAt(only.customer_id);
    },
  };
}
