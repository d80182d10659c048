import { METRIC_NAMESPACE } from "../../configs/metrics.ts";

/** Notes the value of a metric. */
export type WriteMetric = (name: string, value: number) => void;

/**
 * Writes metrics as lines of the function's log in CloudWatch's embedded metric format, from which CloudWatch makes
 * them: no call that could fail, and no right to write metrics.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 *
 * @param environment value of the dimension `Environment`
 * @param write takes a line without its end. @default to the standard output
 */
export function metricWriter(
  environment: string,
  write: (line: string) => void = (line) => void process.stdout.write(`${line}\n`),
  clock: () => number = Date.now,
): WriteMetric {
  return (name, value) =>
    write(
      JSON.stringify({
        _aws: {
          Timestamp: clock(),
          CloudWatchMetrics: [
            {
              Namespace: METRIC_NAMESPACE,
              Dimensions: [["Environment"]],
              Metrics: [{ Name: name, Unit: "None" }],
            },
          ],
        },
        Environment: environment,
        [name]: value,
      }),
    );
}
