import type * as pulumi from "@pulumi/pulumi";
import type { AlarmDefinition, Chart } from "./alerts/alarm.ts";
import { Component, throwIfAny } from "./component.ts";
import type { Access } from "./dashboard/access.ts";
import { alarmsOf, chartsOf } from "./dashboard/alarms.ts";
import { choicesOf } from "./dashboard/choices.ts";
import { entranceOf } from "./dashboard/entrance.ts";
import { dashboardFaults } from "./dashboard/faults.ts";
import { type AccessLogs, LoadBalancer } from "./dashboard/load-balancer.ts";
import { SecurityGroups } from "./dashboard/security-groups.ts";
import { Service } from "./dashboard/service.ts";
import { Task } from "./dashboard/task.ts";
import type { DataLake } from "./data-lake.ts";
import type { Images } from "./images.ts";
import type { Manifest } from "./manifest.ts";
import type { Network } from "./network.ts";
import type { Stack } from "./stack.ts";

/** Arguments of a dashboard. */
export interface DashboardArgs {
  readonly stack: Stack;
  /** Where the results lie. The dashboard reads what `dashboardReads` names, and nothing else. */
  readonly lake: Pick<DataLake, "bucketName" | "grantRead">;
  /** The books: which runs there were. */
  readonly manifest: Pick<Manifest, "tableName" | "grantRead">;
  readonly images: Pick<Images, "dashboard" | "grantPull">;
  /** Private subnets for the tasks, and for an access from the internet public ones for the load balancer. */
  readonly network: Network;
  /** Who may reach it. Changing between inside and the internet replaces the load balancer, and so its address. */
  readonly access: Access;
  /**
   * CPU units of a task: 1024 are one processor.
   * @default 512
   */
  readonly cpu?: number;
  /**
   * Memory of a task; Fargate has certain sizes for each number of CPU units.
   * @default 1024
   */
  readonly memoryMb?: number;
  /**
   * How many tasks run at least and at most.
   * @default 2 to 4 in prod, else 1 to 2
   */
  readonly tasks?: { readonly min: number; readonly max: number };
  /**
   * AWS WAF in front of a load balancer that the internet reaches: how many requests an address may make in five
   * minutes, or `none` to go without. It means nothing for an internal one.
   * @default 2000 requests
   */
  readonly firewall?: "none" | { readonly requestsPer5Minutes: number };
  /**
   * Where the load balancer writes down who asked for what.
   * @default nowhere
   */
  readonly accessLogs?: AccessLogs;
  /**
   * Runs the tasks on capacity that AWS may take back at two minutes' notice, for a third of the price. Changing it
   * starts all tasks anew.
   * @default false
   */
  readonly spot?: boolean;
}

/**
 * The dashboard: tasks on Fargate in private subnets, behind a load balancer that is internal, limited to known
 * addresses, or opened by a login. It is never open to everybody.
 *
 * @example
 * const dashboard = new Dashboard("dashboard", {
 *   stack, lake, manifest, images, network,
 *   access: {
 *     domain: "churn.example.com",
 *     hostedZone: "example.com",
 *     login: { cognito: { domainPrefix: "example-churn" } },
 *   },
 * });
 *
 * @throws pulumi.RunError that lists all wrong arguments
 */
export class Dashboard extends Component {
  readonly url: pulumi.Output<string>;
  readonly clusterName: pulumi.Output<string>;
  readonly serviceName: pulumi.Output<string>;
  readonly serviceArn: pulumi.Output<string>;
  readonly alarms: readonly AlarmDefinition[];
  readonly charts: readonly Chart[];
  readonly nodes: {
    readonly loadBalancer: LoadBalancer;
    readonly securityGroups: SecurityGroups;
    readonly service: Service;
    readonly task: Task;
  };

  constructor(name: string, args: DashboardArgs, opts?: pulumi.ComponentResourceOptions) {
    super("index", "Dashboard", name, opts);
    const { stack, lake, manifest, images, network, accessLogs } = args;
    const choices = choicesOf(stack, args);
    throwIfAny(`Dashboard ${name}`, dashboardFaults(stack, choices, network));
    const { cpu, memoryMb, tasks, firewall } = choices;
    const entrance = entranceOf(choices.access);

    const securityGroups = new SecurityGroups(
      `${name}-groups`,
      { stack, network, entrance },
      { parent: this },
    );
    const loadBalancer = new LoadBalancer(
      `${name}-balancer`,
      {
        stack,
        network,
        entrance,
        firewall,
        securityGroupId: securityGroups.balancerId,
        ...(accessLogs === undefined ? {} : { accessLogs }),
      },
      { parent: this },
    );
    const { clientId } = loadBalancer;
    const task = new Task(
      `${name}-task`,
      {
        stack,
        lake,
        manifest,
        images,
        network,
        cpu,
        memoryMb,
        ...(clientId === undefined ? {} : { login: { signerArn: loadBalancer.arn, clientId } }),
      },
      { parent: this },
    );
    const service = new Service(
      `${name}-service`,
      {
        stack,
        network,
        task,
        loadBalancer,
        tasks,
        securityGroupId: securityGroups.serviceId,
        spot: args.spot ?? false,
      },
      { parent: this },
    );
    const watched = {
      clusterName: service.clusterName,
      serviceName: service.serviceName,
      suffixes: loadBalancer.suffixes,
      leastTasks: tasks.min,
    };

    this.url = loadBalancer.url;
    this.clusterName = service.clusterName;
    this.serviceName = service.serviceName;
    this.serviceArn = service.arn;
    this.alarms = alarmsOf(watched);
    this.charts = chartsOf(watched);
    this.nodes = { loadBalancer, securityGroups, service, task };
    this.registerOutputs({ url: this.url });
  }
}
