import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import packageFile from "../../package.json" with { type: "json" };

/** What goes into the images, read from the files that say so, against what their programs import. */

const ROOT = join(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

const images = [
  {
    name: "runtime",
    programs: ["runtime/container/entry.ts"],
    /** Needed for building alone, or whole rooms that no program names file by file. */
    beside: ["package.json", "package-lock.json", "scripts/keep-packages.ts"],
  },
  {
    name: "dashboard",
    programs: ["dashboard/main.ts", "dashboard/health-check.ts"],
    beside: ["package.json", "package-lock.json", "scripts/keep-packages.ts"],
  },
] as const;

/** Files and packages that a program loads: imports that types alone need are left out, as Node leaves them out. */
function loadedBy(programs: readonly string[]) {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    if (!file.endsWith(".ts")) return;
    const code = read(file);
    const beside = (path: string) => visit(normalize(join(dirname(file), path)));
    for (const [, path = ""] of code.matchAll(
      /^(?:import|export)\s(?!type\s)(?:[^;]*?from\s+)?"([^"]+)"/gms,
    )) {
      if (path.startsWith(".")) beside(path);
      else if (!path.startsWith("node:")) packages.add(packageOf(path));
    }
    // Steps and workers are loaded by address.
    for (const [, path = ""] of code.matchAll(/(?:new URL|\bat)\("([^"]+\.ts)"/g)) beside(path);
    for (const [, path = ""] of code.matchAll(/\bimport\("(\.[^"]+)"\)/g)) beside(path);
  };
  programs.forEach(visit);
  return { files: [...files].sort(), packages: [...packages].sort() };
}

function packageOf(path: string): string {
  return path
    .split("/")
    .slice(0, path.startsWith("@") ? 2 : 1)
    .join("/");
}

/** The files and folders that an ignore file lets in. */
function allowed(image: string): string[] {
  return read(`${image}/Dockerfile.dockerignore`)
    .split("\n")
    .filter((line) => line.startsWith("!"))
    .map((line) => line.slice(1));
}

const isBelow = (file: string, place: string) => file === place || file.startsWith(`${place}/`);

describe.each(images)("the $name image", ({ name, programs, beside }) => {
  const loaded = loadedBy(programs);
  const dockerfile = read(`${name}/Dockerfile`);

  it("is made of a list of names, and everything else stays out", () => {
    const rules = read(`${name}/Dockerfile.dockerignore`)
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"));
    expect(rules[0]).toBe("*");
    for (const rule of rules.slice(1)) expect(rule).toMatch(/^![\w./-]+$/);
    expect(allowed(name).filter((place) => !existsSync(join(ROOT, place)))).toEqual([]);
  });

  it("holds every file that its programs load", () => {
    expect(loaded.files.length).toBeGreaterThan(20);
    const places = allowed(name);
    expect(loaded.files.filter((file) => !places.some((place) => isBelow(file, place)))).toEqual([]);
  });

  it("holds nothing that its programs have no use for", () => {
    const unused = allowed(name).filter((place) => !loaded.files.some((file) => isBelow(file, place)));
    expect(unused.filter((place) => !beside.some((file) => file === place))).toEqual([]);
  });

  it("installs the packages that its programs import, and no others", () => {
    const [, kept = ""] = /node keep-packages\.ts ([^\\\n]+)/.exec(dockerfile) ?? [];
    expect(kept.trim().split(" ")).toEqual(loaded.packages);
  });

  it("stands on the project's Node, by its whole version, and a digest can take its place", () => {
    expect(dockerfile).toContain(
      `ARG BASE=docker.io/library/node:${packageFile.devDependencies.node}-bookworm-slim\n`,
    );
    expect(dockerfile.match(/^FROM .*$/gm)).toEqual([`FROM \${BASE} AS packages`, `FROM \${BASE}`]);
  });

  it("pins what Debian gives it, and keeps no secret", () => {
    for (const [, packages = ""] of dockerfile.matchAll(/apt-get install([^\\\n]*)/g))
      for (const each of packages.split(" ").filter((word) => word !== "" && !word.startsWith("-")))
        expect(each).toMatch(/^[a-z0-9.+-]+=\S+$/);
    expect(dockerfile).not.toMatch(/^(ARG|ENV|COPY).*(npmrc|token|password|certificates)/im);
  });
});

it("the runtime image becomes another user before it reads anything, the dashboard starts as one", () => {
  expect(read("runtime/Dockerfile")).toMatch(/^ENV RUN_AS=1000:1000$/m);
  expect(read("dashboard/Dockerfile")).toMatch(/^USER 1000:1000$/m);
  const job = read("runtime/container/job.ts");
  expect(job.indexOf("giveUpRoot(environment")).toBeGreaterThan(0);
  expect(job.indexOf("giveUpRoot(environment")).toBeLessThan(job.indexOf("runStepInContainer({"));
  const serve = read("runtime/serving/serve.ts");
  expect(serve.indexOf("giveUpRoot(environment")).toBeGreaterThan(0);
  expect(serve.indexOf("giveUpRoot(environment")).toBeLessThan(serve.indexOf("new ScorerPool({"));
});
