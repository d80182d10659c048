import type { Context } from "./conditions.ts";
import type { Document, Statement } from "./document.ts";
import type { Request } from "./evaluate.ts";

/**
 * Requests that a document's allowances are made for: each action on each of its resources, in a context that meets
 * the conditions. Patterns stand for themselves, as the text `gold/*` is one of those that `gold/*` matches.
 */
export function examplesOf(document: Document): Request[] {
  return document.Statement.filter(({ Effect }) => Effect === "Allow").flatMap((statement) =>
    (statement.Action ?? []).flatMap((action) =>
      (statement.Resource ?? []).map((resource) => ({ action, resource, context: contextOf(statement) })),
    ),
  );
}

function contextOf({ Condition = {} }: Statement): Context {
  const entries = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).flatMap(([key, values]): [string, string | string[]][] => {
      if (operator === "Null") return [];
      if (/Not/.test(operator)) throw new Error(`${operator}: no example is made for it here.`);
      return [[key, operator.startsWith("For") ? [...values] : (values[0] ?? "")]];
    }),
  );
  return Object.fromEntries(entries);
}
