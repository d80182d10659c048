import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { containerPrograms } from "../configs/container.ts";
import { scanFolders } from "../configs/hourly-scan.ts";
import { type StepName, stepNames } from "../configs/pipeline.ts";
import { DEFAULT_SCORER } from "../configs/sentiment.ts";
import type { AlarmDefinition, Chart } from "./alerts/alarm.ts";
import type { Alerts } from "./alerts.ts";
import { Component, throwIfAny } from "./component.ts";
import type { DataLake } from "./data-lake.ts";
import type { Role } from "./iam/role.ts";
import type { Images } from "./images.ts";
import type { Manifest } from "./manifest.ts";
import type { ModelRegistry } from "./model-registry.ts";
import type { Network } from "./network.ts";
import { pipelineAlarms, pipelineCharts } from "./pipeline/alarms.ts";
import { Control } from "./pipeline/control.ts";
import { DeadLetters } from "./pipeline/dead-letters.ts";
import { pipelineFaults } from "./pipeline/faults.ts";
import { Schedule, type ScheduleChoice } from "./pipeline/schedule.ts";
import { isShared, type Size, stepSizes } from "./pipeline/sizes.ts";
import { StateMachine } from "./pipeline/state-machine.ts";
import { JOB_LOG_GROUP } from "./pipeline/step-role.ts";
import { Trigger } from "./pipeline/trigger.ts";
import type { Scale } from "./scale.ts";
import type { Stack } from "./stack.ts";

export type { ScheduleChoice } from "./pipeline/schedule.ts";
export type { Size } from "./pipeline/sizes.ts";

/** Arguments of a pipeline. */
export interface PipelineArgs {
  readonly stack: Stack;
  /** Where deliveries arrive and results are kept. */
  readonly lake: DataLake;
  /** The books: which delivery was seen, which run is at work. */
  readonly manifest: Manifest;
  /** Where models are registered. */
  readonly registry: ModelRegistry;
  readonly images: Pick<Images, "runtime" | "grantPull">;
  /** The jobs run in its private subnets, with its group for jobs. */
  readonly network: Pick<Network, "vpcId" | "privateSubnetIds" | "jobSecurityGroupId">;
  /** How people are told of failed runs and refused models. */
  readonly alerts: Pick<Alerts, "topicArn" | "grantPublish">;
  /**
   * What each step runs on. Changing it is for the next run.
   * @default one ml.m5.xlarge with 30 GB for each
   */
  readonly sizes?: Partial<Readonly<Record<StepName, Size>>>;
  /**
   * When it trains without being asked.
   * @default Mondays at six, in Madrid
   */
  readonly schedule?: ScheduleChoice;
  /**
   * An account has one log group for the jobs of all its stacks. `create`: this stack owns it, and sets how long logs
   * are kept. `existing`: another stack of the account does. Changing to `existing` deletes the group with its logs.
   * @default "create"
   */
  readonly jobLogs?: "create" | "existing";
  /**
   * Who judges the tone of conversations: `lexicon`, `none`, or the path of a module in the runtime image.
   * @default "lexicon"
   */
  readonly sentiment?: string;
  /**
   * Keeps three of the account's concurrent functions for the trigger, so that no other function can keep uploads
   * waiting. A new account has ten and refuses to give any away, so that the first deployment would fail.
   * @default true in prod
   */
  readonly reserveConcurrency?: boolean;
  /**
   * Key of the jobs' disks; its policy must let this account's roles use it.
   * @default SageMaker's own
   */
  readonly volumeKeyArn?: pulumi.Input<string>;
  /**
   * Sums the hourly readings before the bronze step, where they outgrow one machine.
   * @default the step sums them
   */
  readonly scale?: Pick<Scale, "scan" | "grantScan">;
}

/**
 * From uploads to scored customers: what wakes on an upload, the state machine, the jobs and functions that do its work,
 * the weekly training.
 *
 * @example
 * const pipeline = new Pipeline("pipeline", {
 *   stack, lake, manifest, registry, images, network, alerts,
 *   sizes: { bronze: { instanceType: "ml.m5.2xlarge" } },
 * });
 *
 * One run at a time: before it starts an execution, the trigger takes the lake's lease in the manifest, by a conditional
 * write that only one of two can win. The execution is named after the run, and Step Functions starts a name once, so
 * that a repeated message, or a function that died between the lease and the start, cannot start it twice. Every task
 * that moves a pointer writes under the condition that the run still holds its lease. What ends an execution otherwise
 * (a stop, a time limit) is an event that gives the lease back.
 *
 * @throws pulumi.RunError that lists all wrong arguments
 */
