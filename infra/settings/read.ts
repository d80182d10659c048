import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type { Fault } from "../component.ts";
import { type Environment, environments } from "../stack.ts";
import { type Settings, settingsSchema } from "./schema.ts";
import { isNews, soundPart } from "./sound.ts";

const NAMESPACE = "spanishgas:";

/** A stack's settings, and which stack it is. */
export interface StackSettings extends Settings {
  readonly environment: Environment;
}

/**
 * Reads a stack's settings.
 *
 * @param stackName the stack, which is the environment
 * @param config all configuration, as Pulumi hands it over: texts, structures as JSON
 * @param check what the components say of their own settings
 * @throws pulumi.RunError that lists every fault at once
 */
export function readSettings(
  stackName: string,
  config: Readonly<Record<string, string>>,
  check: (settings: StackSettings) => readonly Fault[] = () => [],
): StackSettings {
  const faults: Fault[] = [];
  const environment = environments.find((known) => known === stackName);
  if (environment === undefined)
    faults.push({ path: "stack", message: `"${stackName}" is none of ${environments.join(", ")}` });
  const own = Object.entries(config)
    .filter(([key]) => key.startsWith(NAMESPACE))
    .map(([key, text]) => [key.slice(NAMESPACE.length), structured(text)] as const);
  const given = Object.fromEntries(own);
  const parsed = settingsSchema.safeParse(given, { error: explain });
  const issues = parsed.error?.issues ?? [];
  faults.push(...issues.flatMap(issueFaults));
  const sound = parsed.success ? parsed.data : soundPart(given, issues);
  if (sound !== undefined) {
    const told = check({ ...sound, environment: environment ?? "dev" });
    faults.push(...told.filter((fault) => isNews(fault, issues)));
  }
  if (faults.length > 0 || !parsed.success || environment === undefined)
    throw faultyConfiguration(stackName, faults);
  return { ...parsed.data, environment };
}

/** Pulumi hands structures over as JSON, and everything else as the text that stands in the file. */
function structured(text: string): unknown {
  try {
    return /^\s*[[{]/.test(text) ? JSON.parse(text) : text;
  } catch {
    return text;
  }
}

function explain(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined
        ? "is missing"
        : `must be of type ${issue.expected}, not ${JSON.stringify(issue.input)}`;
    case "invalid_value": {
      const allowed = issue.values.map((value) => JSON.stringify(value)).join(", ");
      return `must be ${issue.values.length === 1 ? allowed : `one of ${allowed}`}, not ${JSON.stringify(issue.input)}`;
    }
    case "too_small":
      return `must be more than ${issue.minimum}, not ${JSON.stringify(issue.input)}`;
    default:
      return undefined;
  }
}

function issueFaults(issue: z.core.$ZodIssue): readonly Fault[] {
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({
      path: pathText([...issue.path, key]),
      message: "is no setting; correct its name or remove it",
    }));
  return [{ path: pathText(issue.path), message: issue.message }];
}

/** As `pulumi config set --path` takes it: `alerts.emails[0]`. */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("")
    .slice(1);
}

function faultyConfiguration(stackName: string, faults: readonly Fault[]): pulumi.RunError {
  const lines = faults.map(({ path, message }) => `  ${NAMESPACE}${path}: ${message}`);
  const count = faults.length === 1 ? "One setting is" : `${faults.length} settings are`;
  return new pulumi.RunError(
    `${count} wrong. Correct Pulumi.${stackName}.yaml, or use \`pulumi config set --path\`:\n${lines.join("\n")}`,
  );
}
