/** Metrics of our own, as the functions write them and the alarms read them. Each carries the dimension `Environment`. */
export const METRIC_NAMESPACE = "SpanishGas/MLOps";

/** 1 when a run's inputs or scores have moved from the champion's training rows, else 0. */
export const DRIFT_DETECTED = "DriftDetected";
