import type { Retrier } from "../../configs/asl.ts";

const backoff = { BackoffRate: 2, JitterStrategy: "FULL" } as const;

/**
 * What SageMaker answers instead of running a job, and how long it is worth to wait. Waiting costs nothing but time,
 * and the run's own limit ends it.
 */
export const serviceFaults: readonly Retrier[] = [
  {
    // The account's quota of machines is in use: others have to finish first, which may take hours.
    ErrorEquals: ["SageMaker.ResourceLimitExceededException"],
    IntervalSeconds: 60,
    MaxDelaySeconds: 900,
    MaxAttempts: 40,
    ...backoff,
  },
  {
    // Throttled, or the service has a fault: it passes.
    ErrorEquals: ["SageMaker.AmazonSageMakerException", "SageMaker.SdkClientException"],
    IntervalSeconds: 5,
    MaxDelaySeconds: 120,
    MaxAttempts: 8,
    ...backoff,
  },
  {
    // The job ends itself long before: nothing was heard of it.
    ErrorEquals: ["States.Timeout"],
    IntervalSeconds: 30,
    MaxDelaySeconds: 120,
    MaxAttempts: 1,
    ...backoff,
  },
];
