/** What a machine of SageMaker Processing offers a step. */
export interface Instance {
  readonly vcpus: number;
  readonly memoryGb: number;
}

/**
 * The machines that the pipeline may run on: Intel and AMD only, because the image is built for amd64, without
 * accelerators, which no step uses, and without local disks, which cannot be encrypted with a key of one's own.
 * Figures from https://aws.amazon.com/sagemaker/ai/pricing/.
 */
export const instanceTypes = {
  "ml.t3.large": { vcpus: 2, memoryGb: 8 },
  "ml.t3.xlarge": { vcpus: 4, memoryGb: 16 },
  "ml.t3.2xlarge": { vcpus: 8, memoryGb: 32 },
  "ml.m5.large": { vcpus: 2, memoryGb: 8 },
  "ml.m5.xlarge": { vcpus: 4, memoryGb: 16 },
  "ml.m5.2xlarge": { vcpus: 8, memoryGb: 32 },
  "ml.m5.4xlarge": { vcpus: 16, memoryGb: 64 },
  "ml.m5.12xlarge": { vcpus: 48, memoryGb: 192 },
  "ml.m5.24xlarge": { vcpus: 96, memoryGb: 384 },
  "ml.c5.xlarge": { vcpus: 4, memoryGb: 8 },
  "ml.c5.2xlarge": { vcpus: 8, memoryGb: 16 },
  "ml.c5.4xlarge": { vcpus: 16, memoryGb: 32 },
  "ml.c5.9xlarge": { vcpus: 36, memoryGb: 72 },
  "ml.c5.18xlarge": { vcpus: 72, memoryGb: 144 },
  "ml.r5.large": { vcpus: 2, memoryGb: 16 },
  "ml.r5.xlarge": { vcpus: 4, memoryGb: 32 },
  "ml.r5.2xlarge": { vcpus: 8, memoryGb: 64 },
  "ml.r5.4xlarge": { vcpus: 16, memoryGb: 128 },
  "ml.r5.8xlarge": { vcpus: 32, memoryGb: 256 },
  "ml.r5.12xlarge": { vcpus: 48, memoryGb: 384 },
  "ml.r5.16xlarge": { vcpus: 64, memoryGb: 512 },
  "ml.r5.24xlarge": { vcpus: 96, memoryGb: 768 },
  "ml.m6i.large": { vcpus: 2, memoryGb: 8 },
  "ml.m6i.xlarge": { vcpus: 4, memoryGb: 16 },
  "ml.m6i.2xlarge": { vcpus: 8, memoryGb: 32 },
  "ml.m6i.4xlarge": { vcpus: 16, memoryGb: 64 },
  "ml.c6i.xlarge": { vcpus: 4, memoryGb: 8 },
  "ml.c6i.2xlarge": { vcpus: 8, memoryGb: 16 },
  "ml.c6i.4xlarge": { vcpus: 16, memoryGb: 32 },
  "ml.r6i.large": { vcpus: 2, memoryGb: 16 },
  "ml.r6i.xlarge": { vcpus: 4, memoryGb: 32 },
  "ml.r6i.2xlarge": { vcpus: 8, memoryGb: 64 },
  "ml.r6i.4xlarge": { vcpus: 16, memoryGb: 128 },
} as const satisfies Readonly<Record<string, Instance>>;

/** Name of a machine that is offered. */
export type InstanceType = keyof typeof instanceTypes;

/** Is this the name of a machine that is offered? */
export function isInstanceType(text: string): text is InstanceType {
  return Object.hasOwn(instanceTypes, text);
}
