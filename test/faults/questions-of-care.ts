import { z } from "zod";
import type { Design } from "./designs.ts";
import { may, type Question, rolesOf } from "./questions-of-access.ts";

/** Questions to a design about what is kept, watched and brought back. */

const isProd = ({ recording }: Design) => recording.stack === "prod";
const json = (value: unknown) => JSON.stringify(value) ?? "";

const lifecycleRules = z.array(
  z.looseObject({
    filter: z.looseObject({ prefix: z.string().optional() }).optional(),
    expiration: z.looseObject({ days: z.number().optional() }).optional(),
    noncurrentVersionExpiration: z.looseObject({ noncurrentDays: z.number() }).optional(),
    abortIncompleteMultipartUpload: z.looseObject({}).optional(),
  }),
);

/** What can be made again from a delivery, and what no pointer names. */
const MADE_AGAIN = ["quarantine/", "consumption/"];

/** X8 */
export const carelessBuckets: Question = (design) => {
  const rules = design
    .ofType("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")
    .flatMap(({ inputs }) => lifecycleRules.parse(inputs["rules"]));
  const policies = design.ofType("aws:s3/bucketPolicy:BucketPolicy").map(({ inputs }) => inputs["policy"]);
  return [
    ...(policies.some((policy) => String(policy).includes("aws:SecureTransport"))
      ? []
      : ["it answers without TLS"]),
    ...(rules.some((rule) => rule.noncurrentVersionExpiration !== undefined)
      ? []
      : ["old versions are kept for ever"]),
    ...(rules.some((rule) => rule.abortIncompleteMultipartUpload !== undefined)
      ? []
      : ["broken uploads are kept for ever"]),
    ...rules
      .filter(
        ({ expiration, filter }) =>
          expiration?.days !== undefined && !MADE_AGAIN.includes(filter?.prefix ?? "everything"),
      )
      .map(({ filter }) => `the only copy of ${filter?.prefix} is deleted by age`),
  ];
};

/** X9 */
export const movingImages: Question = (design) =>
  design
    .ofType("aws:ecr/repository:Repository")
    .flatMap(({ name, inputs }) => [
      ...(inputs["imageTagMutability"] === "IMMUTABLE" ? [] : [`tags of ${name} move`]),
      ...(isProd(design) && inputs["forceDelete"] === true ? [`${name} goes with its images`] : []),
    ]);

/** X10 */
export const unwrittenLogs: Question = (design) => [
  ...design
    .ofType("aws:sfn/stateMachine:StateMachine")
    .flatMap(({ inputs }) => [
      ...(json(inputs["loggingConfiguration"]).includes('"level":"ALL"') ? [] : ["runs are not logged"]),
      ...(json(inputs["tracingConfiguration"]).includes('"enabled":true') ? [] : ["runs are not traced"]),
    ]),
  ...design
    .ofType("aws:lambda/function:Function")
    .filter(({ inputs }) => !json(inputs["loggingConfig"]).includes('"logGroup"'))
    .map(({ name }) => `${name} writes to a group that nobody ends`),
  ...design
    .ofType("aws:cloudwatch/logGroup:LogGroup")
    .filter(({ inputs }) => !(Number(inputs["retentionInDays"]) > 0))
    .map(({ name }) => `${name} is kept for ever`),
];

/** What of the platform fails in silence unless it is watched. */
const WATCHED = [
  "AWS/States ExecutionsFailed",
  "AWS/States ExecutionsTimedOut",
  "AWS/States ExecutionsAborted",
  "AWS/Lambda Errors",
  "AWS/SQS ApproximateNumberOfMessagesVisible",
  "AWS/ApplicationELB HTTPCode_Target_5XX_Count",
  "AWS/ApplicationELB UnHealthyHostCount",
  "AWS/ECS CPUUtilization",
  "AWS/DynamoDB SystemErrors",
] as const;

/** X11 */
export const deafAlarms: Question = (design) => {
  const alarms = design.ofType("aws:cloudwatch/metricAlarm:MetricAlarm");
  const watched = alarms.map(({ inputs }) =>
    inputs["namespace"] === undefined
      ? json(inputs["metricQueries"])
      : `${inputs["namespace"]} ${inputs["metricName"]}`,
  );
  const seen = (metric: string) => {
    const [namespace = "", name = ""] = metric.split(" ");
    return watched.some(
      (text) => text === metric || (text.includes(`"${namespace}"`) && text.includes(`"${name}"`)),
    );
  };
  const topic = design.ofType("aws:sns/topic:Topic")[0]?.outputs["arn"];
  return [
    ...WATCHED.filter((metric) => !seen(metric)).map((metric) => `nobody watches ${metric}`),
    ...alarms.flatMap(({ name, inputs }) => [
      ...(!String(inputs["namespace"]).startsWith("SpanishGas/") || json(inputs).includes('"Environment":')
        ? []
        : [`${name} hears every environment`]),
      ...(inputs["treatMissingData"] === undefined ? [`${name} does not say what silence means`] : []),
      ...(json(inputs["okActions"]) === json(inputs["alarmActions"])
        ? []
        : [`${name} never says that it is over`]),
    ]),
    ...(design.ofType("aws:sns/topicSubscription:TopicSubscription").length > 0 ? [] : ["nobody is told"]),
    ...(may(design, rolesOf(design).drift, { action: "sns:Publish", resource: String(topic) })
      ? ["drift is told twice: by its step and by its alarm"]
      : []),
  ];
};

/** X12 */
export const carelessTables: Question = (design) =>
  design.ofType("aws:dynamodb/table:Table").flatMap(({ inputs, outputs }) => [
    ...(isProd(design) && inputs["deletionProtectionEnabled"] !== true
      ? ["it can be deleted by accident"]
      : []),
    ...(json(inputs["ttl"]).includes('"enabled":true') ? [] : ["nothing in it is ever forgotten"]),
    ...(json(inputs["globalSecondaryIndexes"]).includes("state")
      ? []
      : ["runs cannot be asked for by state"]),
    ...(may(design, rolesOf(design).dashboard, {
      action: "dynamodb:Scan",
      resource: String(outputs["arn"]),
    })
      ? ["the dashboard reads all of it"]
      : []),
  ]);

const containers = z.array(z.looseObject({ user: z.string().optional() }));

/** X13 */
export const frailServices: Question = (design) => [
  ...design
    .ofType("aws:ecs/service:Service")
    .flatMap(({ inputs }) => [
      ...(/"enable":true,"rollback":true/.test(json(inputs["deploymentCircuitBreaker"]))
        ? []
        : ["a bad version stays"]),
      ...(isProd(design) && Number(inputs["desiredCount"]) < 2 ? ["one task is all there is"] : []),
    ]),
  ...(design.ofType("aws:appautoscaling/target:Target").length > 0 ? [] : ["it does not grow"]),
  ...design
    .ofType("aws:ecs/taskDefinition:TaskDefinition")
    .flatMap(({ inputs }) => containers.parse(JSON.parse(String(inputs["containerDefinitions"]))))
    .filter(({ user = "root" }) => /^(root|0)(:|$)/.test(user))
    .map(() => "its container runs as root"),
];
