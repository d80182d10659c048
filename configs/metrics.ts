/** Metrics of our own, as the functions and the steps write them, and as charts and alarms read them. */
export const METRIC_NAMESPACE = "SpanishGas/MLOps";

/** Units that CloudWatch knows and that we use. */
export type MetricUnit = "None" | "Count" | "Seconds" | "Megabytes" | "Count/Second";

export interface MetricDefinition {
  readonly unit: MetricUnit;
  /** Carries the dimension `Step` beside `Environment`. @default false */
  readonly byStep?: true;
}

/** Every metric by its name. Each carries the dimension `Environment`. */
export const metrics = {
  /** Wall time of one data step, its own work alone. */
  StepSeconds: { unit: "Seconds", byStep: true },
  /** CPU time of all threads of the step's process. */
  StepCpuSeconds: { unit: "Seconds", byStep: true },
  /** Largest resident memory of the step's process, in MB of 1,000,000 bytes. */
  StepPeakMemoryMb: { unit: "Megabytes", byStep: true },
  /** Hourly readings that the bronze step read, by its wall time. */
  ReadingsPerSecond: { unit: "Count/Second" },
  /** From the start of a run to its end, machines' start included. */
  RunSeconds: { unit: "Seconds" },
  /** Rows of the delivery that broke their contract and were set aside. */
  RowsQuarantined: { unit: "Count" },
  CustomersScored: { unit: "Count" },
  /** Customers of the highest risk tier. */
  CustomersCritical: { unit: "Count" },
  /** PR-AUC on its holdout of the model that scored. */
  PrAuc: { unit: "None" },
  /** 1 when a run's inputs or scores have moved from the champion's training rows, else 0. */
  DriftDetected: { unit: "None" },
  /** Days between the as-of date of the data and the end of the run. */
  DataAgeDays: { unit: "None" },
  /** Alerts that people could not be told of: they lie in the lake, and the next run tries again. */
  AlertsUnpublished: { unit: "Count" },
  /** Uploaded files that belong to no data set. */
  FilesIgnored: { unit: "Count" },
  /** Uploads that waited for the rest of their delivery in vain. */
  DeliveryIncomplete: { unit: "Count" },
} as const satisfies Readonly<Record<string, MetricDefinition>>;

export type MetricName = keyof typeof metrics;
