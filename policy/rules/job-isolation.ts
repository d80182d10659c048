import * as aws from "@pulumi/aws";
import { z } from "zod";
import { on, resourceRule } from "../support/rule.ts";
import { argumentsOf, jobsOf, stateMachine } from "../support/state-machine.ts";

const settings = {
  EnableNetworkIsolation: z.boolean().optional(),
  VpcConfig: z.looseObject({}).optional(),
};
/** Jobs that process keep them together, jobs that train have them among the rest. */
const network = z.looseObject({ ...settings, NetworkConfig: z.looseObject(settings).optional() });

/** Jobs that hold customers' data reach nobody. */
export const jobIsolation = resourceRule(
  {
    name: "job-isolation",
    description:
      "Jobs ran in the default network with a way out to the internet: any library in their image could have sent the customers along.",
    faults: ["X5"],
    severity: "high",
    level: "mandatory",
    remedy:
      "Set EnableNetworkIsolation true and a VpcConfig of private subnets, in NetworkConfig where the job has one",
  },
  [
    on(aws.sfn.StateMachine, (machine, { report }) => {
      for (const job of jobsOf(machine.get("definition").json(stateMachine))) {
        const all = argumentsOf(job).json(network);
        const isTraining = job.get("Resource").is((resource) => /createTrainingJob/.test(resource));
        const config = isTraining ? all : all.get("NetworkConfig");
        const isolation = config.get("EnableNetworkIsolation");
        if (isolation.isNot((on) => on)) report(isolation, "is not true");
        const vpc = config.get("VpcConfig");
        if (vpc.isAbsent) report(vpc, "is missing");
      }
    }),
  ],
);
