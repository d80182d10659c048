import { systemCode } from "./errors.ts";

/** Is there a process with this id on this machine, whoever owns it? */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // "Not permitted" means that it runs, as somebody else.
    return systemCode(thrown) === "EPERM";
  }
}
