/** Memory in MB that Fargate offers for a number of CPU units: from, to, in steps of. */
interface MemoryRange {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** The sizes that Fargate has for Linux. The smallest three do not follow a step. */
const ranges: Readonly<Record<number, readonly number[] | MemoryRange>> = {
  256: [512, 1024, 2048],
  512: { from: 1024, to: 4096, step: 1024 },
  1024: { from: 2048, to: 8192, step: 1024 },
  2048: { from: 4096, to: 16_384, step: 1024 },
  4096: { from: 8192, to: 30_720, step: 1024 },
  8192: { from: 16_384, to: 61_440, step: 4096 },
  16384: { from: 32_768, to: 122_880, step: 8192 },
};

/** CPU units that a task may have. 1024 are one processor. */
export const cpuUnits: readonly number[] = Object.keys(ranges).map(Number);

/** Memory in MB that a task with these CPU units may have; nothing when Fargate has no such task. */
export function memoryFor(cpu: number): readonly number[] {
  const range = ranges[cpu];
  if (range === undefined) return [];
  if (!("step" in range)) return range;
  const count = (range.to - range.from) / range.step + 1;
  return Array.from({ length: count }, (_, index) => range.from + index * range.step);
}
