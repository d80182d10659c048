import { type InstanceType, instanceTypes, isInstanceType } from "../../configs/instance-types.ts";
import { type StepName, stepNames } from "../../configs/pipeline.ts";
import type { Fault } from "../component.ts";
import { byStep } from "./by-step.ts";

/** What a step runs on. */
export interface Size {
  /** One of `configs/instance-types.ts`; each type has a quota of its own in an account. */
  readonly instanceType: string;
  /**
   * Machines that share the hourly readings, whose files SageMaker deals out by their keys: for bronze alone, and of use
   * only where the readings are delivered in several files of about the same size. Each needs a machine of the account's
   * quota. One machine still reads everything where the shares overlap, so that `volumeGb` must hold the whole delivery.
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
/** SageMaker's limit for the machines of a processing job; an account's quota is less until it is raised. */
const MOST_INSTANCES = 100;
const VOLUME_GB = { least: 10, most: 16_384 } as const;

/** What is wrong with these sizes. */
export function sizeFaults(sizes: Partial<Readonly<Record<StepName, Size>>>): Fault[] {
  return stepNames.flatMap((step) => {
    const size = sizes[step];
    return size === undefined ? [] : oneSizeFaults(step, size);
  });
}

function oneSizeFaults(
  step: StepName,
  { instanceType, instances = 1, volumeGb = USUAL.volumeGb }: Size,
): Fault[] {
  const path = `sizes.${step}`;
  const faults: Fault[] = [];
  if (!isInstanceType(instanceType)) {
    const offered = Object.keys(instanceTypes).join(", ");
    faults.push({ path: `${path}.instanceType`, message: `"${instanceType}" is none of ${offered}` });
  }
  faults.push(...instancesFaults(step, instances));
  if (!Number.isInteger(volumeGb) || volumeGb < VOLUME_GB.least || volumeGb > VOLUME_GB.most)
    faults.push({
      path: `${path}.volumeGb`,
      message: `must be a whole number from ${VOLUME_GB.least} to ${VOLUME_GB.most}, not ${volumeGb}`,
    });
  return faults;
}

function instancesFaults(step: StepName, instances: number): Fault[] {
  const fault = (message: string): Fault[] => [{ path: `sizes.${step}.instances`, message }];
  const whole = Number.isInteger(instances) && instances >= 1;
  if (step === "bronze") {
    if (whole && instances <= MOST_INSTANCES) return [];
    return fault(`must be a whole number from 1 to ${MOST_INSTANCES}, not ${instances}`);
  }
  if (!whole) return fault(`must be 1, not ${instances}`);
  if (instances === 1) return [];
  return fault(
    "must be 1: only the bronze step can put together what several machines have made of their shares; take a larger instanceType",
  );
}

/** Do several machines share the readings? */
export function isShared({ bronze }: Readonly<Partial<Record<StepName, Pick<Size, "instances">>>>): boolean {
  return (bronze?.instances ?? USUAL.instances) > 1;
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
