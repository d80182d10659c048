import { arnOf, at, calls, type Needs, text } from "../provider-needs.ts";

/** What AWS's provider calls for functions, queues, the state machine, rules, schedules and the dashboard's service. */

const functionArn = (named: string, at_: string): string => (named.startsWith("arn:") ? named : at_);

/** The queue of an address such as `https://sqs.eu-south-2.amazonaws.com/000000000000/name`. */
const queueOf = (url: string): string => url.split("/").at(-1) ?? url;

export const compute: Readonly<Record<string, Needs>> = {
  "aws:lambda/function:Function": (resource) => [
    ...calls(
      "lambda",
      `CreateFunction GetFunction GetFunctionConfiguration UpdateFunctionCode UpdateFunctionConfiguration DeleteFunction
       ListVersionsByFunction GetFunctionCodeSigningConfig PutFunctionConcurrency GetFunctionConcurrency
       DeleteFunctionConcurrency TagResource UntagResource ListTags`,
      [arnOf(resource)],
    ),
    ...calls("iam", "PassRole", [text(resource, "role")], { "iam:PassedToService": "lambda.amazonaws.com" }),
  ],
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": (resource, place) =>
    calls(
      "lambda",
      `PutFunctionEventInvokeConfig GetFunctionEventInvokeConfig UpdateFunctionEventInvokeConfig
       DeleteFunctionEventInvokeConfig`,
      [
        functionArn(
          text(resource, "functionName"),
          at(place, "lambda", `function:${text(resource, "functionName")}`),
        ),
      ],
    ),
  "aws:lambda/permission:Permission": (resource, place) => {
    const named = text(resource, "function");
    return calls("lambda", "AddPermission RemovePermission GetPolicy", [
      functionArn(named, at(place, "lambda", `function:${named}`)),
    ]);
  },
  "aws:lambda/eventSourceMapping:EventSourceMapping": (resource, place) => {
    const named = text(resource, "functionName");
    const fed = { "lambda:FunctionArn": functionArn(named, at(place, "lambda", `function:${named}`)) };
    const mapping = [at(place, "lambda", "event-source-mapping:1")];
    return [
      ...calls("lambda", "CreateEventSourceMapping", ["*"], fed),
      ...calls(
        "lambda",
        "GetEventSourceMapping UpdateEventSourceMapping DeleteEventSourceMapping",
        mapping,
        fed,
      ),
      ...calls("lambda", "TagResource UntagResource ListTags", mapping),
    ];
  },
  "aws:sqs/queue:Queue": (resource) =>
    calls(
      "sqs",
      "CreateQueue GetQueueUrl GetQueueAttributes SetQueueAttributes DeleteQueue ListQueueTags TagQueue UntagQueue",
      [arnOf(resource)],
    ),
  "aws:sqs/queuePolicy:QueuePolicy": (resource, place) =>
    calls("sqs", "SetQueueAttributes GetQueueAttributes", [
      at(place, "sqs", queueOf(text(resource, "queueUrl"))),
    ]),
  "aws:sfn/stateMachine:StateMachine": (resource) => [
    ...calls("states", "ValidateStateMachineDefinition"),
    ...calls(
      "states",
      `CreateStateMachine DescribeStateMachine UpdateStateMachine DeleteStateMachine ListStateMachineVersions
       TagResource UntagResource ListTagsForResource`,
      [arnOf(resource)],
    ),
    ...calls("iam", "PassRole", [text(resource, "roleArn")], {
      "iam:PassedToService": "states.amazonaws.com",
    }),
  ],
  "aws:cloudwatch/eventRule:EventRule": (resource) =>
    calls(
      "events",
      "PutRule DescribeRule DeleteRule EnableRule DisableRule TagResource UntagResource ListTagsForResource",
      [arnOf(resource)],
    ),
  "aws:cloudwatch/eventTarget:EventTarget": (resource, place) =>
    calls("events", "PutTargets RemoveTargets ListTargetsByRule", [
      at(place, "events", `rule/${text(resource, "rule")}`),
    ]),
  "aws:scheduler/scheduleGroup:ScheduleGroup": (resource, place) =>
    calls(
      "scheduler",
      "CreateScheduleGroup GetScheduleGroup DeleteScheduleGroup TagResource UntagResource ListTagsForResource",
      [at(place, "scheduler", `schedule-group/${text(resource, "name")}`)],
    ),
  "aws:scheduler/schedule:Schedule": (resource, place) => {
    const target: unknown = resource.inputs["target"];
    const role = typeof target === "object" && target !== null && "roleArn" in target ? target.roleArn : "";
    return [
      ...calls("scheduler", "CreateSchedule GetSchedule UpdateSchedule DeleteSchedule", [
        at(place, "scheduler", `schedule/${text(resource, "groupName")}/${text(resource, "name")}`),
      ]),
      ...calls("iam", "PassRole", [String(role)], { "iam:PassedToService": "scheduler.amazonaws.com" }),
    ];
  },
  "aws:ecs/cluster:Cluster": (resource) =>
    calls(
      "ecs",
      `CreateCluster DescribeClusters UpdateCluster UpdateClusterSettings DeleteCluster TagResource UntagResource
       ListTagsForResource`,
      [arnOf(resource)],
    ),
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": (resource, place) =>
    calls("ecs", "PutClusterCapacityProviders DescribeClusters", [
      at(place, "ecs", `cluster/${text(resource, "clusterName")}`),
    ]),
  "aws:ecs/taskDefinition:TaskDefinition": (resource) => [
    ...calls("ecs", "DescribeTaskDefinition DeregisterTaskDefinition"),
    ...calls("ecs", "RegisterTaskDefinition TagResource UntagResource ListTagsForResource", [
      arnOf(resource),
    ]),
    ...calls("iam", "PassRole", [text(resource, "taskRoleArn"), text(resource, "executionRoleArn")], {
      "iam:PassedToService": "ecs-tasks.amazonaws.com",
    }),
  ],
  "aws:ecs/service:Service": (resource, { account }) => [
    ...calls(
      "ecs",
      `CreateService DescribeServices UpdateService DeleteService ListServiceDeployments DescribeServiceDeployments
       TagResource UntagResource ListTagsForResource`,
      [arnOf(resource)],
    ),
    ...calls(
      "iam",
      "CreateServiceLinkedRole",
      [`arn:aws:iam::${account}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`],
      { "iam:AWSServiceName": "ecs.amazonaws.com" },
    ),
  ],
  "aws:appautoscaling/target:Target": (_, place) => [
    ...calls("application-autoscaling", "DescribeScalableTargets"),
    ...calls(
      "application-autoscaling",
      "RegisterScalableTarget DeregisterScalableTarget TagResource UntagResource ListTagsForResource",
      [at(place, "application-autoscaling", "scalable-target/1")],
    ),
    ...calls(
      "iam",
      "CreateServiceLinkedRole",
      [
        `arn:aws:iam::${place.account}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService`,
      ],
      { "iam:AWSServiceName": "ecs.application-autoscaling.amazonaws.com" },
    ),
  ],
  "aws:appautoscaling/policy:Policy": (_, place) => [
    ...calls("application-autoscaling", "DescribeScalingPolicies"),
    ...calls("application-autoscaling", "PutScalingPolicy DeleteScalingPolicy", [
      at(place, "application-autoscaling", "scalable-target/1"),
    ]),
  ],
};
