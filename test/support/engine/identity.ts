import { createHash } from "node:crypto";
import type { Value, Values } from "./recording.ts";

/** Ids and ARNs that look like those of the real services, made of nothing but the resource's own inputs and URN. */

/** The account that everything is made up in, unless the program's provider names one. */
export const MADE_UP_ACCOUNT = "000000000000";

/** Where a made-up resource lies. */
export interface Place {
  readonly region: string;
  readonly accountId: string;
}

/** What identifies a made-up resource. */
export interface Identity {
  /** The name in the cloud: given, or the logical name with a suffix as Pulumi would make it. */
  readonly physicalName: string;
  readonly id: string;
  readonly arn: string;
}

/** Shape of a type's identity. Templates hold `{name}`, `{id}`, `{hash}`, `{region}`, `{account}` or an input's name. */
interface Shape {
  /** The input that names the resource. @default "name" */
  readonly nameInput?: string;
  /** @default "{name}" */
  readonly id?: string;
  /** The ARN after `arn:aws:`. */
  readonly arn: string;
}

const at = (service: string, resource: string): string => `${service}:{region}:{account}:${resource}`;
const ec2 = (kind: string, prefix: string): Shape => ({
  id: `${prefix}-0{hash}`,
  arn: at("ec2", `${kind}/{id}`),
});

const shapes: Readonly<Record<string, Shape>> = {
  "aws:s3/bucket:Bucket": { nameInput: "bucket", arn: "s3:::{name}" },
  "aws:s3/bucketObjectv2:BucketObjectv2": {
    nameInput: "key",
    id: "{bucket}/{key}",
    arn: "s3:::{bucket}/{key}",
  },
  "aws:s3/bucketObject:BucketObject": { nameInput: "key", arn: "s3:::{bucket}/{key}" },
  "aws:dynamodb/table:Table": { arn: at("dynamodb", "table/{name}") },
  "aws:iam/role:Role": { arn: "iam::{account}:role{path}{name}" },
  "aws:iam/policy:Policy": { id: "{arn}", arn: "iam::{account}:policy{path}{name}" },
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
    nameInput: "url",
    id: "{arn}",
    arn: "iam::{account}:oidc-provider/{url}",
  },
  "aws:lambda/function:Function": { arn: at("lambda", "function:{name}") },
  "aws:sqs/queue:Queue": {
    id: "https://sqs.{region}.amazonaws.com/{account}/{name}",
    arn: at("sqs", "{name}"),
  },
  "aws:sns/topic:Topic": { id: "{arn}", arn: at("sns", "{name}") },
  "aws:sns/topicSubscription:TopicSubscription": { id: "{arn}", arn: at("sns", "subscription:{hash}") },
  "aws:sfn/stateMachine:StateMachine": { id: "{arn}", arn: at("states", "stateMachine:{name}") },
  "aws:kms/key:Key": { id: "{uuid}", arn: at("kms", "key/{id}") },
  "aws:kms/alias:Alias": { arn: at("kms", "{name}") },
  "aws:cloudwatch/logGroup:LogGroup": { arn: at("logs", "log-group:{name}") },
  "aws:cloudwatch/eventRule:EventRule": { arn: at("events", "rule/{name}") },
  "aws:cloudwatch/metricAlarm:MetricAlarm": { arn: at("cloudwatch", "alarm:{name}") },
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": {
    nameInput: "alarmName",
    arn: at("cloudwatch", "alarm:{name}"),
  },
  "aws:cloudwatch/dashboard:Dashboard": {
    nameInput: "dashboardName",
    arn: "cloudwatch::{account}:dashboard/{name}",
  },
  "aws:scheduler/schedule:Schedule": {
    id: "default/{name}",
    arn: at("scheduler", "schedule/default/{name}"),
  },
  "aws:ecr/repository:Repository": { arn: at("ecr", "repository/{name}") },
  "aws:ecs/cluster:Cluster": { id: "{arn}", arn: at("ecs", "cluster/{name}") },
  "aws:ecs/service:Service": { id: "{arn}", arn: at("ecs", "service/{cluster}/{name}") },
  "aws:ecs/taskDefinition:TaskDefinition": {
    nameInput: "family",
    arn: at("ecs", "task-definition/{name}:1"),
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    id: "{arn}",
    arn: at("elasticloadbalancing", "loadbalancer/app/{name}/{hash}"),
  },
  "aws:lb/targetGroup:TargetGroup": {
    id: "{arn}",
    arn: at("elasticloadbalancing", "targetgroup/{name}/{hash}"),
  },
  "aws:lb/listener:Listener": { id: "{arn}", arn: at("elasticloadbalancing", "listener/app/{name}/{hash}") },
  "aws:ec2/vpc:Vpc": ec2("vpc", "vpc"),
  "aws:ec2/subnet:Subnet": ec2("subnet", "subnet"),
  "aws:ec2/routeTable:RouteTable": ec2("route-table", "rtb"),
  "aws:ec2/internetGateway:InternetGateway": ec2("internet-gateway", "igw"),
  "aws:ec2/natGateway:NatGateway": ec2("natgateway", "nat"),
  "aws:ec2/securityGroup:SecurityGroup": ec2("security-group", "sg"),
  "aws:ec2/vpcEndpoint:VpcEndpoint": ec2("vpc-endpoint", "vpce"),
  "aws:ec2/flowLog:FlowLog": ec2("vpc-flow-log", "fl"),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ec2("security-group-rule", "sgr"),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": ec2("security-group-rule", "sgr"),
  "aws:sagemaker/modelPackageGroup:ModelPackageGroup": {
    nameInput: "modelPackageGroupName",
    arn: at("sagemaker", "model-package-group/{name}"),
  },
  "aws:ssm/parameter:Parameter": { arn: at("ssm", "parameter{slash-name}") },
  "aws:secretsmanager/secret:Secret": { id: "{arn}", arn: at("secretsmanager", "secret:{name}-{hash}") },
  "aws:acm/certificate:Certificate": { id: "{arn}", arn: at("acm", "certificate/{uuid}") },
  "aws:cognito/userPool:UserPool": { id: "{region}_{hash}", arn: at("cognito-idp", "userpool/{id}") },
  "aws:cognito/userPoolClient:UserPoolClient": { id: "{hash}", arn: at("cognito-idp", "client/{id}") },
  "aws:wafv2/webAcl:WebAcl": { id: "{uuid}", arn: at("wafv2", "regional/webacl/{name}/{id}") },
  "aws:athena/workgroup:Workgroup": { arn: at("athena", "workgroup/{name}") },
  "aws:glue/catalogDatabase:CatalogDatabase": { id: "{account}:{name}", arn: at("glue", "database/{name}") },
  "aws:glue/catalogTable:CatalogTable": {
    id: "{account}:{databaseName}:{name}",
    arn: at("glue", "table/{databaseName}/{name}"),
  },
  "aws:route53/zone:Zone": { id: "Z{hash}", arn: "route53:::hostedzone/{id}" },
  "aws:budgets/budget:Budget": { id: "{account}:{name}", arn: "budgets::{account}:budget/{name}" },
};

