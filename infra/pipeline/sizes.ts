import { type InstanceType, instanceTypes, isInstanceType } from "../../configs/instance-types.ts";
import { type StepName, stepNames } from "../../configs/pipeline.ts";
import type { Fault } from "../component.ts";
import { byStep } from "./by-step.ts";

/** What a step runs on. */
export interface Size {
  /** One of `configs/instance-types.ts`; each type has a quota of its own in an account. */
  readonly instanceType: string;
  /**
   * Machines that share the step's files by their keys.
   * @default 1
   */
  readonly instances?: number;
  /**
   * Disk of each machine, for inputs, outputs and what the engine spills.
   * @default 30
   */
  readonly volumeGb?: number;
}

/** What every step runs on, nothing left out. */
export interface StepSize {
  readonly instanceType: InstanceType;
  readonly instances: number;
  readonly volumeGb: number;
}

/** Four processors and 16 GB: the largest step keeps well within it, and one quota serves all. */
const USUAL = { instanceType: "ml.m5.xlarge", instances: 1, volumeGb: 30 } as const satisfies StepSize;
const VOLUME_GB = { least: 10, most: 16_384 } as const;

/** What is wrong with these sizes. */
export function sizeFaults(sizes: Partial<Readonly<Record<StepName, Size>>>): Fault[] {
  return stepNames.flatMap((step) => {
    const size = sizes[step];
    return size === undefined ? [] : oneSizeFaults(`sizes.${step}`, size);
  });
}

function oneSizeFaults(
  path: string,
  { instanceType, instances = 1, volumeGb = USUAL.volumeGb }: Size,
): Fault[] {
  const faults: Fault[] = [];
  if (!isInstanceType(instanceType)) {
    const offered = Object.keys(instanceTypes).join(", ");
    faults.push({ path: `${path}.instanceType`, message: `"${instanceType}" is none of ${offered}` });
  }
  if (!Number.isInteger(instances) || instances < 1)
    faults.push({ path: `${path}.instances`, message: `must be 1, not ${instances}` });
  else if (instances > 1)
    faults.push({
      path: `${path}.instances`,
      message:
        "must be 1: no step can put together yet what several machines have made of their shares; take a larger instanceType",
    });
  if (!Number.isInteger(volumeGb) || volumeGb < VOLUME_GB.least || volumeGb > VOLUME_GB.most)
    faults.push({
      path: `${path}.volumeGb`,
      message: `must be a whole number from ${VOLUME_GB.least} to ${VOLUME_GB.most}, not ${volumeGb}`,
    });
  return faults;
}

/** What each step runs on. Call `sizeFaults` first: a machine that is not offered becomes the usual one. */
export function stepSizes(sizes: Partial<Readonly<Record<StepName, Size>>> = {}): Record<StepName, StepSize> {
  return byStep((step) => stepSize(sizes[step] ?? USUAL));
}

function stepSize({ instanceType, instances = USUAL.instances, volumeGb = USUAL.volumeGb }: Size): StepSize {
  return {
    instanceType: isInstanceType(instanceType) ? instanceType : USUAL.instanceType,
    instances,
    volumeGb,
  };
}
