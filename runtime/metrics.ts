import type { ContainerProgram } from "../configs/container.ts";
import { METRIC_NAMESPACE, type MetricDefinition, type MetricName, metrics } from "../configs/metrics.ts";

/** Values by the names of their metrics. */
export type MetricValues = Readonly<Partial<Record<MetricName, number>>>;

/** What values are about. */
export interface MetricSubject {
  /** Value of the dimension `Step`. Needed by metrics that carry it, and by no other. */
  readonly step?: ContainerProgram;
  /** Stands on the line for who searches it, and is no dimension: each run would be a metric of its own. */
  readonly run?: string;
}

/**
 * Notes values. What is no number, or one that CloudWatch cannot hold, is left out: CloudWatch would refuse the whole line.
 * @throws Error when a metric carries the dimension `Step` and the subject names none
 */
export type WriteMetrics = (values: MetricValues, subject?: MetricSubject) => void;

/**
 * Writes metrics as lines of the log in CloudWatch's embedded metric format, from which CloudWatch makes them: no call
 * that could fail, no network, and no right to write metrics. One line for each set of dimensions.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 *
 * @param environment value of the dimension `Environment`
 * @param write takes a line without its end. @default to the standard output
 * @example metricWriter("dev")({ StepSeconds: 12.5 }, { step: "bronze", run: "0123456789ab-1" });
 */
export function metricWriter(
  environment: string,
  write: (line: string) => void = toStandardOutput,
  clock: () => number = Date.now,
): WriteMetrics {
  return (values, subject = {}) => {
    for (const byStep of [false, true]) {
      const own = namedValues(values).filter(([name]) => carriesStep(name) === byStep);
      if (own.length > 0) write(lineOf(own, { environment, byStep, subject, at: clock() }));
    }
  };
}

type Value = readonly [MetricName, number];

/** CloudWatch refuses larger numbers, and what is none. */
const LARGEST = 2 ** 360;

const metricNames = Object.keys(metrics).filter((name): name is MetricName => name in metrics);

function namedValues(values: MetricValues): Value[] {
  return metricNames.flatMap((name): Value[] => {
    const value = values[name];
    return value !== undefined && Math.abs(value) <= LARGEST ? [[name, value]] : [];
  });
}

function carriesStep(name: MetricName): boolean {
  const definition: MetricDefinition = metrics[name];
  return definition.byStep === true;
}

interface Line {
  readonly environment: string;
  readonly byStep: boolean;
  readonly subject: MetricSubject;
  readonly at: number;
}

function lineOf(values: readonly Value[], { environment, byStep, subject, at }: Line): string {
  const { step, run } = subject;
  if (byStep && step === undefined) throw new Error(`${values[0]?.[0]} is a metric of a step; name it.`);
  return JSON.stringify({
    _aws: {
      Timestamp: at,
      CloudWatchMetrics: [
        {
          Namespace: METRIC_NAMESPACE,
          Dimensions: [byStep ? ["Environment", "Step"] : ["Environment"]],
          Metrics: values.map(([name]) => ({ Name: name, Unit: metrics[name].unit })),
        },
      ],
    },
    Environment: environment,
    ...(byStep ? { Step: step } : {}),
    ...(run === undefined ? {} : { run_id: run }),
    ...Object.fromEntries(values),
  });
}

function toStandardOutput(line: string): void {
  process.stdout.write(`${line}\n`);
}
