import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/folders.ts";

const SCHEMA = join(import.meta.dirname, "..", "..", "runtime", "manifest", "sqlite-schema.ts");

test("processes that open a new manifest at the same moment wait for each other", async () => {
  for (let round = 0; round < 5; round += 1) {
    const file = join(temporaryFolder(), "manifest.sqlite");
    const at = Date.now() + 700;
    // All wait for one moment: the start of a process takes far longer than what may collide.
    const code = `const { openDatabase } = await import(${JSON.stringify(SCHEMA)});
      while (Date.now() < ${at});
      openDatabase(${JSON.stringify(file)}).close();`;
    const ends = await Promise.all(
      Array.from({ length: 4 }, () => {
        const child = spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: "ignore" });
        return new Promise((resolve) => child.once("close", resolve));
      }),
    );
    expect(ends).toEqual([0, 0, 0, 0]);
  }
});
