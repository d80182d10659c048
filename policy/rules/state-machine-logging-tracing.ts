import * as aws from "@pulumi/aws";
import { on, resourceRule } from "../support/rule.ts";

/** Every state machine writes what it does, and can be followed. */
export const stateMachineLoggingTracing = resourceRule(
  {
    name: "state-machine-logging-tracing",
    description:
      "Why a run had failed could not be read anywhere once its history had expired: the machine logged nothing.",
    faults: ["X10"],
    severity: "medium",
    level: "mandatory",
    remedy: "Set loggingConfiguration with a level and a log group, and tracingConfiguration.enabled to true",
  },
  [
    on(aws.sfn.StateMachine, (machine, { report }) => {
      const logging = machine.get("loggingConfiguration");
      const level = logging.get("level");
      if (level.isNot((name) => name === "ALL" || name === "ERROR" || name === "FATAL")) {
        report(level, "writes no logs");
      }
      if (!logging.has("logDestination")) report("loggingConfiguration.logDestination", "is missing");
      const tracing = machine.get("tracingConfiguration").get("enabled");
      if (tracing.isNot((on) => on)) report(tracing, "is not true");
    }),
  ],
);
