import { join } from "node:path";
import {
  type Finding,
  type RecordedResource,
  type Recording,
  runProgram,
  startPolicies,
} from "../support/engine/index.ts";
import { RecordedStack } from "../support/iam/recorded-stack.ts";

/** A stack's infrastructure, ours or the original's, with what can be asked of it. */
export class Design {
  readonly name: string;
  readonly recording: Recording;
  readonly findings: readonly Finding[];
  /** Its roles and what they may do. */
  readonly stack: RecordedStack;

  constructor(name: string, recording: Recording, findings: readonly Finding[]) {
    if (recording.errors.length > 0) throw new Error(`${name}: ${recording.errors.join("\n")}`);
    this.name = name;
    this.recording = recording;
    this.findings = findings;
    // What AWS attaches to a role is not in the program, and not needed for the questions asked here.
    const attachable = recording.resources.filter(({ type }) => !type.endsWith(":RolePolicyAttachment"));
    const resources = name === "original" ? attachable : recording.resources;
    this.stack = new RecordedStack(recording.stack, { ...recording, resources });
  }

  ofType(type: string): readonly RecordedResource[] {
    return this.recording.resources.filter((resource) => resource.type === type);
  }

  /** Which of some rules of the policy pack find something, sorted. */
  brokenRules(rules: readonly string[]): readonly string[] {
    return [...new Set(this.findings.map(({ policy }) => policy))].filter((rule) => rules.includes(rule));
  }
}

/** The original's infrastructure, and ours for development and production, each recorded once and judged by the pack. */
export async function recordDesigns(): Promise<{
  readonly original: Design;
  readonly ours: readonly Design[];
}> {
  const program = join(import.meta.dirname, "original/stack.ts");
  const policies = await startPolicies();
  try {
    const judged = async (name: string, options: Parameters<typeof runProgram>[0]) => {
      const recording = await runProgram({ ...options, mode: "update" });
      return new Design(name, recording, await policies.check(recording));
    };
    const [dev, prod, original] = await Promise.all([
      judged("dev", { stack: "dev" }),
      judged("prod", { stack: "prod" }),
      judged("original", { stack: "prod", code: `import ${JSON.stringify(program)};`, config: {} }),
    ]);
    return { original, ours: [dev, prod] };
  } finally {
    policies.stop();
  }
}
