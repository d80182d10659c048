import { readFileSync } from "node:fs";
import type { TaskUsage } from "../manifest/manifest.ts";

const KIB = 1024;
const MB = 1e6;

/**
 * Largest resident memory of this process so far, in MB: `VmHWM` where the system has it. `maxRSS` is not the same on
 * Linux: a child starts with its parent's figure.
 */
function peakMemoryMb(): number {
  try {
    const kib = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
    if (kib !== undefined) return (Number(kib) * KIB) / MB;
  } catch {
    // No /proc: not Linux.
  }
  return (process.resourceUsage().maxRSS * KIB) / MB;
}

/** Starts measuring; call the result at the end. CPU time counts all threads of the process. */
export function measure(): () => TaskUsage {
  const start = performance.now();
  const cpu = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return {
      wallSeconds: (performance.now() - start) / 1000,
      cpuSeconds: (user + system) / 1e6,
      peakMemoryMb: peakMemoryMb(),
    };
  };
}
