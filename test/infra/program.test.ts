import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  compare,
  type Finding,
  nameOf,
  type Policies,
  type Recording,
  ROOT,
  runProgram,
  sharedUpdate,
  snapshotText,
  startPolicies,
  typeOf,
} from "../support/engine/index.ts";

/**
 * The real program, for each stack, as a preview and as an update, policies included. What is made up cannot show what
 * AWS would refuse; what the program asks for is all here, and in the snapshots a reviewer reads it.
 */

const SNAPSHOTS = join(import.meta.dirname, "snapshots");

interface Run {
  readonly recording: Recording;
  readonly findings: readonly Finding[];
  readonly seconds: number;
}

let policies: Policies;
beforeAll(async () => {
  policies = await startPolicies();
});
afterAll(() => policies.stop());

async function run(
  stack: string,
  mode: "preview" | "update",
  overrides: Readonly<Record<string, unknown>> = {},
): Promise<Run> {
  const start = performance.now();
  const recording = await runProgram({ stack, mode, overrides });
  const findings = await policies.check(recording);
  return { recording, findings, seconds: (performance.now() - start) / 1000 };
}

const mandatory = ({ findings }: Run): readonly string[] =>
  findings
    .filter(({ enforcement }) => enforcement === "mandatory")
    .map(({ policy, resource, message }) => `${policy} on ${resource}: ${message}`);

/** The types of all stacks' resources, and of those that a setting adds. */
const types = new Set<string>();

for (const stack of ["dev", "staging", "prod"]) {
  describe(`the stack ${stack}`, () => {
    let preview: Run;
    let update: Run;
    beforeAll(async () => {
      [preview, update] = await Promise.all([run(stack, "preview"), run(stack, "update")]);
      for (const { type } of update.recording.resources) types.add(type);
      const seconds = [preview, update].map((each) => each.seconds.toFixed(1)).join(" s and ");
      console.info(`${stack}: ${update.recording.resources.length} resources, ${seconds} s with policies`);
    });

    test("runs as preview and as update, without duplicate names or other errors", () => {
      expect(preview.recording.errors).toEqual([]);
      expect(update.recording.errors).toEqual([]);
      expect(update.recording.resources.length).toBeGreaterThan(100);
    });

    test("creates nothing inside apply: a preview shows every resource of the update", () => {
      expect(compare(preview.recording, update.recording)).toMatchObject({ added: [], removed: [] });
    });

    test("violates no mandatory policy, neither with unknown values nor with made-up ones", () => {
      expect(policies.rules.length).toBeGreaterThanOrEqual(15);
      expect(mandatory(preview)).toEqual([]);
      expect(mandatory(update)).toEqual([]);
    });

    test("asks for the same again in a second run", async () => {
      // That of another test file, where one came first.
      const again = await sharedUpdate(stack);
      expect(compare(update.recording, again)).toEqual({ added: [], removed: [], changed: [] });
    });

    test("gives every resource of AWS the stack's own provider, which allows one account", () => {
      const { resources } = update.recording;
      const providers = resources.filter(({ type }) => type === "pulumi:providers:aws");
      expect(providers).toHaveLength(1);
      expect(providers[0]?.inputs["allowedAccountIds"]).toMatch(/^\["\d{12}"\]$/);
      const strays = resources.filter(
        ({ type, kind, provider }) =>
          type.startsWith("aws:") && kind !== "component" && provider !== providers[0]?.urn,
      );
      expect(strays.map(({ urn }) => urn)).toEqual([]);
    });

    test("has each resource below a component of ours", () => {
      const parents = new Map(update.recording.resources.map((resource) => [resource.urn, resource]));
      const strays = update.recording.resources.filter(
        ({ type, parent }) =>
          type.startsWith("aws:") && !parents.get(parent ?? "")?.type.startsWith("spanishgas:"),
      );
      expect(strays.map(({ urn }) => urn)).toEqual([]);
    });

    test("is what the snapshot says", async () => {
      await expect(snapshotText(update.recording)).toMatchFileSnapshot(join(SNAPSHOTS, `${stack}.yaml`));
    });
  });
}

