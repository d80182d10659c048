import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import {
  BUCKET_SCHEME,
  dashboardDefaults,
  dashboardEnvironment,
  dashboardReads,
} from "../../configs/dashboard-environment.ts";
import { Component } from "../component.ts";
import type { DataLake } from "../data-lake.ts";
import { Role } from "../iam/role.ts";
import type { Images } from "../images.ts";
import type { Manifest } from "../manifest.ts";
import type { Network } from "../network.ts";
import { arnOf, type Stack } from "../stack.ts";
import { containerDefinitions, TEMPORARY } from "./container.ts";

/** What runs, and what it may read. */
export interface TaskArgs {
  readonly stack: Stack;
  readonly lake: Pick<DataLake, "bucketName" | "grantRead">;
  readonly manifest: Pick<Manifest, "tableName" | "grantRead">;
  readonly images: Pick<Images, "dashboard" | "grantPull">;
  /** Where the load balancer is, which alone is answered when nobody logs in. */
  readonly network: Pick<Network, "vpcCidr">;
  readonly cpu: number;
  readonly memoryMb: number;
  /** Who signs the name of the person who has logged in, and for which client. */
  readonly login?: {
    readonly signerArn: pulumi.Input<string>;
    readonly clientId: pulumi.Input<string>;
  };
}

/**
 * The dashboard's task: its image, its size, its log and its two roles. The execution role starts it and is never seen
 * by the program in it; the task role is the program's own. It reads results: scores, models, what was watched and set
 * aside, and the features they rest on. Neither what was uploaded nor the layers that hold people's words are open to
 * it; of these it reads the reports on their quality, by name.
 */
export class Task extends Component {
  readonly arn: pulumi.Output<string>;
  readonly nodes: {
    readonly definition: aws.ecs.TaskDefinition;
    readonly logGroup: aws.cloudwatch.LogGroup;
    readonly executionRole: Role;
    readonly taskRole: Role;
  };

  constructor(name: string, args: TaskArgs, opts?: pulumi.ComponentResourceOptions) {
    super("dashboard", "Task", name, opts);
    const { stack, cpu, memoryMb } = args;

    const logGroup = new aws.cloudwatch.LogGroup(
      `${name}-logs`,
      { name: `/ecs/${stack.prefix}-dashboard`, retentionInDays: stack.logRetentionDays },
      this.child(),
    );
    const executionRole = this.#executionRole(name, args, logGroup);
    const taskRole = this.#taskRole(name, args);
    const definition = new aws.ecs.TaskDefinition(
      name,
      {
        family: `${stack.prefix}-dashboard`,
        requiresCompatibilities: ["FARGATE"],
        networkMode: "awsvpc",
        runtimePlatform: { cpuArchitecture: "X86_64", operatingSystemFamily: "LINUX" },
        cpu: String(cpu),
        memory: String(memoryMb),
        executionRoleArn: executionRole.arn,
        taskRoleArn: taskRole.arn,
        containerDefinitions: containerDefinitions({
          image: args.images.dashboard,
          environment: environmentOf(args),
          logGroup: logGroup.name,
          region: stack.region,
        }),
        volumes: [{ name: TEMPORARY }],
      },
      this.child(),
    );

    this.arn = definition.arn;
    this.nodes = { definition, logGroup, executionRole, taskRole };
    this.registerOutputs({ arn: this.arn });
  }

  #executionRole(name: string, { stack, images }: TaskArgs, logGroup: aws.cloudwatch.LogGroup): Role {
    const role = new Role(
      `${name}-execution-role`,
      {
        stack,
        purpose: "dashboard-execution",
        description: "Pulls the dashboard's image and writes its log",
        service: "ecs-tasks.amazonaws.com",
        sources: [arnOf(stack, "ecs", "*")],
      },
      { parent: this },
    );
    images.grantPull(role, "dashboard");
    role.allow("write-log", [
      {
        sid: "WriteOwnLog",
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [pulumi.interpolate`${logGroup.arn}:*`],
      },
    ]);
    return role;
  }

  #taskRole(name: string, { stack, lake, manifest }: TaskArgs): Role {
    const role = new Role(
      `${name}-role`,
      {
        stack,
        purpose: "dashboard",
        description: "Reads what the dashboard shows",
        service: "ecs-tasks.amazonaws.com",
        sources: [arnOf(stack, "ecs", "*")],
      },
      { parent: this },
    );
    lake.grantRead(role, dashboardReads);
    manifest.grantRead(role);
    return role;
  }
}

function environmentOf(args: TaskArgs): Readonly<Record<string, pulumi.Input<string>>> {
  const { stack, lake, manifest, network, login } = args;
  const names = dashboardEnvironment;
  return {
    [names.lake]: pulumi.interpolate`${BUCKET_SCHEME}${lake.bucketName}`,
    // The address of the task itself is not known before it runs; its security group lets the load balancer in alone.
    [names.host]: "0.0.0.0",
    [names.port]: String(dashboardDefaults.port),
    [names.manifestTable]: manifest.tableName,
    [names.region]: stack.region,
    // The load balancer's own addresses change; whoever else is in the VPC, the security group keeps out.
    ...(login === undefined
      ? { [names.allowedAddresses]: network.vpcCidr }
      : { [names.loginSigner]: login.signerArn, [names.loginClient]: login.clientId }),
  };
}
