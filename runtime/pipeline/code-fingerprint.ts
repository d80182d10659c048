import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const ROOMS = ["configs", "runtime"];
const DIGITS = 16;

/**
 * A digest of the code that computes results. An interrupted run is only resumed by the same code, so that no result
 * mixes the work of two versions.
 */
export function codeFingerprint(): string {
  const hash = createHash("sha256");
  hash.update(readFileSync(join(ROOT, "package.json")));
  for (const room of ROOMS) {
    const files = readdirSync(join(ROOT, room), { recursive: true, encoding: "utf8" });
    for (const file of files.filter((name) => name.endsWith(".ts")).sort())
      hash
        .update(file)
        .update("\0")
        .update(readFileSync(join(ROOT, room, file)));
  }
  return hash.digest("hex").slice(0, DIGITS);
}
