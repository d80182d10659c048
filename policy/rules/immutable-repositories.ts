import * as aws from "@pulumi/aws";
import { on, resourceRule } from "../support/rule.ts";

/** Every repository keeps what a tag means, and looks for known holes in what is pushed. */
export const immutableRepositories = resourceRule(
  {
    name: "immutable-repositories",
    description:
      "A tag that can be pushed again changes what an earlier deployment runs when it is repeated.",
    faults: ["X9"],
    severity: "high",
    level: "mandatory",
    remedy: "Set imageTagMutability to IMMUTABLE and imageScanningConfiguration.scanOnPush to true",
  },
  [
    on(aws.ecr.Repository, (repository, { report }) => {
      const mutability = repository.get("imageTagMutability");
      if (mutability.isNot((mode) => mode === "IMMUTABLE")) report(mutability, "lets tags be moved");
      const scan = repository.get("imageScanningConfiguration").get("scanOnPush");
      if (scan.isNot((on) => on)) report(scan, "is not true");
    }),
  ],
);
