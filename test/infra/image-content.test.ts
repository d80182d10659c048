import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { digestOf, dockerfileOf, filesOf, imageNames } from "../../infra/images/content.ts";
import { temporaryFolder } from "../support/folders.ts";

const ROOT = join(import.meta.dirname, "../..");
const LIST = "runtime/Dockerfile.dockerignore";

const small: Readonly<Record<string, string>> = {
  "package.json": "{}",
  "configs/a.ts": "export const a = 1;",
  "configs/deep/b.ts": "export const b = 2;",
  "runtime/Dockerfile": "FROM scratch",
  "runtime/step.ts": "step();",
  "runtime/left-out.ts": "never();",
  [LIST]: "# What goes in.\n*\n!package.json\n!configs\n!runtime/step.ts\n",
};

function write(root: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}
const clone = (changed: Readonly<Record<string, string>> = {}) =>
  write(temporaryFolder(), { ...small, ...changed });
const tagOf = (root: string) => digestOf(root, filesOf("runtime", root));

describe("the files of an image", () => {
  test("are those that its list lets in, and the Dockerfile", () => {
    expect(filesOf("runtime", clone())).toEqual([
      "configs/a.ts",
      "configs/deep/b.ts",
      "package.json",
      "runtime/Dockerfile",
      LIST,
      "runtime/step.ts",
    ]);
  });

  test.each([
    ["lets everything in", "!configs\n", "does not begin with *. Leave everything out with *"],
    ["holds a pattern", "*\n!configs/**/*.ts\n", "holds !configs/**/*.ts. "],
    ["takes away again", "*\n!configs\nconfigs/a.ts\n", "holds configs/a.ts. "],
    ["leaves the repository", "*\n!../secret\n", "holds !../secret. "],
    [
      "names what is not there",
      "*\n!configs\n!runtime/gone.ts\n",
      "names runtime/gone.ts, which is not there",
    ],
  ])("a list that %s is refused, because Docker would read it differently", (_, list, message) => {
    expect(() => filesOf("runtime", clone({ [LIST]: list }))).toThrow(`${LIST} ${message}`);
  });

  test("are no links: what they lead to is not in the image", () => {
    const root = clone();
    symlinkSync("a.ts", join(root, "configs/link.ts"));
    expect(() => filesOf("runtime", root)).toThrow("configs/link.ts is neither a file nor a folder");
  });

  test.each(imageNames)(
    "of %s: the Dockerfile copies from the context only what the list lets in",
    (image) => {
      const files = filesOf(image, ROOT);
      const copied = readFileSync(join(ROOT, dockerfileOf(image)), "utf8")
        .split("\n")
        .filter((line) => line.startsWith("COPY ") && !line.includes("--from="))
        .flatMap((line) =>
          line
            .split(/\s+/)
            .slice(1, -1)
            .filter((word) => !word.startsWith("--")),
        );
      expect(copied.length).toBeGreaterThan(2);
      for (const path of copied)
        expect(files.some((file) => file === path || file.startsWith(`${path}/`))).toBe(true);
      for (const file of files) expect(existsSync(join(ROOT, file))).toBe(true);
      expect(files.some((file) => file.startsWith("infra/") || file.startsWith("test/"))).toBe(false);
    },
  );
});

describe("the digest of an image's files", () => {
  test("is the same in every clone, whoever owns it and whenever it was made", () => {
    const first = clone();
    const second = temporaryFolder();
    cpSync(first, second, { recursive: true });
    chmodSync(join(second, "configs/a.ts"), 0o600);
    expect(tagOf(second)).toBe(tagOf(first));
    expect(tagOf(first)).toMatch(/^[0-9a-f]{12}$/);
  });

  test("does not depend on the order of the files", () => {
    const root = clone();
    const files = filesOf("runtime", root);
    fc.assert(
      fc.property(fc.shuffledSubarray([...files], { minLength: files.length }), (shuffled) => {
        expect(digestOf(root, shuffled)).toBe(digestOf(root, files));
      }),
      { numRuns: 20 },
    );
  });

  test("changes with every byte of every file, and with nothing that is left out", () => {
    const before = tagOf(clone());
    for (const path of filesOf("runtime", clone()))
      expect(tagOf(clone({ [path]: `${small[path]}\n# changed` }))).not.toBe(before);
    expect(tagOf(clone({ "runtime/left-out.ts": "changed" }))).toBe(before);
    expect(tagOf(clone({ "README.md": "new" }))).toBe(before);
  });

  test("changes when a file is added, removed, renamed or made runnable", () => {
    const before = tagOf(clone());
    expect(tagOf(clone({ "configs/c.ts": "" }))).not.toBe(before);
    const removed = clone();
    rmSync(join(removed, "configs/deep/b.ts"));
    expect(tagOf(removed)).not.toBe(before);
    const renamed = clone();
    rmSync(join(renamed, "configs/a.ts"));
    write(renamed, { "configs/z.ts": small["configs/a.ts"] ?? "" });
    expect(tagOf(renamed)).not.toBe(before);
    const runnable = clone();
    chmodSync(join(runnable, "runtime/step.ts"), 0o755);
    expect(tagOf(runnable)).not.toBe(before);
  });
});
