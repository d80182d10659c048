import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { digits, type Identity, identityOf, type Place } from "./identity.ts";
import { type Mode, UNKNOWN, type Value, type Values } from "./recording.ts";

/**
 * What the cloud adds to a resource's inputs. Which outputs a type has is read from the types that its package ships, so
 * that none is silently undefined; the few values that matter to programs are shaped like real ones.
 */

/** What the answer to a resource depends on. */
export interface ResourceFacts {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly inputs: Values;
}

/** What the cloud answers to a resource: the id, empty where it is unknown, and what it adds to the inputs. */
export interface Answer {
  readonly id: string;
  readonly computed: Values;
}

const require = createRequire(import.meta.url);
const declared = new Map<string, ReadonlyMap<string, string>>();

/** Outputs by name, each with its TypeScript type, as the type's package declares them. Empty for what no package here declares. */
export function declaredOutputs(type: string): ReadonlyMap<string, string> {
  const known = declared.get(type);
  if (known !== undefined) return known;
  const outputs = readDeclaration(type);
  declared.set(type, outputs);
  return outputs;
}

function readDeclaration(type: string): ReadonlyMap<string, string> {
  const [pkg = "", module = "", kind = ""] = type.split(":");
  const folder = packageFolder(pkg);
  if (folder === undefined) return new Map();
  const file = module.includes("/") ? module : join(module === "index" ? "" : module, lowerFirst(kind));
  const path = join(folder, `${file}.d.ts`);
  if (!existsSync(path)) return new Map();
  const lines = readFileSync(path, "utf8").matchAll(/^ {4}readonly (\w+): pulumi\.Output<(.*?)(?:>;)?$/gm);
  return new Map([...lines].map(([, name = "", typeText = ""]) => [name, typeText]));
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

function packageFolder(pkg: string): string | undefined {
  try {
    return dirname(require.resolve(`@pulumi/${pkg}/package.json`));
  } catch {
    return undefined;
  }
}

/** The cloud's answer to a resource that is created. */
export function answerTo(resource: ResourceFacts, mode: Mode, place: Place): Answer {
  if (resource.type.startsWith("pulumi:")) {
    return { id: mode === "preview" ? "" : `provider-${digits(resource.urn, 8)}`, computed: {} };
  }
  const computed = [...declaredOutputs(resource.type)].filter(([name]) => !(name in resource.inputs));
  if (mode === "preview") {
    const unknown = computed.filter(([, type]) => !isOptional(type)).map(([name]) => [name, UNKNOWN]);
    return { id: "", computed: Object.fromEntries(unknown) };
  }
  const identity = identityOf(resource, place);
  const known: Values = { ...special(resource, identity, place), arn: identity.arn };
  const values: Record<string, Value> = {};
  for (const [name, type] of computed) {
    const value = known[name] ?? madeUp(name, type, resource, identity, place);
    if (value !== undefined) values[name] = value;
  }
  return { id: identity.id, computed: values };
}

const isOptional = (type: string): boolean => type.endsWith("| undefined");

/** A value of an output's declared type; undefined where the cloud may leave it out or the shape is the type's own. */
function madeUp(
  name: string,
  type: string,
  resource: ResourceFacts,
  identity: Identity,
  place: Place,
): Value | undefined {
  const text = `${name}-${digits(resource.urn + name, 8)}`;
  switch (type) {
    case "string":
      if (name === "name" || name === "bucket" || name === "family") return identity.physicalName;
      if (name === "region") return place.region;
      if (/^(?:ownerId|accountId|registryId|owner)$/.test(name)) return place.accountId;
      return /Arn$/.test(name) ? `${identity.arn}:${name}` : text;
    case "number":
      return 1;
    case "boolean":
      return false;
    case "string[]":
      return [text];
    default:
      return type.endsWith("[]") ? [] : undefined;
  }
}

/** Outputs that programs take apart or compare. */
function special(resource: ResourceFacts, identity: Identity, place: Place): Values {
  const { physicalName: name, id, arn } = identity;
  const { region, accountId } = place;
  switch (resource.type) {
    case "aws:ecr/repository:Repository":
      return { repositoryUrl: `${accountId}.dkr.ecr.${region}.amazonaws.com/${name}` };
    case "aws:lambda/function:Function":
      return {
        qualifiedArn: `${arn}:1`,
        version: "1",
        invokeArn: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`,
      };
    case "aws:sqs/queue:Queue":
      return { url: id };
    case "aws:kms/key:Key":
      return { keyId: id };
    case "aws:lb/loadBalancer:LoadBalancer":
      return {
        arnSuffix: `app/${name}/${digits(resource.urn, 16)}`,
        dnsName: `${name}-${digits(resource.urn, 8)}.${region}.elb.amazonaws.com`,
      };
    case "aws:lb/targetGroup:TargetGroup":
      return { arnSuffix: `targetgroup/${name}/${digits(resource.urn, 16)}` };
    case "aws:ecs/taskDefinition:TaskDefinition":
      return { arnWithoutRevision: arn.replace(/:1$/, "") };
    case "aws:cloudwatch/dashboard:Dashboard":
      return { dashboardArn: arn };
    case "aws:acm/certificate:Certificate":
      return { domainValidationOptions: proofs(resource) };
    case "docker-build:index:Image":
      return image(resource);
    case "awsx:ec2:Vpc":
      return vpc(resource, place);
    default:
      return {};
  }
}

/** One DNS record for each name of a certificate proves who owns it. */
function proofs({ urn, inputs }: ResourceFacts): Value {
  const { domainName, subjectAlternativeNames: others } = inputs;
  const names = [domainName, ...(Array.isArray(others) ? others : [])].filter(
    (name) => typeof name === "string",
  );
  return [...new Set(names)].map((name) => ({
    domainName: name,
    resourceRecordName: `_${digits(urn + name, 32)}.${name}.`,
    resourceRecordType: "CNAME",
    resourceRecordValue: `_${digits(name + urn, 32)}.acm-validations.aws.`,
  }));
}

/** An image's digest is a hash of what it is built from: another tag, context or argument gives another digest. */
function image(resource: ResourceFacts): Values {
  const digest = `sha256:${digits(JSON.stringify(resource.inputs), 64)}`;
  const { tags } = resource.inputs;
  const [tag] = Array.isArray(tags) ? tags : [];
  return {
    digest,
    ref: `${typeof tag === "string" ? tag : resource.name}@${digest}`,
    contextHash: digest.slice(7, 71),
  };
}

/**
 * The VPC of awsx is a remote component: its provider, which is not here, makes subnets, routes and gateways below it.
 * Only the component itself is recorded, with the outputs that programs use.
 */
function vpc(resource: ResourceFacts, place: Place): Values {
  const { numberOfAvailabilityZones, availabilityZoneNames } = resource.inputs;
  const names = Array.isArray(availabilityZoneNames) ? availabilityZoneNames.length : 0;
  const zones = typeof numberOfAvailabilityZones === "number" ? numberOfAvailabilityZones : names || 3;
  const make = (type: string, kind: string, count: number): { id: string; arn: string }[] =>
    Array.from({ length: count }, (_, index) => {
      const name = `${resource.name}-${kind}-${index + 1}`;
      const { id, arn } = identityOf({ urn: `${resource.urn}/${name}`, type, name, inputs: {} }, place);
      return { id, arn };
    });
  const ids = (resources: readonly { id: string }[]): Value => resources.map(({ id }) => id);
  const privateSubnets = make("aws:ec2/subnet:Subnet", "private", zones);
  const publicSubnets = make("aws:ec2/subnet:Subnet", "public", zones);
  const isolatedSubnets = make("aws:ec2/subnet:Subnet", "isolated", zones);
  const [made] = make("aws:ec2/vpc:Vpc", "vpc", 1);
  return {
    vpcId: made?.id ?? null,
    vpc: made ?? null,
    privateSubnetIds: ids(privateSubnets),
    privateSubnets,
    publicSubnetIds: ids(publicSubnets),
    publicSubnets,
    isolatedSubnetIds: ids(isolatedSubnets),
    isolatedSubnets,
    subnets: [...privateSubnets, ...publicSubnets, ...isolatedSubnets],
    routeTables: [
      ...make("aws:ec2/routeTable:RouteTable", "private", zones),
      ...make("aws:ec2/routeTable:RouteTable", "public", zones),
    ],
    routes: [],
    routeTableAssociations: [],
    eips: [],
    natGateways: make("aws:ec2/natGateway:NatGateway", "nat", 1),
    internetGateway: make("aws:ec2/internetGateway:InternetGateway", "internet", 1)[0] ?? null,
    vpcEndpoints: [],
    subnetLayout: [],
  };
}
