import * as aws from "@pulumi/aws";
import { on, resourceRule } from "../support/rule.ts";

/** Every alarm tells somebody when it starts and when it is over, says what to do, and what silence means. */
export const alarmActions = resourceRule(
  {
    name: "alarm-actions",
    description:
      "An alarm that nobody hears is none; without a word at its end nobody knows whether it is over; and a metric that stopped coming went unnoticed.",
    faults: ["X11"],
    severity: "medium",
    level: "mandatory",
    remedy:
      "Set alarmActions and okActions to the stack's topic, alarmDescription and treatMissingData: Alerts.watch does",
  },
  [
    on(aws.cloudwatch.MetricAlarm, (alarm, { report }) => {
      for (const kind of ["alarmActions", "okActions"] as const) {
        if (alarm.get(kind).isNot((actions) => actions.length > 0)) report(kind, "tell nobody");
      }
      for (const text of ["alarmDescription", "treatMissingData"] as const) {
        if (alarm.get(text).isAbsent) report(text, "is missing");
      }
    }),
  ],
);
