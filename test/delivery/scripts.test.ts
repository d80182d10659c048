import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

/**
 * The scripts that the workflows call, with stand-ins for `pulumi`, `aws`, `git` and `npm` that write down how they
 * were called and answer from a table. What the real commands answer is not proven here.
 */

const ROOT = join(import.meta.dirname, "..", "..");
const SCRIPTS = join(ROOT, "scripts", "delivery");
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "delivery-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/**
 * Runs a script; `answers` says what a command prints (by the start of its arguments), everything else succeeds silently.
 * @param root of the clone that the script is taken from
 */
function run(
  script: string,
  args: readonly string[],
  answers: Readonly<Record<string, string>> = {},
  root = ROOT,
) {
  for (const command of ["pulumi", "aws", "docker", "git", "npm"]) {
    const cases = Object.entries(answers)
      .filter(([call]) => call.startsWith(`${command} `))
      .map(([call, answer]) => `  "${call.slice(command.length + 1)}"*) ${answer} ;;`);
    const lines = [
      "#!/bin/sh",
      `echo "${command} $*" >> "${folder}/calls"`,
      'case "$*" in',
      ...cases,
      "  *) : ;;",
      "esac",
    ];
    writeFileSync(join(folder, command), `${lines.join("\n")}\n`);
    chmodSync(join(folder, command), 0o755);
  }
  const { status, stdout, stderr } = spawnSync("sh", [join(root, "scripts", "delivery", script), ...args], {
    encoding: "utf8",
    cwd: root,
    env: { PATH: `${folder}:/usr/bin:/bin`, GITHUB_OUTPUT: join(folder, "outputs"), TMPDIR: folder },
  });
  const read = (name: string) =>
    readdirSync(folder).includes(name) ? readFileSync(join(folder, name), "utf8").trim().split("\n") : [];
  return { status, stdout, stderr, calls: read("calls"), outputs: read("outputs") };
}

const REPOSITORY = "000000000001.dkr.ecr.eu-south-2.amazonaws.com/spanishgas-dev-runtime";
const IMAGE = `${REPOSITORY}@sha256:aa`;
/** A stack whose file takes its images from a repository, as staging and prod do. */
const takes = { "pulumi config get": `echo ${REPOSITORY}@sha256:00` };
/** A stack that builds them, as dev does. */
const builds = { "pulumi config get": "echo build" };

test.each(readdirSync(SCRIPTS))("%s is correct shell", (script) => {
  expect(() => execFileSync("sh", ["-n", join(SCRIPTS, script)])).not.toThrow();
});

describe("take-image.sh", () => {
  test.each([["sha256:aa"], [IMAGE], ["999999999999.dkr.ecr.eu-west-1.amazonaws.com/other@sha256:aa"]])(
    "takes the digest of %s, from the repository that the stack's file names",
    (image) => {
      const { status, calls } = run("take-image.sh", ["prod", "runtime", image], takes);
      expect(status).toBe(0);
      expect(calls).toEqual([
        "pulumi config get --stack prod --path spanishgas:images.runtime",
        `pulumi config set --stack prod --path spanishgas:images.runtime ${IMAGE}`,
      ]);
    },
  );

  test.each([
    ["builds", builds],
    ["says nothing of images", { "pulumi config get": "exit 255" }],
  ])("leaves a stack alone that %s: without building it would lose its repositories", (_, answers) => {
    const { status, calls, stderr } = run("take-image.sh", ["dev", "runtime", IMAGE], answers);
    expect(status).toBe(0);
    expect(calls.filter((call) => call.includes("config set"))).toEqual([]);
    expect(stderr).toBe("dev builds its runtime image itself\n");
  });
});

describe("deployed-images.sh", () => {
  test("sets both images to those that are deployed", () => {
    const answers = { ...takes, "pulumi stack output": `echo ${IMAGE}` };
    const { status, calls } = run("deployed-images.sh", ["prod"], answers);
    expect(status).toBe(0);
    expect(calls).toContain(`pulumi config set --stack prod --path spanishgas:images.runtime ${IMAGE}`);
    expect(calls).toContain(`pulumi config set --stack prod --path spanishgas:images.dashboard ${IMAGE}`);
  });

  test("leaves a stack alone that builds its images: a preview builds nothing anyway", () => {
    const answers = { ...builds, "pulumi stack output": `echo ${IMAGE}` };
    const { status, calls } = run("deployed-images.sh", ["dev"], answers);
    expect(status).toBe(0);
    expect(calls.filter((call) => call.includes("config set"))).toEqual([]);
  });

  test("leaves the file alone where nothing was deployed yet", () => {
    const answers = { ...takes, "pulumi stack output": "exit 255" };
    const { status, calls } = run("deployed-images.sh", ["prod"], answers);
    expect(status).toBe(0);
    expect(calls.filter((call) => call.includes("config set"))).toEqual([]);
  });
});

