import type * as pulumi from "@pulumi/pulumi";
import type { ContainerProgram } from "../../configs/container.ts";
import type { MetricName } from "../../configs/metrics.ts";
import { type AlarmDefinition, type Chart, type Metric, ownNamespace } from "../alerts/alarm.ts";

/** What is watched. */
export interface Watched {
  readonly stateMachineArn: pulumi.Input<string>;
  readonly triggerName: pulumi.Input<string>;
  readonly controlName: pulumi.Input<string>;
  readonly uploadsName: pulumi.Input<string>;
  readonly deadLettersName: pulumi.Input<string>;
  /** Does the schedule ask every week? Without it nobody can tell silence from quiet. */
  readonly weekly: boolean;
  /** What this stack's jobs run. */
  readonly programs: readonly ContainerProgram[];
}

const HOUR_SECONDS = 3600;
const DAY_SECONDS = 24 * HOUR_SECONDS;
/** A run takes half an hour, and a delivery that arrives meanwhile waits for it: this is too long for both. */
const WAITING_SECONDS = 3 * HOUR_SECONDS;
/** CloudWatch looks back no further. */
const LONGEST_DAYS = 7;

/** A metric of our own. */
function own(metric: MetricName, statistic: Metric["statistic"] = "Maximum", step?: ContainerProgram) {
  const dimensions: Metric["dimensions"] = step === undefined ? {} : { Step: step };
  return { namespace: ownNamespace, metric, dimensions, statistic };
}

function metricsOf(watched: Watched) {
  const states = {
    namespace: "AWS/States",
    dimensions: { StateMachineArn: watched.stateMachineArn },
    statistic: "Sum",
  } as const;
  const lambda = (name: pulumi.Input<string>) =>
    ({ namespace: "AWS/Lambda", dimensions: { FunctionName: name }, statistic: "Sum" }) as const;
  const queue = (name: pulumi.Input<string>) =>
    ({ namespace: "AWS/SQS", dimensions: { QueueName: name }, statistic: "Maximum" }) as const;
  return {
    failed: { ...states, metric: "ExecutionsFailed" },
    timedOut: { ...states, metric: "ExecutionsTimedOut" },
    aborted: { ...states, metric: "ExecutionsAborted" },
    throttled: { ...states, metric: "ExecutionThrottled" },
    succeeded: { ...states, metric: "ExecutionsSucceeded" },
    duration: { ...states, metric: "ExecutionTime", statistic: "Maximum" },
    asked: { ...lambda(watched.triggerName), metric: "Invocations" },
    triggerErrors: { ...lambda(watched.triggerName), metric: "Errors" },
    triggerThrottles: { ...lambda(watched.triggerName), metric: "Throttles" },
    controlErrors: { ...lambda(watched.controlName), metric: "Errors" },
    controlThrottles: { ...lambda(watched.controlName), metric: "Throttles" },
    waiting: { ...queue(watched.uploadsName), metric: "ApproximateAgeOfOldestMessage" },
    dead: { ...queue(watched.deadLettersName), metric: "ApproximateNumberOfMessagesVisible" },
    drift: own("DriftDetected"),
    unpublished: own("AlertsUnpublished", "Sum"),
    ignored: own("FilesIgnored", "Sum"),
    incomplete: own("DeliveryIncomplete", "Sum"),
  } as const satisfies Readonly<Record<string, Metric>>;
}

/** What somebody has to be told of. */
export function pipelineAlarms(watched: Watched): readonly AlarmDefinition[] {
  const metrics = metricsOf(watched);
  const once = {
    periodSeconds: 300,
    evaluationPeriods: 1,
    comparison: "GreaterThanThreshold",
    threshold: 0,
    missingData: "notBreaching",
  } as const;
  const alarm = (name: string, metric: Metric, description: string): AlarmDefinition => ({
    ...metric,
    ...once,
    name,
    description,
  });
  return [
    alarm(
      "sfn-failures",
      metrics.failed,
      "A run failed, or its model was refused without a champion to score with. Nothing was published. The alert of the run, below monitoring/alerts/ in the lake, says why and what to do.",
    ),
    alarm(
      "sfn-timeouts",
      metrics.timedOut,
      "A run took longer than 12 hours and was ended. Look in the execution for the state that it waited in: most often the quota of machines is in use.",
    ),
    alarm(
      "sfn-aborts",
      metrics.aborted,
      "Somebody stopped a run. The delivery is free again: the retrain workflow starts it anew.",
    ),
    {
      ...alarm(
        "sfn-throttles",
        metrics.throttled,
        "Step Functions slows the pipeline down. If it goes on, ask AWS for a higher quota of state transitions.",
      ),
      evaluationPeriods: 3,
    },
    alarm(
      "lambda-errors",
      metrics.triggerErrors,
      "The function that starts runs had an error; uploads wait in the queue and are tried again. Its log group says why.",
    ),
    alarm(
      "lambda-throttles",
      metrics.triggerThrottles,
      "The function that starts runs was not let run; uploads wait in the queue. Look whether the account's functions use all of its concurrency.",
    ),
    alarm(
      "control-errors",
      metrics.controlErrors,
      "The function that keeps the books had an error; the state machine tries a task again three times. Its log group says why.",
    ),
    alarm(
      "control-throttles",
      metrics.controlThrottles,
      "The function that keeps the books was not let run. Look whether the account's functions use all of its concurrency.",
    ),
    alarm(
      "dead-letters",
      metrics.dead,
      "Something was given up: an upload, the weekly call or the end of an execution. Read the message in the dead letters' queue, repair the cause, then start a redrive of the queue or call the trigger.",
    ),
    {
      ...alarm(
        "uploads-waiting",
        metrics.waiting,
        "An upload has waited for more than three hours. Look whether a run is still at work, or whether the function that starts runs has errors: its log group says why.",
      ),
      threshold: WAITING_SECONDS,
    },
    {
      ...alarm(
        "drift-detected",
        metrics.drift,
        "The latest data differ from those that the champion was trained on; this tells when it begins and when it is over. The run's own alert, the run's page in the dashboard and monitoring/<run>/drift.json in the lake name the features; train anew when labels are there.",
      ),
      periodSeconds: HOUR_SECONDS,
      // Hours without a run say nothing: what the last run found holds until the next one.
      missingData: "ignore",
    },
    alarm(
      "alerts-unpublished",
      metrics.unpublished,
      'People could not be told of something: publishing an alert failed. The alerts lie below monitoring/alerts/ in the lake, those that nobody was told of in untold.json there; the next run tries again. Look in the log group of the function that keeps the books for "Alert not published": most often the topic, its key or the right to use them was changed.',
    ),
    alarm(
      "files-ignored",
      metrics.ignored,
      "An uploaded file belongs to no data set and was left out. The log group of the function that starts runs names it: upload it again under the name of its data set (README.md), or remove it.",
    ),
    alarm(
      "delivery-incomplete",
      metrics.incomplete,
      "An upload waits for the rest of its delivery: no run starts before every data set has a file. The log group of the function that starts runs names the data sets that are missing; upload them below raw/.",
    ),
    ...(watched.weekly ? [silent(metrics.asked)] : []),
  ];
}

