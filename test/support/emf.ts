import { z } from "zod";

/**
 * A line of CloudWatch's embedded metric format, by its specification:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 * CloudWatch drops a line that breaks one of these rules without a word.
 */

/** All units that CloudWatch takes. */
const units = [
  ..."Seconds Microseconds Milliseconds Bytes Kilobytes Megabytes Gigabytes Terabytes Bits Kilobits Megabits".split(
    " ",
  ),
  ..."Gigabits Terabits Percent Count None Bytes/Second Kilobytes/Second Megabytes/Second Gigabytes/Second".split(
    " ",
  ),
  ..."Terabytes/Second Bits/Second Kilobits/Second Megabits/Second Gigabits/Second Terabits/Second".split(
    " ",
  ),
  "Count/Second",
];

const name = z.string().min(1).max(1024);
const directive = z.strictObject({
  Namespace: z
    .string()
    .min(1)
    .max(1024)
    .regex(/^[\w.#:/-]+$/),
  Dimensions: z.array(z.array(z.string().min(1).max(250)).max(30)).min(1),
  Metrics: z
    .array(
      z.strictObject({
        Name: name,
        Unit: z.enum(units),
        StorageResolution: z.literal([1, 60]).exactOptional(),
      }),
    )
    .min(1)
    .max(100),
});
const metadata = z.strictObject({
  /** Milliseconds since 1970: a time in seconds would lie in January 1970, which CloudWatch refuses as too old. */
  Timestamp: z
    .int()
    .min(Date.UTC(2020, 0, 1))
    .max(Date.UTC(2100, 0, 1)),
  CloudWatchMetrics: z.array(directive).min(1),
});

/** CloudWatch takes no larger numbers. */
const LARGEST = 2 ** 360;

export const emfLine = z.looseObject({ _aws: metadata }).superRefine((line, context) => {
  const fault = (message: string) => context.addIssue({ code: "custom", message });
  if (Buffer.byteLength(JSON.stringify(line)) > 256 * 1024) fault("is longer than an event of a log");
  for (const { Dimensions, Metrics } of line._aws.CloudWatchMetrics) {
    for (const dimension of Dimensions.flat()) {
      const value = line[dimension];
      if (typeof value !== "string" || value === "" || value.length > 1024)
        fault(`dimension ${dimension} is no text at the root`);
    }
    const named = Metrics.map(({ Name }) => Name);
    if (new Set(named).size < named.length) fault("a metric stands twice");
    for (const metric of named) {
      const value = line[metric];
      if (typeof value !== "number" || !Number.isFinite(value) || Math.abs(value) > LARGEST)
        fault(`metric ${metric} is no number at the root`);
    }
  }
});
