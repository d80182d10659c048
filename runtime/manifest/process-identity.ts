import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { isRunning } from "../process.ts";
import type { LeaseOwner, ProcessOwner } from "./manifest.ts";

/** Fields of /proc/<pid>/stat after the process's name, which may hold blanks; the start time is the 20th. */
const START_TIME_FIELD = 19;

function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[START_TIME_FIELD] ?? null;
  } catch {
    return null;
  }
}

/** This process, as the owner of a lease. */
export function thisProcess(): ProcessOwner {
  return { host: hostname(), pid: process.pid, processStart: processStart(process.pid) };
}

/**
 * Has this owner ended for sure? Only then may its lease be taken before it expires. Of another machine's processes
 * and of executions in the cloud nothing is known.
 */
export function ownerIsGone(owner: LeaseOwner): boolean {
  if (!("pid" in owner) || owner.host !== hostname()) return false;
  if (!isRunning(owner.pid)) return true;
  return owner.processStart !== null && processStart(owner.pid) !== owner.processStart;
}