export class Pipeline extends Component {
  readonly stateMachineArn: pulumi.Output<string>;
  readonly triggerFunctionArn: pulumi.Output<string>;
  /** Where uploads wait. */
  readonly queueUrl: pulumi.Output<string>;
  readonly alarms: readonly AlarmDefinition[];
  readonly charts: readonly Chart[];
  readonly nodes: {
    readonly stateMachine: StateMachine;
    readonly trigger: Trigger;
    readonly control: Control;
    readonly schedule: Schedule;
    readonly deadLetters: DeadLetters;
    /** Undefined where another stack of the account owns it. */
    readonly jobLogs: aws.cloudwatch.LogGroup | undefined;
  };

  constructor(name: string, args: PipelineArgs, opts?: pulumi.ComponentResourceOptions) {
    super("index", "Pipeline", name, opts);
    throwIfAny(`Pipeline ${name}`, pipelineFaults(args));
    const { stack, lake, manifest, registry, images, network, alerts, volumeKeyArn, scale } = args;
    const {
      schedule: choice = {},
      jobLogs = "create",
      sentiment = DEFAULT_SCORER,
      reserveConcurrency = stack.environment === "prod",
    } = args;
    const sizes = stepSizes(args.sizes);

    const logGroup = jobLogs === "create" ? this.#createJobLogs(name, stack) : undefined;
    const deadLetters = new DeadLetters(`${name}-dead-letters`, { stack }, { parent: this });
    const control = new Control(
      `${name}-control`,
      {
        stack,
        lake,
        manifest,
        registry,
        images,
        alerts,
        deadLetters,
        prepares:
          scale !== undefined
            ? ["consumption/"]
            : isShared(sizes)
              ? [`consumption/*/${scanFolders.manifests}/`]
              : [],
      },
      { parent: this },
    );
    const stateMachine = new StateMachine(
      `${name}-machine`,
      { stack, lake, images, network, control, sizes, volumeKeyArn, scale },
      { parent: this, ...(logGroup === undefined ? {} : { dependsOn: [logGroup] }) },
    );
    const trigger = new Trigger(
      `${name}-trigger`,
      {
        stack,
        lake,
        manifest,
        images,
        stateMachineArn: stateMachine.arn,
        sentiment,
        deadLetters,
        reserveConcurrency,
      },
      { parent: this },
    );
    const schedule = new Schedule(
      `${name}-schedule`,
      { stack, choice, trigger, deadLetters },
      { parent: this },
    );

    this.nodes = { stateMachine, trigger, control, schedule, deadLetters, jobLogs: logGroup };
    this.stateMachineArn = stateMachine.arn;
    this.triggerFunctionArn = trigger.function.arn;
    this.queueUrl = trigger.uploads.queueUrl;
    const watched = {
      stateMachineArn: this.stateMachineArn,
      triggerName: trigger.function.functionName,
      controlName: control.function.functionName,
      uploadsName: trigger.uploads.queueName,
      deadLettersName: deadLetters.queueName,
      weekly: choice.enabled ?? true,
      programs: isShared(sizes) ? containerPrograms : stepNames,
    };
    this.alarms = pipelineAlarms(watched);
    this.charts = pipelineCharts(watched);
    this.registerOutputs({ stateMachineArn: this.stateMachineArn, queueUrl: this.queueUrl });
  }

  /**
   * Lets a role ask for a run. It asks the trigger and not the state machine: only the trigger takes the lease, and an
   * execution without one ends at its first task.
   */
  grantStart(role: Pick<Role, "allow">): void {
    this.nodes.trigger.function.grantInvoke(role);
  }

  #createJobLogs(name: string, stack: Stack): aws.cloudwatch.LogGroup {
    return new aws.cloudwatch.LogGroup(
      `${name}-job-logs`,
      { name: JOB_LOG_GROUP, retentionInDays: stack.logRetentionDays },
      this.child(),
    );
  }
}
