import type { z } from "zod";
import type { Fault } from "../component.ts";
import { type Settings, settingsSchema } from "./schema.ts";

/** What stands in for settings that have no default, where they are wrong: none of it is ever used to make something. */
const STAND_INS = { accountId: "000000000000", region: "eu-south-2", monthlyBudgetUsd: 1 };

type Fields = Readonly<Record<string, unknown>>;
type Path = readonly string[];

/**
 * What of the settings is free of faults, so that the components can have their say of it and the user is told of all
 * that is wrong at once, not of one layer after the other.
 *
 * @returns undefined when too much is wrong
 */
export function soundPart(given: Fields, issues: readonly z.core.$ZodIssue[]): Settings | undefined {
  const paths = issues.flatMap(pathsOf);
  for (const faulty of [paths, paths.map((path) => path.slice(0, 1))]) {
    const parsed = settingsSchema.safeParse({ ...STAND_INS, ...faulty.reduce(without, given) });
    if (parsed.success) return parsed.data;
  }
  return undefined;
}

/** Whether a component's fault is of something else than the settings that are known to be wrong, or stood in for. */
export function isNews({ path, message }: Fault, issues: readonly z.core.$ZodIssue[]): boolean {
  const paths = issues.flatMap(pathsOf);
  const stoodIn = paths.flatMap(([first]) => Object.entries(STAND_INS).filter(([name]) => name === first));
  if (stoodIn.some(([, value]) => message.includes(String(value)))) return false;
  const mine = path.split(/[.[\]]+/).filter((part) => part !== "");
  return paths.every((other) => other.some((part, depth) => depth < mine.length && part !== mine[depth]));
}

function pathsOf(issue: z.core.$ZodIssue): Path[] {
  const path = issue.path.map(String);
  return issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...path, key]) : [path];
}

/** The settings without what lies at a path. Of a list everything goes: what is left of it would have other numbers. */
function without(fields: Fields, [first = "", ...rest]: Path): Fields {
  const { [first]: value, ...others } = fields;
  return rest.length > 0 && isFields(value) ? { ...others, [first]: without(value, rest) } : others;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
