import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { workflowFaults } from "../support/github-parser.ts";

/**
 * The workflows of `.github/workflows`, held against GitHub's own parser (schema, expressions, contexts) and against
 * the rules that its schema does not know. What runs at GitHub only is not proven here: the actions themselves.
 */

const ROOT = join(import.meta.dirname, "..", "..");
const FOLDER = join(ROOT, ".github", "workflows");
const names = readdirSync(FOLDER).sort();
const text = (name: string) => readFileSync(join(FOLDER, name), "utf8");

const stepSchema = z.looseObject({
  id: z.string().optional(),
  name: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});
const permissionsSchema = z.record(z.string(), z.string());
const workflowSchema = z.looseObject({
  on: z.record(z.string(), z.unknown()),
  permissions: permissionsSchema,
  jobs: z.record(
    z.string(),
    z.looseObject({
      uses: z.string().optional(),
      environment: z.string().optional(),
      "timeout-minutes": z.number().optional(),
      permissions: permissionsSchema.optional(),
      steps: z.array(stepSchema).default([]),
    }),
  ),
});
const workflow = (name: string) => workflowSchema.parse(parse(text(name)));
const jobsOf = (name: string) => Object.entries(workflow(name).jobs);
const stepsOf = (name: string) => jobsOf(name).flatMap(([, { steps }]) => steps);
const packageJson = z
  .object({ devDependencies: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")));

/** An expression as it stands in a workflow. */
const expression = (inner: string) => ["$", `{{ ${inner} }}`].join("");

describe("GitHub's parser", () => {
  test.each(names)("accepts %s", async (name) => {
    expect(await workflowFaults(name, text(name))).toEqual([]);
  });

  test("does refuse a misspelt key and a context that is not there", async () => {
    expect(await workflowFaults("x.yml", text("ci.yml").replace("runs-on", "run-on"))).not.toEqual([]);
    expect(
      await workflowFaults("x.yml", text("retrain.yml").replace("vars[format", "wars[format")),
    ).not.toEqual([]);
  });
});

test("the workflows are those that the issue names, and the one that deploys a stack", () => {
  expect(names).toEqual(["ci.yml", "deploy-stack.yml", "deploy.yml", "preview.yml", "retrain.yml"]);
});

describe.each([...names.map((name) => `.github/workflows/${name}`), ".github/actions/set-up/action.yml"])(
  "%s",
  (path) => {
    const lines = readFileSync(join(ROOT, path), "utf8").split("\n");

    test("names every action of others by commit, with its version beside it", () => {
      const foreign = lines.filter((line) => /^\s*(- )?uses: [^.]/.test(line));
      expect(foreign.filter((line) => !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
    });

    test("uses only actions and scripts that are in the repository", () => {
      const own = lines.flatMap((line) => /uses: (\.\/\S+)/.exec(line)?.[1] ?? []);
      const scripts = lines.flatMap((line) => /\bsh (scripts\/\S+\.sh)/.exec(line)?.[1] ?? []);
      for (const file of [...own, ...scripts]) expect(existsSync(join(ROOT, file)), file).toBe(true);
    });

    test("puts no expression into a shell line: its value could be a command", () => {
      const shell = stepLines(lines);
      expect(shell.filter((line) => line.includes("${{"))).toEqual([]);
    });
  },
);

/** Lines of `run`, also of those that go over several lines. */
function stepLines(lines: readonly string[]): string[] {
  let indent: number | undefined;
  return lines.filter((line) => {
    const run = /^(\s*(?:- )?)run:/.exec(line);
    if (run !== null) {
      indent = line.trimEnd().endsWith("|") ? (run[1]?.length ?? 0) : undefined;
      return true;
    }
    if (indent !== undefined && line.search(/\S/) <= indent && line.trim() !== "") indent = undefined;
    return indent !== undefined;
  });
}

describe("permissions", () => {
  test.each(names)("%s may read the repository, and nothing else by default", (name) => {
    expect(workflow(name).permissions).toEqual({ contents: "read" });
  });

  test("only jobs that assume a role may ask for a token, and only the preview may write a comment", () => {
    const granted = names.flatMap((name) =>
      jobsOf(name).map(([job, { permissions = {} }]) => [`${name} ${job}`, permissions] as const),
    );
    const own = { contents: "read", "id-token": "write" };
    expect(
      Object.fromEntries(granted.filter(([, permissions]) => Object.keys(permissions).length > 0)),
    ).toEqual({
      "deploy-stack.yml deploy": own,
      "deploy.yml dev": own,
      "deploy.yml staging": own,
      "deploy.yml prod": own,
      "preview.yml preview": { ...own, "pull-requests": "write" },
      "retrain.yml ask": own,
    });
  });

  test("no workflow runs a stranger's code with our token", () => {
    for (const name of names) expect(workflow(name).on).not.toHaveProperty("pull_request_target");
    expect(text("preview.yml")).toContain("head.repo.full_name == github.repository");
  });

  test("every checkout leaves its token behind", () => {
    for (const name of names)
      for (const step of stepsOf(name))
        if (step.uses?.startsWith("actions/checkout@"))
          expect(step.with?.["persist-credentials"]).toBe(false);
  });
});

test("every job that runs has a time limit", () => {
  for (const name of names)
    for (const [job, { uses, "timeout-minutes": minutes }] of jobsOf(name))
      if (uses === undefined) expect(minutes, `${name} ${job}`).toBeGreaterThan(0);
});

describe("versions are the project's own", () => {
  test("Pulumi's command and its SDK", () => {
    const versions = names.flatMap(stepsOf).flatMap((step) => step.with?.["pulumi-version"] ?? []);
    expect(new Set(versions)).toEqual(new Set([packageJson.devDependencies["@pulumi/pulumi"]]));
  });

  test("Node", () => {
    const action = readFileSync(join(ROOT, ".github/actions/set-up/action.yml"), "utf8");
    const all = [...names.map(text), action].flatMap((content) =>
      [...content.matchAll(/node-version: (\S+)/g)].map(([, version]) => version),
    );
    expect(new Set(all)).toEqual(new Set([packageJson.devDependencies["node"]]));
  });
});

describe("subjects that the roles trust", () => {
  test("a deployment names its environment, so that its subject is that environment's", () => {
    expect(jobsOf("deploy-stack.yml").map(([, { environment }]) => environment)).toEqual([
      expression("inputs.stack"),
    ]);
  });

  test("a preview and a retraining name none: their subjects are the pull request and the branch", () => {
    for (const name of ["preview.yml", "retrain.yml"])
      for (const [, { environment }] of jobsOf(name)) expect(environment).toBeUndefined();
  });
});

describe("delivery", () => {
  test("the images are built in dev alone, and go on by digest (K29)", () => {
    const { jobs } = workflow("deploy.yml");
    expect(jobs["dev"]?.["with"]).toEqual({ stack: "dev" });
    for (const stack of ["staging", "prod"])
      expect(jobs[stack]?.["with"]).toEqual({
        stack,
        "runtime-image": expression("needs.dev.outputs.runtime-image"),
        "dashboard-image": expression("needs.dev.outputs.dashboard-image"),
      });
  });

  test("each stack waits for the one before it, and dev for the tests", () => {
    const { jobs } = workflow("deploy.yml");
    expect(jobs["dev"]?.["needs"]).toBe("ci");
    expect(jobs["staging"]?.["needs"]).toBe("dev");
    expect(jobs["prod"]?.["needs"]).toEqual(["dev", "staging"]);
  });

  test("a job's outputs come from the script that leaves accounts out: GitHub drops what holds a masked value", () => {
    const { jobs } = workflow("deploy-stack.yml");
    expect(jobs["deploy"]?.["outputs"]).toEqual({
      "runtime-image": expression("steps.images.outputs.runtime-image"),
      "dashboard-image": expression("steps.images.outputs.dashboard-image"),
    });
    const named = stepsOf("deploy-stack.yml").filter(({ id }) => id === "images");
    expect(named.map(({ run }) => run)).toEqual(['sh scripts/delivery/name-images.sh "$STACK"']);
  });

  test("a deployment is never cut short, never runs twice at once, and holds up no other stack while it waits", () => {
    expect(jobsOf("deploy-stack.yml").map(([, job]) => job["concurrency"])).toEqual([
      { group: `deploy-${expression("inputs.stack")}`, "cancel-in-progress": false },
    ]);
    expect(workflow("deploy.yml")).not.toHaveProperty("concurrency");
  });

  test("it waits for health after the update, and goes back when either fails", () => {
    const steps = stepsOf("deploy-stack.yml").map(({ name }) => name ?? "");
    const order = ["Remember what runs now", "Update", "Wait for health", "Go back to what ran before"];
    expect(steps.filter((name) => order.includes(name))).toEqual(order);
  });

  test("CI runs exactly the test command of the README, types, linter and policies included (K28)", () => {
    expect(stepsOf("ci.yml").map(({ run }) => run)).toContain("npm test");
    expect(readFileSync(join(ROOT, "README.md"), "utf8")).toContain("npm test");
  });
});
