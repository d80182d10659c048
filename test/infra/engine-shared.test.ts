import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { contentKey } from "../support/engine/index.ts";

/** When a recording that several test files share counts. That it is what a run gives, `program.test.ts` shows. */

function repository(): { readonly root: string; readonly write: (path: string, text: string) => string } {
  const root = mkdtempSync(join(tmpdir(), "content-key-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  execFileSync("git", ["init", "--quiet"], { cwd: root });
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    return contentKey(root);
  };
  return { root, write };
}

test("each file that a program may read makes another key, also a new one and one that is gone", () => {
  const { root, write } = repository();
  const keys = [
    write("infra/index.ts", "one"),
    write("infra/index.ts", "two"),
    write("Pulumi.dev.yaml", "config"),
    write("runtime/step.ts", "code"),
    write("test/support/engine/monitor.ts", "engine"),
  ];
  rmSync(join(root, "runtime/step.ts"));
  keys.push(contentKey(root));
  expect(new Set(keys).size).toBe(keys.length);
  expect(write("runtime/step.ts", "code")).toBe(keys[4]);
});

test("guides, tests, and what git does not look at leave the key as it is", () => {
  const { root, write } = repository();
  const key = write(".gitignore", "/made\n");
  expect(write("docs/deploy.md", "guide")).toBe(key);
  expect(write("test/infra/costs.test.ts", "test")).toBe(key);
  expect(write("made/bundle.js", "output")).toBe(key);
  symlinkSync(tmpdir(), join(root, "node_modules"));
  expect(contentKey(root)).toBe(key);
});

test("the release that is deployed is part of what is made", () => {
  const { root, write } = repository();
  const key = write("infra/index.ts", "one");
  const before = process.env["RELEASE"];
  onTestFinished(() => {
    if (before === undefined) delete process.env["RELEASE"];
    else process.env["RELEASE"] = before;
  });
  process.env["RELEASE"] = "0123abc";
  expect(contentKey(root)).not.toBe(key);
});
