import type * as pulumi from "@pulumi/pulumi";
import { FACTS_PREFIX } from "../../configs/container.ts";
import { scanFolders } from "../../configs/hourly-scan.ts";
import { type StepName, steps } from "../../configs/pipeline.ts";
import type { Prefix } from "../data-lake/prefix.ts";
import type { DataLake } from "../data-lake.ts";
import { Role } from "../iam/role.ts";
import type { Statement } from "../iam/statement.ts";
import type { Images } from "../images.ts";
import type { Network } from "../network.ts";
import { arnOf, type Stack } from "../stack.ts";
import { jobNames } from "./job-name.ts";
import { placePrefix } from "./place-paths.ts";
import { inputPlaces } from "./step-job.ts";

/** The log group that SageMaker gives the jobs of all stacks of an account. */
export const JOB_LOG_GROUP = "/aws/sagemaker/ProcessingJobs";

/** What the role of any job is made of. */
export interface JobRoleArgs {
  readonly stack: Stack;
  readonly lake: Pick<DataLake, "grantRead" | "grantWrite">;
  readonly images: Pick<Images, "grantPull">;
  readonly network: Pick<Network, "vpcId" | "privateSubnetIds" | "jobSecurityGroupId">;
  readonly volumeKeyArn: pulumi.Input<string> | undefined;
}

/** What a step's role is made of. */
export interface StepRoleArgs extends JobRoleArgs {
  readonly step: StepName;
  /** The step is given what a query, or several machines, have made for it. */
  readonly queried: boolean;
}

/**
 * The role of one data step: it reads what the step reads and writes what the step writes, in the words of
 * `configs/pipeline.ts`. Nothing else is in reach of the step's code, which has no network and no credentials of its
 * own either.
 */
export function stepRole(name: string, args: StepRoleArgs, opts: pulumi.ComponentResourceOptions): Role {
  const { step, queried } = args;
  const { description, writes } = steps[step];
  return jobRole(name, args, opts, {
    purpose: `pipeline-${step}`,
    description: `Step ${step}: ${description}`,
    reads: inputPlaces(step, queried).map(placePrefix),
    writes: [...writes.map(placePrefix), FACTS_PREFIX],
  });
}

/**
 * The role of the machines that share the readings: they read the delivery and the lists of its files, and write their
 * sums. What the bronze step makes of these is out of their reach.
 */
export function shardRole(name: string, args: JobRoleArgs, opts: pulumi.ComponentResourceOptions): Role {
  return jobRole(name, args, opts, {
    purpose: "pipeline-bronze-shard",
    description: "Machines that share the hourly readings: each sums the files that fall to it",
    reads: [placePrefix("delivery"), `consumption/*/${scanFolders.manifests}/`],
    writes: [`consumption/*/${scanFolders.shards}/`],
  });
}

/** What tells one job's role from another's. */
interface JobReach {
  readonly purpose: string;
  readonly description: string;
  readonly reads: readonly Prefix[];
  readonly writes: readonly Prefix[];
}

function jobRole(
  name: string,
  { stack, lake, images, network, volumeKeyArn }: JobRoleArgs,
  opts: pulumi.ComponentResourceOptions,
  { purpose, description, reads, writes }: JobReach,
): Role {
  const role = new Role(name, { stack, purpose, description, service: "sagemaker.amazonaws.com" }, opts);
  lake.grantRead(role, reads);
  lake.grantWrite(role, writes);
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
  { vpcId, privateSubnetIds, jobSecurityGroupId }: JobRoleArgs["network"],
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
