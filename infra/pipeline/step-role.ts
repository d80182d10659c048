import type * as pulumi from "@pulumi/pulumi";
import { FACTS_PREFIX } from "../../configs/container.ts";
import { type StepName, steps } from "../../configs/pipeline.ts";
import type { DataLake } from "../data-lake.ts";
import { Role } from "../iam/role.ts";
import type { Statement } from "../iam/statement.ts";
import type { Images } from "../images.ts";
import type { Network } from "../network.ts";
import { arnOf, type Stack } from "../stack.ts";
import { inputPlaces } from "./job.ts";
import { jobNames } from "./job-name.ts";
import { placePrefix } from "./place-paths.ts";

/** The log group that SageMaker gives the jobs of all stacks of an account. */
export const JOB_LOG_GROUP = "/aws/sagemaker/ProcessingJobs";

/** What a step's role is made of. */
export interface StepRoleArgs {
  readonly stack: Stack;
  readonly step: StepName;
  readonly lake: Pick<DataLake, "grantRead" | "grantWrite">;
  readonly images: Pick<Images, "grantPull">;
  readonly network: Pick<Network, "vpcId" | "privateSubnetIds" | "jobSecurityGroupId">;
  readonly volumeKeyArn: pulumi.Input<string> | undefined;
  /** The step is given what a query has made for it. */
  readonly queried: boolean;
}

/**
 * The role of one data step: it reads what the step reads and writes what the step writes, in the words of
 * `configs/pipeline.ts`. Nothing else is in reach of the step's code, which has no network and no credentials of its
 * own either.
 */
export function stepRole(name: string, args: StepRoleArgs, opts: pulumi.ComponentResourceOptions): Role {
  const { stack, step, lake, images, network, volumeKeyArn } = args;
  const { description, writes } = steps[step];
  const role = new Role(
    name,
    {
      stack,
      purpose: `pipeline-${step}`,
      description: `Step ${step}: ${description}`,
      service: "sagemaker.amazonaws.com",
    },
    opts,
  );
  lake.grantRead(role, inputPlaces(step, args.queried).map(placePrefix));
  lake.grantWrite(role, [...writes.map(placePrefix), FACTS_PREFIX]);
  images.grantPull(role, "runtime");
  role.allow("write-logs", logging(stack));
  role.allow("join-network", joining(stack, network));
  if (volumeKeyArn !== undefined) role.allow("use-volume-key", volumeKey(stack, volumeKeyArn));
  return role;
}

function logging(stack: Stack): Statement[] {
  const group = arnOf(stack, "logs", `log-group:${JOB_LOG_GROUP}`);
  return [
    {
      sid: "WriteLogs",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      // SageMaker names a job's streams after the job.
      resources: [`${group}:log-stream:${jobNames(stack.prefix)}`],
    },
    { sid: "FindLogs", actions: ["logs:DescribeLogStreams"], resources: [`${group}:*`] },
  ];
}

/** SageMaker puts the job's network interfaces into the subnets in the name of the job's role. */
function joining(
  stack: Stack,
  { vpcId, privateSubnetIds, jobSecurityGroupId }: StepRoleArgs["network"],
): Statement[] {
  const ec2 = (resource: string) => arnOf(stack, "ec2", resource);
  const anyInterface = ec2("network-interface/*");
  const inVpc = { ArnEquals: { "ec2:Vpc": vpcId.apply((id) => ec2(`vpc/${id}`)) } };
  return [
    { sid: "CreateInterface", actions: ["ec2:CreateNetworkInterface"], resources: [anyInterface] },
    {
      sid: "CreateInterfaceInTheseSubnets",
      actions: ["ec2:CreateNetworkInterface"],
      resources: [ec2("subnet/*")],
      conditions: { StringEquals: { "ec2:SubnetID": privateSubnetIds } },
    },
    {
      sid: "CreateInterfaceInThisGroup",
      actions: ["ec2:CreateNetworkInterface"],
      resources: [jobSecurityGroupId.apply((id) => ec2(`security-group/${id}`))],
    },
    {
      sid: "LendAndRemoveInterface",
      actions: [
        "ec2:CreateNetworkInterfacePermission",
        "ec2:DeleteNetworkInterface",
        "ec2:DeleteNetworkInterfacePermission",
      ],
      resources: [anyInterface],
      conditions: inVpc,
    },
    {
      sid: "LookAtNetwork",
      unscoped: [
        "ec2:DescribeDhcpOptions",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
      ],
    },
  ];
}

/** SageMaker lends the key to the machines' disks, and to nothing else. */
function volumeKey(stack: Stack, keyArn: pulumi.Input<string>): Statement[] {
  return [
    {
      sid: "LendKeyToDisks",
      actions: ["kms:CreateGrant"],
      resources: [keyArn],
      conditions: {
        Bool: { "kms:GrantIsForAWSResource": "true" },
        StringEquals: { "kms:CallerAccount": stack.accountId },
      },
    },
  ];
}