describe("remember.sh", () => {
  test("notes the release and both images", () => {
    const { outputs } = run("remember.sh", ["prod"], {
      "pulumi stack output --stack prod release": "echo 1234abcd",
      "pulumi stack output --stack prod runtimeImage": `echo ${IMAGE}`,
    });
    expect(outputs).toEqual(["release=1234abcd", `runtime-image=${IMAGE}`, "dashboard-image="]);
  });

  test("notes no release of a stack that was deployed by hand", () => {
    const { outputs } = run("remember.sh", ["prod"], { "pulumi stack output": "echo none" });
    expect(outputs).toEqual(["release=", "runtime-image=", "dashboard-image="]);
  });

  test("notes nothing of a stack that was never deployed, and does not fail", () => {
    const { status, outputs } = run("remember.sh", ["prod"], { "pulumi stack output": "exit 255" });
    expect(status).toBe(0);
    expect(outputs).toEqual(["release=", "runtime-image=", "dashboard-image="]);
  });
});

describe("name-images.sh", () => {
  test("hands on digests, and no account's number: an output that holds one never arrives", () => {
    const { status, outputs } = run("name-images.sh", ["dev"], { "pulumi stack output": `echo ${IMAGE}` });
    expect({ status, outputs }).toEqual({
      status: 0,
      outputs: ["runtime-image=sha256:aa", "dashboard-image=sha256:aa"],
    });
  });

  test.each(["exit 255", "echo build"])("fails where there is no digest (%s)", (answer) => {
    const { status, outputs } = run("name-images.sh", ["dev"], { "pulumi stack output": answer });
    expect({ failed: status !== 0, outputs }).toEqual({ failed: true, outputs: [] });
  });
});

describe("update.sh", () => {
  test("takes the given images and updates with the policies", () => {
    expect(run("update.sh", ["prod", "sha256:aa", "sha256:aa"], takes).calls).toEqual([
      "pulumi config get --stack prod --path spanishgas:images.runtime",
      `pulumi config set --stack prod --path spanishgas:images.runtime ${IMAGE}`,
      "pulumi config get --stack prod --path spanishgas:images.dashboard",
      `pulumi config set --stack prod --path spanishgas:images.dashboard ${IMAGE}`,
      "pulumi up --stack prod --yes --non-interactive --policy-pack policy",
    ]);
  });

  test("builds where no images are given, and fails when the update fails", () => {
    const { status, calls } = run("update.sh", ["dev", "", ""], { "pulumi up": "exit 255" });
    expect(calls).toEqual(["pulumi up --stack dev --yes --non-interactive --policy-pack policy"]);
    expect(status).not.toBe(0);
  });
});

test("log-in.sh hands the password to Docker by a pipe, never as an argument", () => {
  const { status, calls } = run("log-in.sh", [], {
    "aws sts get-caller-identity": "echo 000000000001",
    "aws configure get region": "echo eu-south-2",
    "aws ecr get-login-password": "echo s3cr3t",
  });
  expect(status).toBe(0);
  expect(calls).toContain(
    "docker login --username AWS --password-stdin 000000000001.dkr.ecr.eu-south-2.amazonaws.com",
  );
  expect(calls.join()).not.toContain("s3cr3t");
});

