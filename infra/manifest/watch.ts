import type { AlarmDefinition, Chart, Metric } from "../alerts/alarm.ts";

const NAMESPACE = "AWS/DynamoDB";
/** The calls that the pipeline makes: DynamoDB counts its own faults by call only. */
const operations = ["GetItem", "PutItem", "Query", "UpdateItem"] as const;

type ThrottleMetric = "ReadThrottleEvents" | "WriteThrottleEvents";

/** What of the manifest people are told. */
export function manifestAlarms(tableName: string): readonly AlarmDefinition[] {
  return [
    throttled("manifest-read-throttles", "reads", throttles(tableName, "ReadThrottleEvents")),
    throttled("manifest-write-throttles", "writes", throttles(tableName, "WriteThrottleEvents")),
    ...operations.map(
      (operation): AlarmDefinition => ({
        ...systemErrors(tableName, operation),
        name: `manifest-${kebab(operation)}-errors`,
        description: `DynamoDB fails to answer ${operation} of ${tableName}. Look at the AWS Health Dashboard. Runs go on by retrying; once it is over, check that none is left in the state "started".`,
        periodSeconds: 300,
        // One failed call is retried by the client; two periods with failures are no accident.
        evaluationPeriods: 3,
        datapoints: 2,
        comparison: "GreaterThanThreshold",
        threshold: 0,
        missingData: "notBreaching",
      }),
    ),
  ];
}

/** How the manifest does, on the stack's page. */
export function manifestCharts(tableName: string): readonly Chart[] {
  const table = (metric: string): Metric => ({
    namespace: NAMESPACE,
    metric,
    dimensions: { TableName: tableName },
    statistic: "Sum",
  });
  return [
    {
      title: "Manifest: capacity consumed",
      metrics: [table("ConsumedReadCapacityUnits"), table("ConsumedWriteCapacityUnits")],
      unit: "units",
    },
    {
      title: "Manifest: throttles and faults",
      metrics: [
        throttles(tableName, "ReadThrottleEvents"),
        throttles(tableName, "WriteThrottleEvents"),
        ...operations.map((operation) => ({
          ...systemErrors(tableName, operation),
          label: `SystemErrors ${operation}`,
        })),
      ],
      unit: "count",
    },
  ];
}

function throttled(name: string, what: string, metric: Metric): AlarmDefinition {
  return {
    ...metric,
    name,
    description: `DynamoDB throttles ${what} of the manifest. On demand it follows the load within minutes; if it goes on, look for a loop: runs that start again and again, or a dashboard that is asked too often.`,
    periodSeconds: 300,
    evaluationPeriods: 2,
    comparison: "GreaterThanThreshold",
    threshold: 0,
    missingData: "notBreaching",
  };
}

function throttles(tableName: string, metric: ThrottleMetric): Metric {
  return { namespace: NAMESPACE, metric, dimensions: { TableName: tableName }, statistic: "Sum" };
}

function systemErrors(tableName: string, operation: (typeof operations)[number]): Metric {
  return {
    namespace: NAMESPACE,
    metric: "SystemErrors",
    dimensions: { TableName: tableName, Operation: operation },
    statistic: "Sum",
  };
}

/** `UpdateItem` as part of an alarm's name: `update-item`. */
function kebab(operation: string): string {
  return operation.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();
}
