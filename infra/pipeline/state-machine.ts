import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type StepName, stepNames } from "../../configs/pipeline.ts";
import { Component } from "../component.ts";
import type { DataLake } from "../data-lake.ts";
import type { Role } from "../iam/role.ts";
import type { Images } from "../images.ts";
import type { Network } from "../network.ts";
import type { Scale } from "../scale.ts";
import type { Stack } from "../stack.ts";
import { byStep } from "./by-step.ts";
import type { Control } from "./control.ts";
import { cloudStateMachine } from "./definition.ts";
import { machineRole } from "./machine-role.ts";
import { namesOf } from "./names.ts";
import { isShared, type StepSize } from "./sizes.ts";
import { shardRole, stepRole } from "./step-role.ts";

/** Arguments of a state machine. */
export interface StateMachineArgs {
  readonly stack: Stack;
  readonly lake: Pick<DataLake, "bucketName" | "keyArn" | "grantRead" | "grantWrite">;
  readonly images: Pick<Images, "runtime" | "grantPull">;
  readonly network: Pick<Network, "vpcId" | "privateSubnetIds" | "jobSecurityGroupId">;
  readonly control: Control;
  readonly sizes: Readonly<Record<StepName, StepSize>>;
  /** Key of the machines' disks. @default SageMaker's own */
  readonly volumeKeyArn: pulumi.Input<string> | undefined;
  /** Sums the hourly readings before the bronze step. @default the step sums them */
  readonly scale: Pick<Scale, "scan" | "grantScan"> | undefined;
}

/**
 * The pipeline as AWS executes it: the machine of `configs/state-machine.ts`, bound to jobs and to the control
 * function, with a role for each step.
 *
 * Every transition is logged, without the data that travels: it holds no customers, but the message of an error may
 * quote a line of a delivery. Who may see that looks into the execution's own history.
 */
export class StateMachine extends Component {
  readonly arn: pulumi.Output<string>;
  readonly nodes: {
    readonly machine: aws.sfn.StateMachine;
    readonly logGroup: aws.cloudwatch.LogGroup;
    readonly role: Role;
    readonly stepRoles: Readonly<Record<StepName, Role>>;
    /** Undefined where one machine reads the readings. */
    readonly shardRole: Role | undefined;
  };

  constructor(name: string, args: StateMachineArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pipeline", "StateMachine", name, opts);
    const { stack, network, control } = args;
    const machineName = namesOf(stack).stateMachine.name;

    const logGroup = new aws.cloudwatch.LogGroup(
      `${name}-logs`,
      {
        // The prefix keeps the account's policy for log deliveries from growing with every machine.
        name: `/aws/vendedlogs/states/${machineName}`,
        retentionInDays: stack.logRetentionDays,
      },
      this.child(),
    );
    const stepRoles = this.#createStepRoles(name, args);
    const shardRole = this.#createShardRole(name, args);
    const role = machineRole(
      `${name}-role`,
      {
        stack,
        network,
        control: control.function,
        jobRoleArns: [
          ...stepNames.map((step) => stepRoles[step].arn),
          ...(shardRole === undefined ? [] : [shardRole.arn]),
        ],
      },
      { parent: this },
    );
    args.scale?.grantScan(role);
    const machine = new aws.sfn.StateMachine(
      name,
      {
        name: machineName,
        type: "STANDARD",
        definition: this.#definition(args, stepRoles, shardRole),
        roleArn: role.arn,
        loggingConfiguration: {
          level: "ALL",
          includeExecutionData: false,
          logDestination: pulumi.interpolate`${logGroup.arn}:*`,
        },
        tracingConfiguration: { enabled: true },
      },
      // Step Functions tries the role's permissions when the machine is made.
      this.child({ dependsOn: [role] }),
    );

    this.nodes = { machine, logGroup, role, stepRoles, shardRole };
    this.arn = machine.arn;
    this.registerOutputs({ arn: this.arn });
  }

  #createStepRoles(name: string, args: StateMachineArgs): Record<StepName, Role> {
    const { stack, lake, images, network, volumeKeyArn, scale, sizes } = args;
    const queried = scale !== undefined || isShared(sizes);
    const common = { stack, lake, images, network, volumeKeyArn, queried };
    return byStep((step) => stepRole(`${name}-${step}`, { step, ...common }, { parent: this }));
  }

  #createShardRole(name: string, args: StateMachineArgs): Role | undefined {
    const { stack, lake, images, network, volumeKeyArn, sizes } = args;
    if (!isShared(sizes)) return undefined;
    const common = { stack, lake, images, network, volumeKeyArn };
    return shardRole(`${name}-bronze-shard`, common, { parent: this });
  }

  #definition(
    args: StateMachineArgs,
    stepRoles: Readonly<Record<StepName, Role>>,
    shardRole: Role | undefined,
  ): pulumi.Output<string> {
    const { stack, lake, images, network, control, sizes, volumeKeyArn, scale } = args;
    return pulumi
      .output({
        bucket: lake.bucketName,
        image: images.runtime,
        subnetIds: network.privateSubnetIds,
        securityGroupId: network.jobSecurityGroupId,
        lakeKeyArn: lake.keyArn,
        volumeKeyArn,
        controlFunctionArn: control.function.arn,
        roleArns: byStep((step) => stepRoles[step].arn),
        ...(shardRole === undefined ? {} : { shardRoleArn: shardRole.arn }),
        ...(scale === undefined ? {} : { scan: scale.scan }),
      })
      .apply((facts) => JSON.stringify(cloudStateMachine({ stack, sizes, ...facts })));
  }
}
