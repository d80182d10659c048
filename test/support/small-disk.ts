import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { onTestFinished } from "vitest";

/**
 * Mounts a file system of this size, for example `4m`, until the test has ended. Only root may.
 * @returns why it cannot be done here, or undefined
 */
export function mountDisk(folder: string, size: string): string | undefined {
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder], { stdio: "pipe" });
  } catch (thrown) {
    return `A small disk cannot be mounted here: ${String(thrown).split("\n").at(-2) ?? ""}`;
  }
  onTestFinished(() => {
    // Lazily: a process of a failed test may still hold a file there.
    execFileSync("umount", ["-l", folder]);
  });
  return undefined;
}

/** Gives a mounted disk another size. */
export function resizeDisk(folder: string, size: string): void {
  execFileSync("mount", ["-o", `remount,size=${size}`, folder]);
}
