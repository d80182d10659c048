import { existsSync, writeFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { inject } from "vitest";

const POLL_MS = 100;

/**
 * A folder that the first test file to ask fills, and that all others find filled. Nobody may change what lies in it.
 *
 * @param name stands for what lies in the folder: the same name must always be filled alike
 * @throws what filling it threw; whoever asks next tries again
 */
export async function kept(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(inject("kept"), name);
  const done = `${folder}.done`;
  while (!existsSync(done)) {
    // Only who has made the folder is told its path.
    if ((await mkdir(folder, { recursive: true })) === undefined) {
      await pause(POLL_MS);
      continue;
    }
    try {
      await fill(folder);
    } catch (thrown) {
      await rm(folder, { recursive: true, force: true });
      throw thrown;
    }
    writeFileSync(done, "");
  }
  return folder;
}
