import type * as pulumi from "@pulumi/pulumi";
import { Role } from "../iam/role.ts";
import type { Statement } from "../iam/statement.ts";
import { logDelivery, tracing } from "../iam/unscoped-when-running.ts";
import type { Network } from "../network.ts";
import { arnOf, type Stack } from "../stack.ts";
import { jobNames } from "./job-name.ts";
import type { LambdaFunction } from "./lambda-function.ts";
import { namesOf } from "./names.ts";

/** What the state machine's role is made of. */
export interface MachineRoleArgs {
  readonly stack: Stack;
  readonly network: Pick<Network, "privateSubnetIds" | "jobSecurityGroupId">;
  readonly control: Pick<LambdaFunction<never>, "grantInvoke">;
  readonly jobRoleArns: readonly pulumi.Input<string>[];
}

/** Rule of EventBridge that Step Functions keeps in every account, to hear of the ends of jobs. */
const MANAGED_RULE = "StepFunctionsGetEventsForSageMakerProcessingJobsRule";

/**
 * The role of the state machine: it makes this stack's jobs, isolated and in this stack's network only, hands each the
 * role of its step, and calls the control function. It touches no data itself.
 */
export function machineRole(
  name: string,
  args: MachineRoleArgs,
  opts: pulumi.ComponentResourceOptions,
): Role {
  const { stack, network, control, jobRoleArns } = args;
  const role = new Role(
    name,
    {
      stack,
      purpose: "pipeline-machine",
      description: "Runs the pipeline: makes its jobs and calls its control function",
      service: "states.amazonaws.com",
      sources: [namesOf(stack).stateMachine.arn],
    },
    opts,
  );
  role.allow("run-jobs", runningJobs(stack, network, jobRoleArns));
  control.grantInvoke(role);
  role.allow("write-logs-and-traces", WRITING);
  return role;
}

function runningJobs(
  stack: Stack,
  { privateSubnetIds, jobSecurityGroupId }: MachineRoleArgs["network"],
  jobRoleArns: readonly pulumi.Input<string>[],
): Statement[] {
  const jobs = [arnOf(stack, "sagemaker", `processing-job/${jobNames(stack.prefix)}`)];
  return [
    {
      sid: "MakeIsolatedJobs",
      actions: ["sagemaker:CreateProcessingJob"],
      resources: jobs,
      conditions: {
        Bool: { "sagemaker:NetworkIsolation": "true" },
        // Without its network a job has no value of these keys, and "for all of none" would be true.
        Null: { "sagemaker:VpcSecurityGroupIds": "false", "sagemaker:VpcSubnets": "false" },
        "ForAllValues:StringEquals": {
          "sagemaker:VpcSecurityGroupIds": jobSecurityGroupId,
          "sagemaker:VpcSubnets": privateSubnetIds,
        },
      },
    },
    {
      sid: "FollowAndStopJobs",
      actions: [
        "sagemaker:AddTags",
        "sagemaker:DescribeProcessingJob",
        "sagemaker:ListTags",
        "sagemaker:StopProcessingJob",
      ],
      resources: jobs,
    },
    {
      sid: "HandOverStepRoles",
      actions: ["iam:PassRole"],
      resources: jobRoleArns,
      conditions: { StringEquals: { "iam:PassedToService": "sagemaker.amazonaws.com" } },
    },
    {
      sid: "HearOfEndedJobs",
      actions: ["events:DescribeRule", "events:PutRule", "events:PutTargets"],
      resources: [arnOf(stack, "events", `rule/${MANAGED_RULE}`)],
    },
  ];
}

const WRITING: readonly Statement[] = [
  { sid: "WriteLogs", unscoped: logDelivery },
  { sid: "WriteTraces", unscoped: tracing },
];
