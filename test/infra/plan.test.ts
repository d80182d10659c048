import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../support/engine/index.ts";

/** `npm run plan` as people use it: its words and how it ends. */

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function plan(...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(ROOT, "test/support/plan.ts"), ...args]);
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      err += chunk.toString();
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, out, err }));
  });
}

test("shows the tree, the counts and the findings, without colours where nobody sees them", async () => {
  const { code, out, err } = await plan("--stack", "dev");
  expect(err).toBe("");
  expect(out).toMatch(/^spanishgas-dev\n├─ spanishgas:index:Alerts alerts\n/);
  expect(out).toContain("aws:s3:Bucket lake");
  expect(out).toMatch(/^ +\d+ {2}aws:iam:Role$/m);
  expect(out).toMatch(/^ +\d+ {2}resources in \d+ components$/m);
  const [, mandatory] = /^Policies: \d+ rules, (\d+) mandatory and \d+ advisory findings/m.exec(out) ?? [];
  expect(code).toBe(mandatory === "0" ? 0 : 1);
  expect(out).not.toContain("\u001b[");
  // Names are never broken: what is longer than a terminal of 80 columns is one name, or a line of the tree.
  const [, findings = ""] = out.split("\nPolicies: ");
  const tooLong = findings.split("\n").filter((line) => line.length > 80 && line.trim().includes(" "));
  expect(tooLong).toEqual([]);
  // A first preview cannot judge most documents: advice that fills pages hides what matters.
  expect(findings).toMatch(/… \d+ more lines: --json has them all\n/);
  expect(findings.split("\n").length).toBeLessThan(30);
});

test("hands everything to programs as JSON, with made-up values on request", async () => {
  const { out } = await plan("--stack", "prod", "--update", "--json");
  const { stack, mode, resources, counts, findings } = JSON.parse(out);
  expect({ stack, mode }).toEqual({ stack: "prod", mode: "update" });
  expect(resources.length).toBeGreaterThan(100);
  expect(counts["aws:s3/bucket:Bucket"]).toBeGreaterThan(0);
  expect(Array.isArray(findings)).toBe(true);
});

test("ends with 1 when a mandatory policy is violated, and says which", async () => {
  const { code, out } = await plan("--stack", "prod", "--config", "logRetentionDays=1");
  expect({
    code,
    finds: / mandatory \(\w+\) [\w-]*log[\w-]* on aws:cloudwatch:LogGroup/.test(out),
  }).toEqual({
    code: 1,
    finds: true,
  });
});

test("ends with 2 and all faults when the configuration is wrong, without a stack trace", async () => {
  const { code, out, err } = await plan(
    "--stack",
    "dev",
    "--config",
    "accountId=12",
    "--config",
    "region=mars-1",
  );
  expect(code).toBe(2);
  expect(out).toBe("");
  expect(err).toContain("accountId");
  expect(err).toContain("region");
  expect(err).not.toMatch(/^\s+at /m);
});

test.each([
  [["--stack", "moon"], 'There is no stack "moon". Name one of dev, prod, staging'],
  [[], "No stack is named. Add --stack and one of dev, prod, staging"],
  [["--stack", "dev", "--config", "nothing"], "--config nothing sets nothing. Write --config key=value."],
  [["--stak", "dev"], "Unknown option '--stak'"],
])("refuses %j in one sentence", async (args, sentence) => {
  const { code, out, err } = await plan(...args);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(`error: ${sentence}`);
  expect(err.trim().split("\n")).toHaveLength(1);
});

test("says nothing of a reader who goes after the first line", async () => {
  const { code, err } = await new Promise<Pick<Ended, "code" | "err">>((resolve, reject) => {
    const child = spawn(process.execPath, [join(ROOT, "test/support/plan.ts"), "--stack", "dev", "--json"]);
    let err = "";
    child.stdout.once("data", () => child.stdout.destroy());
    child.stderr.on("data", (chunk: Buffer) => {
      err += chunk.toString();
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, err }));
  });
  expect({ code, err }).toEqual({ code: 0, err: "" });
});

test("teaches its use", async () => {
  const { code, out } = await plan("--help");
  expect(code).toBe(0);
  expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
  for (const word of [
    "--stack",
    "--update",
    "--inputs",
    "--json",
    "--config",
    "npm run plan -- --stack dev",
  ]) {
    expect(out).toContain(word);
  }
});
