import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { EXIT_MESSAGE_CHARACTERS } from "../../configs/container.ts";
import { messageOf } from "../errors.ts";
import type { Log } from "../log.ts";
import type { ReportedError } from "../pipeline/protocol.ts";
import { withoutCredentials, withoutValues } from "../redact.ts";

/** What a job leaves behind when it ends badly: nothing to upload, no scratch, and a message that says why. */
export interface LastWords {
  /** Folders that the platform would upload: they stay, and what lies in them goes. */
  readonly outputs: readonly string[];
  readonly scratch: string;
  readonly exitMessage: string;
  readonly log: Log;
}

type Words = Pick<ReportedError, "name" | "message">;

/**
 * Ends a job in order. Room is made first, as the disk may be full. What cannot be done is logged, and the rest is done
 * all the same: the exit code says that the job failed.
 */
export async function leaveWith(
  error: Words,
  { outputs, scratch, exitMessage, log }: LastWords,
): Promise<void> {
  const tried = async (what: string, work: () => Promise<void>) => {
    try {
      await work();
    } catch (thrown) {
      log.error("The job could not be ended in order", { what, reason: withoutValues(messageOf(thrown)) });
    }
  };
  await tried("remove scratch", () => rm(scratch, { recursive: true, force: true }));
  for (const folder of outputs) await tried("empty an output", () => empty(folder));
  await tried("write the exit message", () => say(exitMessage, error));
}

async function empty(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
}

/** Leaves the reason where the platform looks for it. */
export async function say(file: string, error: Words): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, exitText(error));
}

/** `<class>: <message>`, cut to what the platform takes, between two characters. */
export function exitText({ name, message }: Words): string {
  const text = `${name}: ${withoutCredentials(message)}`;
  // The platform counts characters, and a text of as many bytes is never longer.
  const limit = EXIT_MESSAGE_CHARACTERS;
  if (Buffer.byteLength(text) <= limit) return text;
  const cut = Buffer.from(text).subarray(0, limit - Buffer.byteLength("…"));
  return `${new TextDecoder().decode(cut, { stream: true })}…`;
}
