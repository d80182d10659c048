import type * as pulumi from "@pulumi/pulumi";
import type { AlarmDefinition, Chart, Metric } from "../alerts/alarm.ts";

/** What is watched. */
export interface Watched {
  readonly clusterName: pulumi.Input<string>;
  readonly serviceName: pulumi.Input<string>;
  /** The load balancer and its targets, as CloudWatch names them. */
  readonly suffixes: { readonly balancer: pulumi.Input<string>; readonly targets: pulumi.Input<string> };
  /** Fewer running tasks than this are too few. */
  readonly leastTasks: number;
}

const SLOW_SECONDS = 2;
const BUSY_PERCENT = 85;
const ERRORS_IN_5_MINUTES = 5;

/** The metrics of the dashboard, each named once. */
function metricsOf({ clusterName, serviceName, suffixes }: Watched) {
  const balancer = { LoadBalancer: suffixes.balancer };
  const targets = { LoadBalancer: suffixes.balancer, TargetGroup: suffixes.targets };
  const service = { ClusterName: clusterName, ServiceName: serviceName };
  const elb = { namespace: "AWS/ApplicationELB" };
  const ecs = { namespace: "AWS/ECS", dimensions: service, statistic: "Average" } as const;
  return {
    targetErrors: { ...elb, metric: "HTTPCode_Target_5XX_Count", dimensions: targets, statistic: "Sum" },
    balancerErrors: { ...elb, metric: "HTTPCode_ELB_5XX_Count", dimensions: balancer, statistic: "Sum" },
    unhealthy: { ...elb, metric: "UnHealthyHostCount", dimensions: targets, statistic: "Maximum" },
    slowest: { ...elb, metric: "TargetResponseTime", dimensions: targets, statistic: "p95" },
    requests: { ...elb, metric: "RequestCount", dimensions: targets, statistic: "Sum" },
    running: {
      namespace: "ECS/ContainerInsights",
      metric: "RunningTaskCount",
      dimensions: service,
      statistic: "Minimum",
    },
    cpu: { ...ecs, metric: "CPUUtilization" },
    memory: { ...ecs, metric: "MemoryUtilization" },
  } as const satisfies Readonly<Record<string, Metric>>;
}

/** What somebody has to be told of. */
export function alarmsOf(watched: Watched): readonly AlarmDefinition[] {
  const metrics = metricsOf(watched);
  const above = { comparison: "GreaterThanThreshold", missingData: "notBreaching" } as const;
  const lasting = { periodSeconds: 60, evaluationPeriods: 5 } as const;
  return [
    {
      ...metrics.targetErrors,
      ...above,
      name: "dashboard-errors",
      description:
        'The dashboard answered with errors (5xx). Its log group names the cause of each: look there for "error".',
      periodSeconds: 300,
      evaluationPeriods: 1,
      threshold: ERRORS_IN_5_MINUTES,
    },
    {
      ...metrics.balancerErrors,
      ...above,
      name: "dashboard-balancer-errors",
      description:
        "The load balancer itself answered with errors (5xx): no task is healthy, or the login fails. Look at the " +
        "service's events and at the identity provider.",
      periodSeconds: 300,
      evaluationPeriods: 1,
      threshold: ERRORS_IN_5_MINUTES,
    },
    {
      ...metrics.unhealthy,
      ...above,
      ...lasting,
      name: "dashboard-unhealthy-tasks",
      description:
        "A task does not answer its health check. ECS replaces it; when this lasts, read the service's events.",
      threshold: 0,
    },
    {
      ...metrics.running,
      ...lasting,
      name: "dashboard-too-few-tasks",
      description: `Fewer than ${watched.leastTasks} tasks run. The service's events say why new ones do not start.`,
      comparison: "LessThanThreshold",
      missingData: "breaching",
      threshold: watched.leastTasks,
    },
    {
      ...metrics.slowest,
      ...above,
      name: "dashboard-slow",
      description: `One page in twenty takes more than ${SLOW_SECONDS} s. Look at CPU and memory, and at the size of the last run.`,
      periodSeconds: 300,
      evaluationPeriods: 3,
      threshold: SLOW_SECONDS,
    },
    {
      ...metrics.cpu,
      ...above,
      name: "dashboard-cpu",
      description: "The tasks' processors are busy though more tasks were added. Raise tasks.max or cpu.",
      periodSeconds: 300,
      evaluationPeriods: 3,
      threshold: BUSY_PERCENT,
    },
    {
      ...metrics.memory,
      ...above,
      name: "dashboard-memory",
      description: "The tasks' memory is nearly full; beyond it they are ended. Raise memoryMb.",
      periodSeconds: 300,
      evaluationPeriods: 3,
      threshold: BUSY_PERCENT,
    },
  ];
}

/** What the stack's page of CloudWatch shows of the dashboard. */
export function chartsOf(watched: Watched): readonly Chart[] {
  const metrics = metricsOf(watched);
  return [
    {
      title: "Dashboard: requests and errors",
      unit: "count",
      metrics: [
        { ...metrics.requests, label: "requests" },
        { ...metrics.targetErrors, label: "errors" },
        { ...metrics.balancerErrors, label: "errors of the load balancer" },
      ],
    },
    {
      title: "Dashboard: response time",
      unit: "s",
      metrics: [
        { ...metrics.slowest, label: "95 of 100" },
        { ...metrics.slowest, statistic: "p50", label: "half" },
      ],
    },
    {
      title: "Dashboard: tasks",
      unit: "count",
      metrics: [
        { ...metrics.running, label: "running" },
        { ...metrics.unhealthy, label: "unhealthy" },
      ],
    },
    {
      title: "Dashboard: use of the tasks",
      unit: "%",
      metrics: [
        { ...metrics.cpu, label: "CPU" },
        { ...metrics.memory, label: "memory" },
      ],
    },
  ];
}