/** Hexadecimal digits that depend on a text only. */
export const digits = (text: string, length: number): string =>
  createHash("sha256").update(text).digest("hex").slice(0, length);

/** Twelve digits, dashes and all: an id of the kind that key and certificate services hand out. */
function uuid(text: string): string {
  const hex = digits(text, 32);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

const text = (value: Value | undefined): string | undefined =>
  typeof value === "string" ? value : undefined;

/** The identity that the cloud could give a resource, the same at every run. */
export function identityOf(
  resource: { readonly urn: string; readonly type: string; readonly name: string; readonly inputs: Values },
  place: Place,
): Identity {
  const { urn, type, name, inputs } = resource;
  const shape = shapes[type] ?? fallback(type);
  const physicalName =
    text(inputs[shape.nameInput ?? "name"]) ?? text(inputs["name"]) ?? `${name}-${digits(urn, 7)}`;
  const fill = (template: string, known: Readonly<Record<string, string>>): string =>
    template.replace(/\{([\w-]+)\}/g, (_, key: string) => known[key] ?? lastPart(text(inputs[key]) ?? ""));
  const facts: Record<string, string> = {
    name: physicalName,
    "slash-name": physicalName.startsWith("/") ? physicalName : `/${physicalName}`,
    path: text(inputs["path"]) ?? "/",
    url: (text(inputs["url"]) ?? "").replace(/^https:\/\//, ""),
    key: text(inputs["key"]) ?? physicalName,
    hash: digits(urn, 16),
    uuid: uuid(urn),
    region: place.region,
    account: place.accountId,
  };
  const idTemplate = shape.id ?? "{name}";
  const early = idTemplate === "{arn}" ? {} : { id: fill(idTemplate, facts) };
  const arn = `arn:aws:${fill(shape.arn, { ...facts, ...early })}`;
  return { physicalName, id: early.id ?? arn, arn };
}

/** What a resource of a type that is not in the table looks like. */
function fallback(type: string): Shape {
  const [, module = "index", kind = type] = type.split(":");
  return { arn: at(module.split("/")[0] ?? module, `${kind.toLowerCase()}/{name}`) };
}

/** An input may refer to another resource by its ARN, where a name is wanted. */
const lastPart = (value: string): string =>
  value.startsWith("arn:") ? (value.split("/").at(-1) ?? value) : value;
