import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { bundle, compile } from "../../infra/bundle.ts";
import { temporaryFolder } from "../support/folders.ts";

const FUNCTION = "functions/handler.ts";
/** A function in today's format that leans on a package in the older one. */
const files: Readonly<Record<string, string>> = {
  [FUNCTION]: [
    'import type { Event } from "./event.ts";',
    'import { line } from "./old.cjs";',
    "export const handler = async (event: Event): Promise<string> => line(event.name);",
  ].join("\n"),
  "functions/event.ts": "export interface Event { readonly name: string }",
  "functions/old.cjs": 'const { EOL } = require("node:os"); exports.line = (name) => name + EOL;',
};

function clone(changed: Readonly<Record<string, string>> = {}): string {
  const root = temporaryFolder();
  mkdirSync(join(root, "functions"));
  for (const [path, text] of Object.entries({ ...files, ...changed })) writeFileSync(join(root, path), text);
  return root;
}

/** Runs a bundle's handler as Lambda would: from the one file, with nothing beside it. */
async function run(code: string, event: object): Promise<unknown> {
  const file = join(temporaryFolder(), "index.mjs");
  writeFileSync(file, code);
  const { handler } = z
    .object({
      handler: z.custom<(event: object) => Promise<unknown>>((value) => typeof value === "function"),
    })
    .parse({ ...(await import(pathToFileURL(file).href)) });
  return handler(event);
}

describe("a bundle", () => {
  test("runs by itself, with packages of the older format in it", async () => {
    expect(await run(compile(FUNCTION, clone()), { name: "churn" })).toBe("churn\n");
  });

  test("is the same in every clone, and shows none of its folders", () => {
    const [one, two] = [clone(), clone()];
    expect(compile(FUNCTION, one)).toBe(compile(FUNCTION, two));
    expect(compile(FUNCTION, one)).not.toContain(one);
    expect(bundle(FUNCTION, one).hash).toBe(bundle(FUNCTION, two).hash);
  });

  test("changes with its code, and not with a file that it does not import", () => {
    const { hash } = bundle(FUNCTION, clone());
    expect(bundle(FUNCTION, clone({ "functions/other.ts": "export {};" })).hash).toBe(hash);
    const changed = { "functions/old.cjs": "exports.line = (name) => name;" };
    expect(bundle(FUNCTION, clone(changed)).hash).not.toBe(hash);
  });

  test("is one module that Lambda finds as index.handler", async () => {
    const { archive } = bundle(FUNCTION, clone());
    expect(Object.keys(await archive.assets)).toEqual(["index.mjs"]);
  });

  test("holds the AWS SDK of the lock file, which runs in it", async () => {
    const code = compile("test/support/bundled-function.ts", join(import.meta.dirname, "../.."));
    expect(await run(code, { bucket: "lake" })).toEqual({ Bucket: "lake", Prefix: "raw/" });
    expect(code).not.toMatch(/from\s*"@aws-sdk/);
  });

  test("of what is not there, or cannot be bundled, is refused in one sentence", () => {
    expect(() => bundle("functions/gone.ts", clone())).toThrow(
      "functions/gone.ts is not there, so there is no function to bundle. Correct its path.",
    );
    const broken = clone({ [FUNCTION]: 'import "no-such-package";' });
    expect(() => bundle(FUNCTION, broken)).toThrow(
      /functions\/handler\.ts cannot be bundled for Lambda\. [\s\S]*Could not resolve "no-such-package"/,
    );
  });
});
