import type { Retrier } from "../../configs/asl.ts";
import type { FullService } from "../../configs/job-states.ts";
import { whenFaulty, whenFull, whenSilent } from "./retriers.ts";

/**
 * What SageMaker answers instead of running a job, and how long it is worth to wait. Waiting costs nothing but time,
 * and the run's own limit ends it.
 */
export const jobRetriers: readonly Retrier[] = [
  // Machines are in use for hours.
  whenFull(["SageMaker.ResourceLimitExceededException"], {
    IntervalSeconds: 60,
    MaxDelaySeconds: 900,
    MaxAttempts: 40,
  }),
  whenFaulty(["SageMaker.AmazonSageMakerException", "SageMaker.SdkClientException"]),
  whenSilent,
];

/**
 * SageMaker took the job, looked for machines, and found none of the type: `CapacityError: Unable to provision requested
 * ML compute capacity`. The quota may be free all the same; what is missing is AWS's.
 */
export const noCapacity: FullService = { error: "CapacityError", waitSeconds: 900 };
