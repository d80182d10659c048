import * as aws from "@pulumi/aws";
import { z } from "zod";
import { on, resourceRule } from "../support/rule.ts";
import { argumentsOf, jobsOf, stateMachine } from "../support/state-machine.ts";

const limits = z.looseObject({
  StoppingCondition: z.looseObject({}).optional(),
});

/** A job ends in time, is tried again when that helps, and its failure is dealt with. */
export const jobFailureHandling = resourceRule(
  {
    name: "job-failure-handling",
    description:
      "A job that failed left its run as started for ever, one that hung ran until its service's limit of days: no state had a retry, a catch or a time limit.",
    faults: ["K2", "K3", "K12"],
    severity: "high",
    level: "mandatory",
    remedy:
      "Give the state Retry and a Catch of States.ALL, the job a StoppingCondition, and the machine TimeoutSeconds",
  },
  [
    on(aws.sfn.StateMachine, (machine, { report }) => {
      const definition = machine.get("definition").json(stateMachine);
      const timeout = definition.get("TimeoutSeconds");
      if (timeout.isAbsent) report(timeout, "is missing");
      for (const job of jobsOf(definition)) {
        const stopping = argumentsOf(job).json(limits).get("StoppingCondition");
        if (stopping.isAbsent) report(stopping, "is missing");
        const retry = job.get("Retry");
        if (retry.isNot((retriers) => retriers.length > 0)) report(retry, "is missing");
        const caught = job.get("Catch");
        if (caught.isNot((all) => all.some(({ ErrorEquals }) => ErrorEquals.includes("States.ALL")))) {
          report(caught, "does not catch States.ALL");
        }
      }
    }),
  ],
);