describe("wait-for-health.sh", () => {
  const healthy = {
    "pulumi stack output": "echo x",
    "aws ecs describe-services --cluster x --services x --query services[0].deployments": "echo COMPLETED",
    "aws ecs describe-services --cluster x --services x --query services[0].taskDefinition":
      "echo arn:aws:ecs:eu-south-2:000000000001:task-definition/spanishgas-dev-dashboard:8",
    "aws ecs describe-task-definition --task-definition spanishgas-dev-dashboard ":
      "echo arn:aws:ecs:eu-south-2:000000000001:task-definition/spanishgas-dev-dashboard:8",
    "aws stepfunctions describe-state-machine": "echo ACTIVE",
  };

  test("ends well when the rollout is complete and the machine is active", () => {
    expect(run("wait-for-health.sh", ["dev"], healthy).status).toBe(0);
  });

  test.each([
    ["the service never becomes stable", { "aws ecs wait": "exit 255" }, ""],
    [
      "the rollout failed",
      {
        "aws ecs describe-services --cluster x --services x --query services[0].deployments": "echo FAILED",
      },
      "its rollout is FAILED",
    ],
    [
      "the circuit breaker has sent the service back, which is stable then, too",
      {
        "aws ecs describe-task-definition --task-definition spanishgas-dev-dashboard ":
          "echo arn:aws:ecs:eu-south-2:000000000001:task-definition/spanishgas-dev-dashboard:9",
      },
      "The dashboard went back to arn:aws:ecs:eu-south-2:000000000001:task-definition/spanishgas-dev-dashboard:8",
    ],
    [
      "the machine is being deleted",
      { "aws stepfunctions describe-state-machine": "echo DELETING" },
      "DELETING",
    ],
  ])("fails when %s", (_, answers, words) => {
    const { status, stderr } = run("wait-for-health.sh", ["dev"], { ...healthy, ...answers });
    expect(status).not.toBe(0);
    expect(stderr).toContain(words);
  });
});

test("roll-back.sh takes the program, the packages and the images of before, and waits for health", () => {
  const answers = {
    ...takes,
    "aws ecs describe-services": "echo COMPLETED",
    "aws ecs describe-task-definition": "echo COMPLETED",
    "aws stepfunctions": "echo ACTIVE",
  };
  const { status, calls } = run("roll-back.sh", ["prod", "1234abcd", IMAGE, IMAGE], answers);
  expect(status).toBe(0);
  expect(calls.filter((call) => !call.includes("config get")).slice(0, 5)).toEqual([
    "git checkout --quiet --force 1234abcd",
    "npm ci --loglevel=error",
    `pulumi config set --stack prod --path spanishgas:images.runtime ${IMAGE}`,
    `pulumi config set --stack prod --path spanishgas:images.dashboard ${IMAGE}`,
    "pulumi up --stack prod --yes --non-interactive --policy-pack policy",
  ]);
  expect(calls.some((call) => call.startsWith("aws ecs wait services-stable"))).toBe(true);
});

describe("ask-for-a-run.sh", () => {
  test("asks the stack's trigger for a training", () => {
    const { status, calls } = run("ask-for-a-run.sh", ["dev", "train"], { "aws lambda invoke": "echo None" });
    expect(status).toBe(0);
    expect(calls[0]).toContain("--function-name spanishgas-dev-pipeline-trigger");
    expect(calls[0]).toContain('--payload {"source":"retrain","mode":"train","force":false}');
  });

  test.each([
    ["spanishgas:project: acme-gas", "acme-gas"],
    ['spanishgas:project: "acme-gas" # Renamed.', "acme-gas"],
    ["spanishgas:tags: { project: other }", "spanishgas"],
  ])("asks the function of the project that the stack's file names (%s)", (line, project) => {
    const clone = join(folder, "clone");
    cpSync(SCRIPTS, join(clone, "scripts", "delivery"), { recursive: true });
    writeFileSync(join(clone, "Pulumi.dev.yaml"), `config:\n  ${line}\n  spanishgas:region: eu-south-2\n`);
    const { calls } = run("ask-for-a-run.sh", ["dev", "train"], { "aws lambda invoke": "echo None" }, clone);
    expect(calls[0]).toContain(`--function-name ${project}-dev-pipeline-trigger `);
  });

  test("asks nobody for a stack that has no file", () => {
    const { status, stderr, calls } = run("ask-for-a-run.sh", ["prd", "train"]);
    expect({ status, stderr, calls }).toEqual({
      status: 2,
      stderr: 'There is no stack "prd": its settings would lie in Pulumi.prd.yaml.\n',
      calls: [],
    });
  });

  test("makes a new run of what was answered before when it is told to, and knows no other word", () => {
    const answers = { "aws lambda invoke": "echo None" };
    expect(run("ask-for-a-run.sh", ["dev", "score", "force"], answers).calls[0]).toContain('"force":true');
    const misspelt = run("ask-for-a-run.sh", ["dev", "score", "forced"], answers);
    expect(misspelt).toMatchObject({
      status: 2,
      stderr: '"forced" is not known. The third word may be: force.\n',
    });
  });

  test("fails when the function does", () => {
    const { status, stderr } = run("ask-for-a-run.sh", ["dev", "train"], {
      "aws lambda invoke": "echo Unhandled",
    });
    expect(status).toBe(1);
    expect(stderr).toContain("/aws/lambda/spanishgas-dev-pipeline-trigger");
  });
});
