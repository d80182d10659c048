import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../component.ts";

/** What grows, and how far. */
export interface ScalingArgs {
  readonly clusterName: pulumi.Input<string>;
  readonly serviceName: pulumi.Input<string>;
  readonly tasks: { readonly min: number; readonly max: number };
  /** The load balancer and its targets, as CloudWatch names them. */
  readonly suffixes: { readonly balancer: pulumi.Input<string>; readonly targets: pulumi.Input<string> };
}

/** Half the processor is left for the task that takes over when another is gone. */
const CPU_PERCENT = 50;
/** Requests per task and minute: pages are made from prepared tables, a task serves far more. */
const REQUESTS_PER_MINUTE = 600;
const SECONDS_TO_GROW = 60;
const SECONDS_TO_SHRINK = 300;

/** Adds tasks when they have much to do, and takes them away slowly when they have not. */
export class Scaling extends Component {
  readonly nodes: { readonly target: aws.appautoscaling.Target };
  readonly #name: string;
  readonly #target: aws.appautoscaling.Target;

  constructor(name: string, args: ScalingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("dashboard", "Scaling", name, opts);
    const { clusterName, serviceName, tasks, suffixes } = args;
    this.#name = name;
    this.#target = new aws.appautoscaling.Target(
      name,
      {
        serviceNamespace: "ecs",
        resourceId: pulumi.interpolate`service/${clusterName}/${serviceName}`,
        scalableDimension: "ecs:service:DesiredCount",
        minCapacity: tasks.min,
        maxCapacity: tasks.max,
      },
      this.child(),
    );
    this.#track("cpu", CPU_PERCENT, { predefinedMetricType: "ECSServiceAverageCPUUtilization" });
    this.#track("requests", REQUESTS_PER_MINUTE, {
      predefinedMetricType: "ALBRequestCountPerTarget",
      resourceLabel: pulumi.interpolate`${suffixes.balancer}/${suffixes.targets}`,
    });
    this.nodes = { target: this.#target };
    this.registerOutputs({});
  }

  #track(
    what: string,
    targetValue: number,
    predefinedMetricSpecification: aws.types.input.appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification,
  ): void {
    const { resourceId, scalableDimension, serviceNamespace } = this.#target;
    new aws.appautoscaling.Policy(
      `${this.#name}-${what}`,
      {
        name: what,
        policyType: "TargetTrackingScaling",
        resourceId,
        scalableDimension,
        serviceNamespace,
        targetTrackingScalingPolicyConfiguration: {
          targetValue,
          predefinedMetricSpecification,
          scaleOutCooldown: SECONDS_TO_GROW,
          scaleInCooldown: SECONDS_TO_SHRINK,
        },
      },
      this.child(),
    );
  }
}
