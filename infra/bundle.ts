import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { buildSync } from "esbuild";

/** A function's code in one file. */
export interface Bundle {
  /** What Lambda gets: `index.mjs`, so that the handler is `index.handler`. */
  readonly archive: pulumi.asset.AssetArchive;
  /** SHA-256 of the code, in hexadecimal digits: the same code has the same one, on every machine. */
  readonly hash: string;
}

/** Packages in the older module format ask for Node's own modules by `require`, which modules of today do not have. */
const REQUIRE = [
  'import { createRequire } from "node:module";',
  "const require = createRequire(import.meta.url);",
].join("\n");

/**
 * Bundles a function with everything that it imports, the AWS SDK included: the one that Lambda brings changes without
 * notice. Blanks and comments go, names stay: a stack trace names the functions as they were written.
 *
 * @example
 * const { archive } = bundle("runtime/trigger/handler.ts");
 * new aws.lambda.Function("trigger", { runtime: "nodejs24.x", handler: "index.handler", code: archive, … });
 *
 * @param entry the file that exports `handler`, from the repository's root
 * @param root the repository's root, which shows nowhere in the code
 * @throws pulumi.RunError when the entry does not exist, or imports what cannot be bundled
 */
export function bundle(entry: string, root = resolve(import.meta.dirname, "..")): Bundle {
  const code = compile(entry, root);
  return {
    archive: new pulumi.asset.AssetArchive({ "index.mjs": new pulumi.asset.StringAsset(code) }),
    hash: createHash("sha256").update(code).digest("hex"),
  };
}

/** The code of a bundle. For tests; everybody else takes the archive. */
export function compile(entry: string, root: string): string {
  if (!existsSync(join(root, entry)))
    throw new pulumi.RunError(`${entry} is not there, so there is no function to bundle. Correct its path.`);
  try {
    const { outputFiles } = buildSync({
      absWorkingDir: root,
      entryPoints: [entry],
      outfile: "index.mjs",
      bundle: true,
      write: false,
      platform: "node",
      target: "node24",
      format: "esm",
      // Packages often ship both formats; the newer one leaves out what is not used.
      mainFields: ["module", "main"],
      banner: { js: REQUIRE },
      // A machine's tsconfig.json must not decide what runs in the cloud.
      tsconfigRaw: {},
      legalComments: "none",
      // A third of the size, and of what a cold start has to read.
      minifyWhitespace: true,
      minifySyntax: true,
      logLevel: "silent",
    });
    return outputFiles.map(({ text }) => text).join("");
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new pulumi.RunError(`${entry} cannot be bundled for Lambda. ${why}`);
  }
}
