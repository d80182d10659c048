import { execFileSync } from "node:child_process";
import { lstatSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { expect, test } from "vitest";
import packageFile from "../../package.json" with { type: "json" };
import { ROOT } from "../support/engine/index.ts";

/** X14 and X15: what the repository tells, and what building it fetches. Read from its files as they are. */

interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A link is read where it leads, and a file that was deleted is none. */
const isFile = (path: string) => lstatSync(join(ROOT, path), { throwIfNoEntry: false })?.isFile() === true;

/** Every text that git knows or would take, as it stands on the disk. */
const files: readonly SourceFile[] = execFileSync(
  "git",
  ["ls-files", "-z", "--cached", "--others", "--exclude-standard"],
  { cwd: ROOT, encoding: "utf8" },
)
  .split("\0")
  .filter((path) => path !== "" && isFile(path))
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }))
  .filter(({ text }) => !text.includes("\0"));

/** Each place where a pattern matches and the match is not allowed, as `file: match`. */
const findings = (
  pattern: RegExp,
  isAllowed: (match: string, path: string) => boolean,
  of = files,
): string[] =>
  of.flatMap(({ path, text }) =>
    [...text.matchAll(pattern)]
      .map(([match]) => match)
      .filter((match) => !isAllowed(match, path))
      .map((match) => `${path}: ${match}`),
  );

const ACCOUNT = /(?<![\w.])\d{12}(?![\w.])/g;
/** One digit twelve times, or zeros and a last digit: nobody's account. */
const isMadeUpAccount = (match: string) => /^(\d)\1{11}$|^0{11}\d$/.test(match);

const EMAIL = /[\w.%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}\b/gi;
/** Domains that nobody can own, and the words that stand for the reader's. */
const isMadeUpEmail = (match: string) =>
  /@([\w-]+\.)*example(\.(com|org|net))?$/.test(match) || match === "you@your.company";

const HOST = /\bhttps?:\/\/([a-z0-9.-]+\.[a-z]{2,})/gi;
/** Manuals, standards and services that everybody uses. */
const PUBLIC_HOSTS = [
  "aws.amazon.com",
  "calculator.aws",
  "docs.aws.amazon.com",
  "github.com",
  "token.actions.githubusercontent.com",
  "ubjson.org",
  "www.apache.org",
  "www.pulumi.com",
  "www.w3.org",
  "xgboost.readthedocs.io",
];
/** Addresses of AWS that a test makes up: a queue of a made-up account, a load balancer of the offline engine. */
const isMadeUpAddress = (host: string, path: string) =>
  /^sqs\.[a-z0-9-]+\.amazonaws\.com$/.test(host) ||
  (path.startsWith("test/infra/snapshots/") && /^spanishgas-.*\.elb\.amazonaws\.com$/.test(host));

