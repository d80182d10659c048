import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";

/** How the code hangs together: rules that no single file shows. Imports that are made while running are left out. */

const ROOT = join(import.meta.dirname, "..");

/** The files that each file imports, types included. Paths are relative to the repository. */
const imports = new Map(
  ["configs", "runtime", "dashboard", "infra", "policy"]
    .flatMap((room) =>
      readdirSync(join(ROOT, room), { recursive: true, encoding: "utf8" }).map((file) => join(room, file)),
    )
    .filter((file) => file.endsWith(".ts"))
    .map((file) => [file, importsOf(file)]),
);

function importsOf(file: string): string[] {
  const code = readFileSync(join(ROOT, file), "utf8");
  return [...code.matchAll(/^(?:import|export) [^;]*?from "(\.[^"]+)";/gms)].map(([, path = ""]) =>
    relative(ROOT, join(ROOT, dirname(file), path)),
  );
}

/** The first circle of imports that a file is part of, from the file back to itself. */
function circleThrough(start: string): readonly string[] | undefined {
  const seen = new Set<string>();
  const follow = (path: readonly string[]): readonly string[] | undefined => {
    for (const next of imports.get(path.at(-1) ?? "") ?? []) {
      if (next === start) return [...path, next];
      if (seen.has(next)) continue;
      seen.add(next);
      const circle = follow([...path, next]);
      if (circle !== undefined) return circle;
    }
    return undefined;
  };
  return follow([start]);
}

/** Imports that go from one room to another, as text. */
function between(from: string, to: string): string[] {
  return [...imports].flatMap(([file, targets]) =>
    file.startsWith(from)
      ? targets.filter((target) => target.startsWith(to)).map((target) => `${file} -> ${target}`)
      : [],
  );
}

test("the files are found with their imports", () => {
  expect(imports.get("runtime/cli.ts")).toContain("configs/execution.ts");
  expect(imports.get("runtime/pipeline/session.ts")).toContain("runtime/lake/lake.ts");
  expect(circleThrough("runtime/cli.ts")).toBeUndefined();
});

test("no file imports itself by way of others, not even for a type", () => {
  expect([...imports.keys()].map(circleThrough).filter((circle) => circle !== undefined)).toEqual([]);
});

/** Rooms that a room may import; everything else is an arrow the wrong way. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  configs: [],
  runtime: ["configs"],
  dashboard: ["configs", "runtime"],
  infra: ["configs"],
  policy: ["configs"],
};

test.each(Object.entries(arrows))("%s imports no room but %j", (room, allowed) => {
  const others = [...Object.keys(arrows), "test", "scripts"].filter(
    (other) => other !== room && !allowed.includes(other),
  );
  expect(others.flatMap((other) => between(`${room}/`, `${other}/`))).toEqual([]);
});

test("what serves every room leans on none: tables, statistics, XGBoost and the lake", () => {
  const shared = ["runtime/table/", "runtime/statistics/", "runtime/xgboost/", "runtime/lake/"];
  const general = /-> runtime\/(errors|step|json|digest|process)\.ts$/;
  for (const room of shared) {
    const others = between(room, "runtime/").filter(
      (line) => !line.includes(`-> ${room}`) && !general.test(line),
    );
    expect(others).toEqual([]);
  }
});

test("no file is longer than 300 lines", () => {
  const long = [...imports.keys()].filter(
    (file) => readFileSync(join(ROOT, file), "utf8").split("\n").length > 301,
  );
  expect(long).toEqual([]);
});
