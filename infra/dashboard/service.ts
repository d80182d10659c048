import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { dashboardDefaults } from "../../configs/dashboard-environment.ts";
import { Component } from "../component.ts";
import type { Network } from "../network.ts";
import type { Stack } from "../stack.ts";
import { CONTAINER } from "./container.ts";
import type { LoadBalancer } from "./load-balancer.ts";
import { Scaling } from "./scaling.ts";
import type { Task } from "./task.ts";

/** What runs, where, and how many. */
export interface ServiceArgs {
  readonly stack: Stack;
  readonly network: Network;
  readonly task: Task;
  readonly loadBalancer: LoadBalancer;
  readonly securityGroupId: pulumi.Input<string>;
  readonly tasks: { readonly min: number; readonly max: number };
  /** On capacity that AWS may take back at two minutes' notice, for a third of the price. Changing it starts all tasks anew. */
  readonly spot: boolean;
}

/**
 * The service that keeps the tasks running. A new version gets all its tasks beside the old ones; when they do not
 * become healthy, ECS goes back to the old version by itself, and the update fails.
 */
export class Service extends Component {
  readonly arn: pulumi.Output<string>;
  readonly serviceName: pulumi.Output<string>;
  readonly clusterName: pulumi.Output<string>;
  readonly nodes: {
    readonly cluster: aws.ecs.Cluster;
    readonly service: aws.ecs.Service;
    readonly scaling: Scaling;
  };
  readonly #name: string;
  readonly #args: ServiceArgs;

  constructor(name: string, args: ServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("dashboard", "Service", name, opts);
    this.#name = name;
    this.#args = args;

    const cluster = this.#cluster();
    const providers = this.#capacityProviders(cluster);
    const service = this.#service(cluster, providers);
    const scaling = new Scaling(
      `${name}-scaling`,
      {
        clusterName: cluster.name,
        serviceName: service.name,
        tasks: args.tasks,
        suffixes: args.loadBalancer.suffixes,
      },
      { parent: this },
    );

    this.arn = service.arn;
    this.serviceName = service.name;
    this.clusterName = cluster.name;
    this.nodes = { cluster, service, scaling };
    this.registerOutputs({ arn: this.arn });
  }

  #cluster(): aws.ecs.Cluster {
    return new aws.ecs.Cluster(
      `${this.#name}-cluster`,
      {
        name: `${this.#args.stack.prefix}-cluster`,
        settings: [{ name: "containerInsights", value: "enabled" }],
      },
      this.child(),
    );
  }

  #capacityProviders(cluster: aws.ecs.Cluster): aws.ecs.ClusterCapacityProviders {
    return new aws.ecs.ClusterCapacityProviders(
      `${this.#name}-capacity`,
      { clusterName: cluster.name, capacityProviders: ["FARGATE", "FARGATE_SPOT"] },
      this.child(),
    );
  }

  #service(cluster: aws.ecs.Cluster, providers: aws.ecs.ClusterCapacityProviders): aws.ecs.Service {
    const { stack, network, task, loadBalancer, securityGroupId, tasks, spot } = this.#args;
    return new aws.ecs.Service(
      this.#name,
      {
        name: `${stack.prefix}-dashboard`,
        cluster: cluster.arn,
        taskDefinition: task.arn,
        desiredCount: tasks.min,
        capacityProviderStrategies: [
          { capacityProvider: spot ? "FARGATE_SPOT" : "FARGATE", weight: 1, base: 0 },
        ],
        // Without it the provider refuses to change the capacity of a service that exists.
        forceNewDeployment: true,
        platformVersion: "1.4.0",
        deploymentCircuitBreaker: { enable: true, rollback: true },
        deploymentMinimumHealthyPercent: 100,
        deploymentMaximumPercent: 200,
        healthCheckGracePeriodSeconds: 60,
        waitForSteadyState: true,
        availabilityZoneRebalancing: "ENABLED",
        // Nobody opens a shell in a container that holds credentials.
        enableExecuteCommand: false,
        enableEcsManagedTags: true,
        propagateTags: "SERVICE",
        networkConfiguration: {
          subnets: network.privateSubnetIds,
          securityGroups: [securityGroupId],
          assignPublicIp: false,
        },
        loadBalancers: [
          {
            targetGroupArn: loadBalancer.targetGroupArn,
            containerName: CONTAINER,
            containerPort: dashboardDefaults.port,
          },
        ],
      },
      this.child({
        // The scaling decides how many run, an update does not.
        ignoreChanges: ["desiredCount"],
        // A task can start when it may pull and log, has ways to do so, and a listener asks its health.
        dependsOn: [providers, task, network, ...loadBalancer.nodes.listeners],
      }),
    );
  }
}
