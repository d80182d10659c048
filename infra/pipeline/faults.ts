import type { StepName } from "../../configs/pipeline.ts";
import type { Fault } from "../component.ts";
import type { Stack } from "../stack.ts";
import { LONGEST_PREFIX } from "./job-name.ts";
import { type ScheduleChoice, scheduleFaults } from "./schedule.ts";
import { isShared, type Size, sizeFaults } from "./sizes.ts";

/** What can be wrong with a pipeline's arguments. */
export interface PipelineChoices {
  readonly stack: Pick<Stack, "prefix">;
  readonly sizes?: Partial<Readonly<Record<StepName, Size>>>;
  readonly schedule?: ScheduleChoice;
  /** Is there anything that sums the readings by queries? What it is does not matter here. */
  readonly scale?: unknown;
}

/** Everything that is wrong with a pipeline's arguments, for the component and for who reads a stack's settings. */
export function pipelineFaults({ stack, sizes = {}, schedule = {}, scale }: PipelineChoices): Fault[] {
  return [
    ...prefixFaults(stack),
    ...sizeFaults(sizes),
    ...(scale === undefined ? [] : twoScansFaults(sizes)),
    ...scheduleFaults(schedule),
  ];
}

function twoScansFaults(sizes: NonNullable<PipelineChoices["sizes"]>): Fault[] {
  if (!isShared(sizes)) return [];
  return [
    {
      path: "sizes.bronze.instances",
      message:
        "must be 1 where queries sum the readings (scale): choose one of the two, docs/sizing.md says when which is better",
    },
  ];
}

function prefixFaults({ prefix }: Pick<Stack, "prefix">): Fault[] {
  if (prefix.length <= LONGEST_PREFIX) return [];
  return [
    {
      path: "stack.prefix",
      message: `"${prefix}" has ${prefix.length} characters; names of jobs have room for ${LONGEST_PREFIX}: choose a shorter project`,
    },
  ];
}