function isKnownAddress(match: string, path: string): boolean {
  const host = match.replace(/^https?:\/\//i, "").toLowerCase();
  return (
    /(^|\.)(example(\.(com|org|net))?|invalid)$/.test(host) ||
    host === "s3.amazonaws.com" ||
    PUBLIC_HOSTS.includes(host) ||
    path === "package-lock.json" ||
    isMadeUpAddress(host, path)
  );
}

const KEY = /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----/g;
const ADMINISTRATOR = /\baws\.iam\.(?:User|AccessKey|UserLoginProfile)\b|policy\/AdministratorAccess\b/g;

test("X14: no account, address, person, key or administrator stands in the repository", () => {
  // What the original had committed, made up anew, is found:
  const original = [
    {
      path: "README.md",
      text: [
        ["http:/", "spanishgas-dev-streamlit-alb-123.eu-west-1.elb.amazonaws.com"].join("/"),
        `arn:aws:iam::${"123456"}${"789012"}:user/admin`,
        ["somebody", "mail.com"].join("@"),
      ].join("\n"),
    },
  ];
  expect(findings(ACCOUNT, isMadeUpAccount, original)).toHaveLength(1);
  expect(findings(EMAIL, isMadeUpEmail, original)).toHaveLength(1);
  expect(findings(HOST, isKnownAddress, original)).toHaveLength(1);

  expect(files.length).toBeGreaterThan(300);
  expect(findings(ACCOUNT, isMadeUpAccount)).toEqual([]);
  expect(findings(EMAIL, isMadeUpEmail)).toEqual([]);
  expect(findings(HOST, isKnownAddress)).toEqual([]);
  expect(findings(KEY, () => false)).toEqual([]);
  const infrastructure = files.filter(({ path }) =>
    /^(infra|runtime|dashboard|scripts|\.github)\//.test(path),
  );
  expect(findings(ADMINISTRATOR, () => false, infrastructure)).toEqual([]);
});

/** Commands that bring something from elsewhere. */
const FETCHES =
  /\b(?:curl|wget|git\s+clone|pip3?\s+install|pipx|huggingface-cli|snapshot_download|from_pretrained|aws\s+s3\s+cp|npx|npm\s+(?:install|i|ci|exec)|apt-get\s+install|apt-install\.sh|ADD\s+\S+)\b[^\n]*/gi;

/**
 * What building an image may fetch. `npm install` may only rewrite the lock file, offline; packages come by `npm ci`,
 * which takes what the lock file says or fails.
 */
const isPinnedFetch = (line: string) =>
  /^npm ci\b/.test(line) ||
  /^npm install --package-lock-only --offline\b/.test(line) ||
  /^apt-get install(?: --?[\w-]+)*(?: [a-z0-9.+-]+=\S+)+(?: \\)?$/.test(line);

/** The same for setting up a machine: Node by its version, and Debian's own XGBoost, whichever the system has. */
const isPinnedSetUp = (line: string) =>
  isPinnedFetch(line.replace(/ .?>?&2.*$/, "")) ||
  /^npm install --no-save --no-package-lock .*"node@\$node_version"/.test(line) ||
  /^apt-install\.sh libxgboost0\b/.test(line) ||
  /^apt-get install libxgboost0\b/.test(line);

/** The one place that installs what it is told to. */
const isInstaller = (line: string) => /^apt-get install (-y --no-install-recommends "\$@"|%s)/.test(line);

/** Lines as a shell joins them, without comments. */
const code = (path: string): SourceFile => ({
  path,
  text: readFileSync(join(ROOT, path), "utf8").replace(/^\s*#.*$/gm, ""),
});

const DOCKERFILES = ["runtime/Dockerfile", "dashboard/Dockerfile"].map(code);

test("X15: building and setting up fetch nothing but pinned packages; no model comes from anywhere", () => {
  const original = [
    {
      path: "Dockerfile.processing",
      text: [
        "FROM python:3.12-slim",
        "RUN pip install --no-cache-dir pandas xgboost transformers torch",
        `RUN python -c "AutoModel.from_pretrained('example/sentiment')"`,
      ].join("\n"),
    },
  ];
  expect(findings(FETCHES, isPinnedFetch, original)).toHaveLength(2);

  expect(findings(FETCHES, isPinnedFetch, DOCKERFILES)).toEqual([]);
  expect(findings(FETCHES, isPinnedSetUp, [code("scripts/setup.sh")])).toEqual([]);
  expect(findings(FETCHES, isInstaller, [code("scripts/apt-install.sh")])).toEqual([]);
  for (const { path, text } of DOCKERFILES) {
    expect(text.match(/^ARG BASE=.*$/m)?.[0], path).toMatch(/^ARG BASE=\S+:\d+\.\d+\.\d+-[a-z]+-slim$/);
    for (const [, from = ""] of text.matchAll(/^FROM\s+(\S+)/gm)) expect(from, path).toBe(`\${BASE}`);
  }
  const versions = Object.entries({ ...packageFile.dependencies, ...packageFile.devDependencies });
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);

  // What judges texts is words in the repository, and no code that runs asks the internet for anything.
  const programs = files.filter(({ path }) => /^(runtime|configs)\//.test(path) && extname(path) === ".ts");
  expect(findings(/\bfetch\(|node:https|\btransformers\b|onnx|huggingface/gi, () => false, programs)).toEqual(
    [],
  );
});
