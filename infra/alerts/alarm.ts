import type * as pulumi from "@pulumi/pulumi";
import { METRIC_NAMESPACE } from "../../configs/metrics.ts";

/** Namespace of the pipeline's own metrics. Each of them carries the dimension `Environment`. */
export const ownNamespace = METRIC_NAMESPACE;

/** How the values of a period become one. */
export type Statistic = "Sum" | "Average" | "Minimum" | "Maximum" | "SampleCount" | `p${number}`;

/** How a value breaches the threshold. */
export type Comparison =
  | "GreaterThanThreshold"
  | "GreaterThanOrEqualToThreshold"
  | "LessThanThreshold"
  | "LessThanOrEqualToThreshold";

/** What a period without values means: silence is good, silence is bad, nothing changes, or nobody knows. */
export type MissingData = "notBreaching" | "breaching" | "ignore" | "missing";

/** One metric, as CloudWatch finds it. */
export interface Metric {
  /** `AWS/Lambda`, or `ownNamespace`. */
  readonly namespace: string;
  readonly metric: string;
  /** The dimension `Environment` is added to our own metrics. */
  readonly dimensions: Readonly<Record<string, pulumi.Input<string>>>;
  readonly statistic: Statistic;
}

/**
 * What somebody has to be told of. A component lists its own; `Alerts` makes them, so that every alarm tells the same
 * people, and tells them too when it is over.
 */
export interface AlarmDefinition extends Metric {
  /** Last part of the alarm's name, unique in the stack: `lambda-errors` becomes `spanishgas-dev-lambda-errors`. */
  readonly name: string;
  /** What has happened, what to do, and where to look: it is the text of the message. */
  readonly description: string;
  readonly periodSeconds: number;
  /** How many of the latest periods are looked at. */
  readonly evaluationPeriods: number;
  /**
   * How many of them must breach.
   * @default all of them
   */
  readonly datapoints?: number;
  readonly comparison: Comparison;
  readonly threshold: number;
  readonly missingData: MissingData;
}

/** One line of a chart. */
export interface Line extends Metric {
  /**
   * What the line is called.
   * @default the metric's name
   */
  readonly label?: string;
}

/** One picture on the stack's page of CloudWatch. */
export interface Chart {
  readonly title: string;
  readonly metrics: readonly Line[];
  /** @default 300 */
  readonly periodSeconds?: number;
  /** What is counted: `count`, `ms`, `bytes`. Stands on the left axis. */
  readonly unit?: string;
}
