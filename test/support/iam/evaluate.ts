import { type Context, conditionsHold } from "./conditions.ts";
import type { Document, Statement } from "./document.ts";
import { actionLike, resourceLike } from "./match.ts";

/**
 * IAM's decision about one action on one resource, after its documented evaluation logic: an explicit denial in any
 * policy wins; then the permission boundary must allow; then one of the role's own policies must. Resource policies,
 * session policies and an organisation's policies are left out: they can only take away from what is decided here,
 * except a resource policy's allowance, which the tests of resource policies look at themselves.
 */

/** What is asked for. An action on several resources is one request for each. */
export interface Request {
  readonly action: string;
  /** ARN, or `*` for actions that take no resource. */
  readonly resource: string;
  readonly context?: Context;
}

/** What a principal brings along. */
export interface Permissions {
  readonly policies: readonly Document[];
  /** Left out: nothing bounds it. */
  readonly boundary?: Document;
}

export type Decision = "allowed" | "denied outright" | "not within the boundary" | "not allowed";

/** Decides a request. */
export function decide({ policies, boundary }: Permissions, request: Request): Decision {
  const all = boundary === undefined ? policies : [...policies, boundary];
  if (all.some((document) => speaks(document, "Deny", request))) return "denied outright";
  if (boundary !== undefined && !speaks(boundary, "Allow", request)) return "not within the boundary";
  return policies.some((document) => speaks(document, "Allow", request)) ? "allowed" : "not allowed";
}

function speaks(document: Document, effect: Statement["Effect"], request: Request): boolean {
  return document.Statement.some((statement) => statement.Effect === effect && applies(statement, request));
}

/** Whether a statement is about a request. */
export function applies(statement: Statement, { action, resource, context = {} }: Request): boolean {
  const { Action, NotAction, Resource, NotResource, Condition = {} } = statement;
  const actionMatches =
    Action?.some((pattern) => actionLike(pattern, action)) ??
    !(NotAction ?? []).some((pattern) => actionLike(pattern, action));
  // A trust document names no resource: it is about its own role.
  const resourceMatches =
    Resource?.some((pattern) => resourceLike(pattern, resource)) ??
    !(NotResource ?? []).some((pattern) => resourceLike(pattern, resource));
  return conditionsHold(Condition, context) && actionMatches && resourceMatches;
}

/** Who asks to act in a role. */
export interface Caller {
  readonly kind: "AWS" | "Service" | "Federated";
  readonly id: string;
}

/** Whether a role's trust document lets a caller act in it. */
export function mayAssume(trust: Document, caller: Caller, action: string, context: Context): boolean {
  const request = { action, resource: "*", context };
  const meant = trust.Statement.filter(({ Principal = {} }) => {
    const ids = Principal[caller.kind] ?? [];
    return ids.includes(caller.id) || ids.includes("*") || (Principal["*"] ?? []).includes("*");
  });
  const speaking = meant.filter((statement) => applies(statement, request));
  return speaking.length > 0 && speaking.every(({ Effect }) => Effect === "Allow");
}