describe("a stack whose readings are summed by queries", () => {
  let preview: Run;
  let update: Run;
  beforeAll(async () => {
    const scale = { hourlyScan: "athena" };
    [preview, update] = await Promise.all([
      run("prod", "preview", { scale }),
      run("prod", "update", { scale }),
    ]);
    for (const { type } of update.recording.resources) types.add(type);
  });

  test("runs without errors, creates nothing inside apply, and violates no policy", () => {
    expect([...preview.recording.errors, ...update.recording.errors]).toEqual([]);
    expect(compare(preview.recording, update.recording)).toMatchObject({ added: [], removed: [] });
    expect(mandatory(preview)).toEqual([]);
    expect(update.findings).toEqual([]);
  });
});

const kebab = (name: string): string => name.replace(/(?<!^)([A-Z])/g, "-$1").toLowerCase();

/** `spanishgas:pipeline:Trigger` is in `infra/pipeline/trigger.ts`. */
function fileOf(type: string): string {
  const [, room = "", kind = ""] = type.split(":");
  return join("infra", room === "index" ? "" : room, `${kebab(kind)}.ts`);
}

const declaresComponent = (file: string): boolean => / extends Component \{/.test(readFileSync(file, "utf8"));

describe("the tree of components is the tree of files", () => {
  test("each component's type names its file", () => {
    const ours = [...types].filter((type) => type.startsWith("spanishgas:"));
    expect(ours.filter((type) => !existsSync(join(ROOT, fileOf(type))))).toEqual([]);
  });

  test("each file of a component is used by a stack", () => {
    const files = readdirSync(join(ROOT, "infra"), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => join("infra", file));
    const used = new Set([...types].map(fileOf));
    const components = files.filter((file) => declaresComponent(join(ROOT, file)));
    expect(components.length).toBeGreaterThan(10);
    expect(components.filter((file) => !used.has(file))).toEqual([]);
  });
});

/** Each resource whose inputs differ, and which of them. */
function changedInputs(before: Recording, after: Recording): Record<string, readonly string[]> {
  const old = new Map(before.resources.map((resource) => [resource.urn, resource.inputs]));
  return Object.fromEntries(
    after.resources.flatMap(({ urn, inputs }) => {
      const was = old.get(urn) ?? {};
      const keys = Object.keys({ ...was, ...inputs }).filter(
        (key) => JSON.stringify(was[key]) !== JSON.stringify(inputs[key]),
      );
      return keys.length === 0 ? [] : [[`${typeOf(urn)} ${nameOf(urn)}`, keys]];
    }),
  );
}

const RUNS_MS = 180_000;
test(
  "a changed line of code changes what holds it, what names that, and nothing else",
  async () => {
    const copy = mkdtempSync(join(tmpdir(), "program-"));
    try {
      const tracked = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
        cwd: ROOT,
        encoding: "utf8",
      });
      for (const file of tracked.split("\0").filter((path) => path !== "" && existsSync(join(ROOT, path)))) {
        cpSync(join(ROOT, file), join(copy, file));
      }
      symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
      const update = () => runProgram({ stack: "dev", mode: "update", project: copy });
      const before = await update();
      appendFileSync(join(copy, "runtime/bronze/step.ts"), "// Another line.\n");
      appendFileSync(join(copy, "runtime/trigger/trigger.ts"), 'console.info("Another line");\n');
      const after = await update();

      expect([...before.errors, ...after.errors]).toEqual([]);
      const { added, removed } = compare(before, after);
      expect([...added, ...removed]).toEqual([]);
      // Both functions are told which image runs, so that only the same code resumes a run. The code of the one that holds
      // neither line stays.
      expect(changedInputs(before, after)).toEqual({
        "docker-build:index:Image images-runtime": ["labels"],
        "aws:sfn/stateMachine:StateMachine pipeline-machine": ["definition"],
        "aws:lambda/function:Function pipeline-control-function": ["environment"],
        "aws:lambda/function:Function pipeline-trigger-function": ["code", "environment"],
      });
      // Contents are numbered in a snapshot, so what still differs would be more than the image and its references.
      expect(snapshotText(after)).toBe(snapshotText(before));
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  },
  RUNS_MS,
);
