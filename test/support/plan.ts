import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs, styleText } from "node:util";
import {
  type Finding,
  ProjectError,
  type Recording,
  ROOT,
  runProgram,
  snapshotText,
  startPolicies,
} from "./engine/index.ts";
import { countsByType, countsText, findingsText, treeText } from "./engine/tree.ts";

/** `npm run plan`: what Pulumi would make of the program, and what the policy pack says of it. */

const HELP = `Shows what \`pulumi up\` would make, without a cloud, Pulumi's command line or
credentials.

  npm run plan -- --stack dev
      the tree of resources, counts, and what the policies find
  npm run plan -- --stack prod --inputs
      every resource with its inputs and dependencies, as YAML
  npm run --silent plan -- --stack dev --json
      everything, for programs (silent: npm's own words would stand in between)
  npm run plan -- --stack dev --config 'network={"create":{"zones":3}}'
      with another setting

Options
  --stack NAME   a stack that has a file Pulumi.NAME.yaml: ${stacks().join(", ") || "there is none yet"}
  --config K=V   another value for a setting, for this run; may be repeated
  --update       make up what only the cloud can tell, instead of leaving it
                 unknown
  --inputs       inputs, options and dependencies instead of the tree
  --json         JSON: resources, counts, findings
  --help         this text

It runs the real program and the real policies against an engine that makes
everything up. What the cloud itself would refuse (quotas, names that are taken,
missing permissions) does not show. It ends with 1 when a mandatory policy is
violated, and with 2 when the configuration is wrong.
`;

/** Width of the text where no terminal says its own. */
const COLUMNS = 80;

/** The names in Pulumi.<name>.yaml. */
function stacks(): string[] {
  return readdirSync(ROOT).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
}

/** What to do, from the command line. */
interface Request {
  readonly stack: string;
  readonly mode: "preview" | "update";
  readonly overrides: Readonly<Record<string, string>>;
  readonly form: "tree" | "inputs" | "json";
}

/** Reads the command line; undefined when help is asked for. */
function readRequest(args: readonly string[]): Request | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      stack: { type: "string" },
      config: { type: "string", multiple: true, default: [] },
      update: { type: "boolean", default: false },
      inputs: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false, short: "h" },
    },
  });
  if (values.help) return undefined;
  const known = stacks().join(", ");
  if (values.stack === undefined)
    throw new ProjectError(`No stack is named. Add --stack and one of ${known}.`);
  if (!existsSync(join(ROOT, `Pulumi.${values.stack}.yaml`))) {
    throw new ProjectError(
      `There is no stack "${values.stack}". Name one of ${known}, or write Pulumi.${values.stack}.yaml.`,
    );
  }
  return {
    stack: values.stack,
    overrides: Object.fromEntries(values.config.map(readOverride)),
    mode: values.update ? "update" : "preview",
    form: values.json ? "json" : values.inputs ? "inputs" : "tree",
  };
}

/** `key=value`, as Pulumi's own `--config` takes it. */
function readOverride(text: string): readonly [string, string] {
  const at = text.indexOf("=");
  if (at < 1) throw new ProjectError(`--config ${text} sets nothing. Write --config key=value.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

const isArgumentError = (error: unknown): error is Error =>
  error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");

async function main(args: readonly string[]): Promise<number> {
  const request = readRequest(args);
  if (request === undefined) {
    process.stdout.write(HELP);
    return 0;
  }
  const recording = await runProgram(request);
  if (recording.errors.length > 0) {
    for (const error of recording.errors) complain(error);
    return 2;
  }
  const policies = await startPolicies();
  try {
    const findings = await policies.check(recording);
    process.stdout.write(`${report(request, recording, findings, policies.rules.length)}\n`);
    return findings.some(({ enforcement }) => enforcement === "mandatory") ? 1 : 0;
  } finally {
    policies.stop();
  }
}

function report(
  request: Request,
  recording: Recording,
  findings: readonly Finding[],
  ruleCount: number,
): string {
  if (request.form === "json") {
    const counts = Object.fromEntries(countsByType(recording));
    return JSON.stringify({ ...recording, counts, findings }, undefined, 2);
  }
  const warnings = recording.logs.map(({ severity, message }) => `${severity}: ${message}`);
  const body =
    request.form === "inputs" ? [snapshotText(recording)] : [treeText(recording), countsText(recording)];
  return [...body, ...warnings, findingsText(findings, ruleCount, process.stdout.columns ?? COLUMNS)].join(
    "\n\n",
  );
}

function complain(message: string): void {
  process.stderr.write(`${styleText("red", "error:", { stream: process.stderr })} ${message}\n`);
}

// Who reads only the beginning (`npm run plan -- --stack dev | head`) wants no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof ProjectError) && !isArgumentError(error)) throw error;
  complain(`${error.message} See --help.`);
  process.exitCode = 2;
}
