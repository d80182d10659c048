import * as aws from "@pulumi/aws";
import { z } from "zod";
import { on, resourceRule } from "../support/rule.ts";
import { argumentsOf, jobsOf, stateMachine } from "../support/state-machine.ts";

const network = z.looseObject({
  NetworkConfig: z
    .looseObject({
      EnableNetworkIsolation: z.boolean().optional(),
      VpcConfig: z.looseObject({}).optional(),
    })
    .optional(),
});

/** Jobs that hold customers' data reach nobody. */
export const jobIsolation = resourceRule(
  {
    name: "job-isolation",
    description:
      "Jobs ran in the default network with a way out to the internet: any library in their image could have sent the customers along.",
    faults: ["X5"],
    severity: "high",
    level: "mandatory",
    remedy: "Set NetworkConfig with EnableNetworkIsolation true and a VpcConfig of private subnets",
  },
  [
    on(aws.sfn.StateMachine, (machine, { report }) => {
      for (const job of jobsOf(machine.get("definition").json(stateMachine))) {
        const config = argumentsOf(job).json(network).get("NetworkConfig");
        const isolation = config.get("EnableNetworkIsolation");
        if (isolation.isNot((on) => on)) report(isolation, "is not true");
        const vpc = config.get("VpcConfig");
        if (vpc.isAbsent) report(vpc, "is missing");
      }
    }),
  ],
);
