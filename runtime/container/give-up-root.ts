import { lchownSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { systemCode } from "../errors.ts";

/** User and group to go on as; `1000:1000` in the image. Left out: go on as who has started the process. */
export const RUN_AS_VARIABLE = "RUN_AS";

const RUN_AS = /^([1-9]\d*):([1-9]\d*)$/;

/**
 * Hands folders over to an ordinary user and goes on as that user, for good. SageMaker mounts a job's folders for root
 * alone, so that an image whose user is another cannot write its outputs; so the container begins as root, and this is
 * all that it does as root. Must run before anything touches data. Changes nothing where the process is not root.
 *
 * @param runAs `<user id>:<group id>`; undefined: stay who one is
 * @param folders made where they are missing, and handed over with all that lies in them
 * @throws Error when the text has another form, or root could be had back
 */
export function giveUpRoot(runAs: string | undefined, folders: readonly string[]): void {
  if (runAs === undefined || process.getuid?.() !== 0) return;
  const [, user, group] = RUN_AS.exec(runAs) ?? [];
  if (user === undefined || group === undefined)
    throw new Error(`${RUN_AS_VARIABLE} must be <user id>:<group id>, both above 0; it is "${runAs}".`);
  const ids = { user: Number(user), group: Number(group) };
  for (const folder of folders) {
    mkdirSync(folder, { recursive: true });
    handOver(folder, ids);
  }
  process.setgroups?.([]);
  process.setgid?.(ids.group);
  process.setuid?.(ids.user);
  if (canBeRootAgain()) throw new Error("The process could become root again; it goes no further.");
}

interface Ids {
  readonly user: number;
  readonly group: number;
}

function handOver(folder: string, ids: Ids): void {
  giveAway(folder, ids);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    giveAway(join(entry.parentPath, entry.name), ids);
}

/** Follows no link: what it leads to may be anything. What is mounted only for reading can stay as it is. */
function giveAway(path: string, ids: Ids): void {
  try {
    lchownSync(path, ids.user, ids.group);
  } catch (thrown) {
    if (systemCode(thrown) !== "EROFS") throw thrown;
  }
}

function canBeRootAgain(): boolean {
  try {
    process.setuid?.(0);
    return true;
  } catch {
    return false;
  }
}
