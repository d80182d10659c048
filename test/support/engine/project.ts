import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** What Pulumi's command line reads from a project's files before it runs a program. */

/** Settings by full name (`spanishgas:environment`), as text; structures as JSON. */
export interface StackConfig {
  readonly values: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
}

/** A project folder's facts. */
export interface Project {
  readonly name: string;
  /** The program's file, relative to the project's folder. */
  readonly main: string;
}

/** A project or stack file that is missing or wrong: one sentence with what to do. */
export class ProjectError extends Error {}

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function readYaml(path: string, remedy: string): Fields {
  if (!existsSync(path)) throw new ProjectError(`${path} does not exist. ${remedy}`);
  try {
    const content: unknown = parse(readFileSync(path, "utf8"));
    if (isObject(content)) return content;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new ProjectError(`${path} is not YAML (${reason}). Correct the file.`);
  }
  throw new ProjectError(`${path} holds no settings by name. Correct the file.`);
}

/**
 * Reads Pulumi.yaml.
 * @throws ProjectError when it is missing or wrong
 */
export function readProject(folder: string): Project {
  const path = join(folder, "Pulumi.yaml");
  const { name, main } = readYaml(path, "Run this in the folder of a Pulumi project.");
  if (typeof name !== "string") throw new ProjectError(`${path} names no project. Set \`name\`.`);
  return { name, main: typeof main === "string" ? main : "." };
}

/** A made-up value for settings that are encrypted: the key to them is not here. */
export const MADE_UP_SECRET = "made-up-secret";

/**
 * Reads Pulumi.<stack>.yaml.
 * @throws ProjectError when it is missing or wrong
 */
export function readStackConfig(folder: string, project: string, stack: string): StackConfig {
  const path = join(folder, `Pulumi.${stack}.yaml`);
  const file = readYaml(path, "Name a stack that has a file, or write one.");
  return configOf(isObject(file["config"]) ? file["config"] : {}, project);
}

/** Settings as a program receives them. A name without a namespace belongs to the project. */
export function configOf(settings: Fields, project: string): StackConfig {
  const values: Record<string, string> = {};
  const secretKeys: string[] = [];
  for (const [name, value] of Object.entries(settings)) {
    const key = name.includes(":") ? name : `${project}:${name}`;
    if (isObject(value) && typeof value["secure"] === "string") secretKeys.push(key);
    values[key] = settingText(value);
  }
  return { values, secretKeys };
}

/** Settings with others on top. */
export function withOverrides(config: StackConfig, overrides: StackConfig): StackConfig {
  const plain = config.secretKeys.filter((key) => !(key in overrides.values));
  return {
    values: { ...config.values, ...overrides.values },
    secretKeys: [...plain, ...overrides.secretKeys],
  };
}

function settingText(value: unknown): string {
  if (isObject(value) && typeof value["secure"] === "string") return MADE_UP_SECRET;
  return typeof value === "string" ? value : JSON.stringify(value);
}
