import * as aws from "@pulumi/aws";
import { on, resourceRule } from "../support/rule.ts";

/** A release whose tasks do not come up is taken back. */
export const serviceRollback = resourceRule(
  {
    name: "service-rollback",
    description: "A broken image replaced the only running task, and was started again for ever.",
    faults: ["X13", "K29"],
    severity: "medium",
    level: "mandatory",
    remedy: "Set deploymentCircuitBreaker to { enable: true, rollback: true }",
  },
  [
    on(aws.ecs.Service, (service, { report }) => {
      for (const part of ["enable", "rollback"] as const) {
        const setting = service.get("deploymentCircuitBreaker").get(part);
        if (setting.isNot((on) => on)) report(setting, "is not true");
      }
    }),
  ],
);