/**
 * Seven whole days hold a Monday each. That no run was completed is not told of: where nothing new was delivered, there
 * is nothing to run.
 */
function silent(asked: Metric): AlarmDefinition {
  return {
    ...asked,
    name: "trigger-silent",
    description:
      "The function that starts runs was not asked for a week, although the schedule asks each week: uploads may go unheard, too. Look whether the schedule and the rule on uploads are enabled. A new stack says so until its first call.",
    periodSeconds: DAY_SECONDS,
    evaluationPeriods: LONGEST_DAYS,
    comparison: "LessThanThreshold",
    threshold: 1,
    missingData: "breaching",
  };
}

/** What the stack's page shows of the pipeline. */
export function pipelineCharts(watched: Watched): readonly Chart[] {
  const metrics = metricsOf(watched);
  return [
    {
      title: "Runs",
      unit: "count",
      periodSeconds: HOUR_SECONDS,
      metrics: [
        { ...metrics.succeeded, label: "completed" },
        { ...metrics.failed, label: "failed" },
        { ...metrics.timedOut, label: "timed out" },
        { ...metrics.aborted, label: "stopped" },
      ],
    },
    {
      title: "Duration of runs",
      unit: "ms",
      periodSeconds: HOUR_SECONDS,
      metrics: [{ ...metrics.duration, label: "longest" }],
    },
    {
      title: "Functions",
      unit: "count",
      metrics: [
        { ...metrics.triggerErrors, label: "trigger: errors" },
        { ...metrics.triggerThrottles, label: "trigger: throttled" },
        { ...metrics.controlErrors, label: "control: errors" },
        { ...metrics.controlThrottles, label: "control: throttled" },
      ],
    },
    { title: "Oldest upload that waits", unit: "s", metrics: [{ ...metrics.waiting, label: "age" }] },
    { title: "Dead letters", unit: "count", metrics: [{ ...metrics.dead, label: "messages" }] },
    { title: "Drift", unit: "0 or 1", periodSeconds: HOUR_SECONDS, metrics: [metrics.drift] },
    ...ownCharts(watched),
  ];
}

/** What runs and steps say of themselves. */
function ownCharts({ programs }: Watched): readonly Chart[] {
  const of = (title: string, unit: string, ...names: readonly MetricName[]): Chart => ({
    title,
    unit,
    periodSeconds: HOUR_SECONDS,
    metrics: names.map((name) => own(name)),
  });
  const byStep = (title: string, unit: string, name: MetricName): Chart => ({
    title,
    unit,
    periodSeconds: HOUR_SECONDS,
    metrics: programs.map((step) => ({ ...own(name, "Maximum", step), label: step })),
  });
  return [
    byStep("Time of steps", "s", "StepSeconds"),
    byStep("CPU time of steps", "s", "StepCpuSeconds"),
    byStep("Largest memory of steps", "MB", "StepPeakMemoryMb"),
    of("Speed of reading", "readings/s", "ReadingsPerSecond"),
    of("Length of runs, as they measure it", "s", "RunSeconds"),
    of("Customers", "count", "CustomersScored", "CustomersCritical"),
    of("Rows set aside", "count", "RowsQuarantined"),
    of("The model on its holdout", "PR-AUC", "PrAuc"),
    of("Age of the data", "days", "DataAgeDays"),
    {
      title: "Uploads and alerts that need a look",
      unit: "count",
      periodSeconds: HOUR_SECONDS,
      metrics: [
        own("FilesIgnored", "Sum"),
        own("DeliveryIncomplete", "Sum"),
        own("AlertsUnpublished", "Sum"),
      ],
    },
  ];
}
