import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";

const SCRIPT = join(import.meta.dirname, "../../scripts/images.sh");
const LIMIT_MS = 420_000;

/** Why images cannot be built on this machine; undefined where they can. */
function obstacle(): string | undefined {
  if (process.getuid?.() !== 0) return "images are built as root";
  const missing = ["buildah", "mmdebstrap"].filter((tool) => spawnSync(tool, ["--version"]).status !== 0);
  return missing.length === 0 ? undefined : `not installed: ${missing.join(", ")}`;
}

function runScript(): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn("sh", [SCRIPT], { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}

const reason = obstacle();

it.skipIf(reason !== undefined)(
  `both images build, hold to their limit, and do inside what they do outside${reason === undefined ? "" : ` (skipped: ${reason})`}`,
  { timeout: LIMIT_MS },
  async () => {
    const { code, output } = await runScript();
    expect(output).toMatch(/the runtime image: \d+ MB over its base/);
    expect(output).toMatch(/the dashboard image: \d+ MB over its base/);
    expect(output).toMatch(/the bronze step inside: the same \d+ files, byte for byte, written by user 1000/);
    expect(output).toMatch(/XGBoost loads inside/);
    expect(output).toMatch(
      /the runtime image serves: \d+ rows, byte for byte, as user 1000, and gone when told/,
    );
    expect(output).toMatch(/the dashboard inside: healthy, as user 1000, and gone when told/);
    expect(code, output).toBe(0);
  },
);
