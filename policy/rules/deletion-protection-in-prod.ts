import * as aws from "@pulumi/aws";
import { z } from "zod";
import { on, resourceRule, type Session } from "../support/rule.ts";

const options = z.object({
  disposableStacks: z
    .array(z.string())
    .default(["dev", "staging"])
    .describe("Stacks that may be deleted. Every other one is protected, one with a mistyped name included."),
});
type Options = z.infer<typeof options>;

/** What cannot be made again is protected, except where a stack may be thrown away. */
export const deletionProtectionInProd = resourceRule<Options>(
  {
    name: "deletion-protection-in-prod",
    description:
      "One wrong destroy or replacement would take data, models, images and users with it: repositories could be force-deleted everywhere.",
    faults: ["X8", "X9", "X12"],
    severity: "critical",
    level: "mandatory",
    remedy: "Protect it as the stack's settings say (stack.protect)",
    options,
  },
  [
    on(aws.s3.Bucket, (bucket, session, { opts }) => {
      if (isDisposable(session)) return;
      if (!opts.protect) session.report("", "is not protected by Pulumi (protect)");
      const force = bucket.get("forceDestroy");
      if (force.is((on) => on)) session.report(force, "lets the bucket be deleted with its objects");
    }),
    on(aws.dynamodb.Table, (table, session, { opts }) => {
      if (isDisposable(session)) return;
      if (!opts.protect) session.report("", "is not protected by Pulumi (protect)");
      const protection = table.get("deletionProtectionEnabled");
      if (protection.isNot((on) => on)) session.report(protection, "is not true");
    }),
    on(aws.ecr.Repository, (repository, session) => {
      const force = repository.get("forceDelete");
      if (!isDisposable(session) && force.is((on) => on)) {
        session.report(force, "lets the repository be deleted with its images");
      }
    }),
    on(aws.lb.LoadBalancer, (balancer, session) => {
      const protection = balancer.get("enableDeletionProtection");
      if (!isDisposable(session) && protection.isNot((on) => on)) session.report(protection, "is not true");
    }),
    on(aws.cognito.UserPool, (pool, session) => {
      const protection = pool.get("deletionProtection");
      if (!isDisposable(session) && protection.isNot((state) => state === "ACTIVE")) {
        session.report(protection, "is not ACTIVE");
      }
    }),
  ],
);

const isDisposable = ({ stack, options: { disposableStacks } }: Session<Options>): boolean =>
  disposableStacks.includes(stack);
