import * as aws from "@pulumi/aws";
import { on, resourceRule } from "../support/rule.ts";

/** Namespaces that AWS writes to, though most of its own begin with `AWS/`. */
const ofAws = /^(\/?aws\/|ECS\/|ContainerInsights$|LambdaInsights$|CWAgent$|Glue$)/i;

/** Alarms on metrics of our own ask for their environment. */
export const alarmEnvironment = resourceRule(
  {
    name: "alarm-environment",
    description: "Drift in dev set off the alarm of prod: the metric named no environment.",
    faults: ["X11"],
    severity: "medium",
    level: "mandatory",
    remedy: "Add the dimension Environment to the metric and to the alarm",
  },
  [
    on(aws.cloudwatch.MetricAlarm, (alarm, { report }) => {
      const isOwn = alarm.get("namespace").is((namespace) => !ofAws.test(namespace));
      const dimensions = alarm.get("dimensions");
      if (isOwn && dimensions.isNot((names) => "Environment" in names))
        report(dimensions, "name no Environment");
    }),
  ],
);
