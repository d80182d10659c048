import type { Place } from "./identity.ts";
import type { Value, Values } from "./recording.ts";

/** Answers to questions that programs ask the cloud, made up. */

type Answer = (args: Values, place: Place) => Values;

const text = (value: Value | undefined, otherwise: string): string =>
  typeof value === "string" ? value : otherwise;

const answers: Readonly<Record<string, Answer>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": (_, { accountId }) => ({
    accountId,
    arn: `arn:aws:sts::${accountId}:assumed-role/preview/session`,
    id: accountId,
    userId: "AIDAMADEUP",
  }),
  "aws:index/getRegion:getRegion": (_, { region }) => ({
    region,
    id: region,
    endpoint: `ec2.${region}.amazonaws.com`,
    description: "Europe",
  }),
  "aws:index/getPartition:getPartition": () => ({
    partition: "aws",
    id: "aws",
    dnsSuffix: "amazonaws.com",
    reverseDnsPrefix: "com.amazonaws",
  }),
  "aws:index/getAvailabilityZones:getAvailabilityZones": (_, { region }) => ({
    id: region,
    names: ["a", "b", "c"].map((zone) => `${region}${zone}`),
    zoneIds: ["az1", "az2", "az3"].map((zone) => `${region}-${zone}`),
    groupNames: [region],
  }),
  "aws:iam/getPolicyDocument:getPolicyDocument": (args) => {
    const json = JSON.stringify({ Version: "2012-10-17", Statement: args["statements"] ?? [] });
    return { id: "0000000000", json, minifiedJson: json };
  },
  "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider": (args, { accountId }) => {
    const url = text(args["url"], "https://token.actions.githubusercontent.com");
    const arn = `arn:aws:iam::${accountId}:oidc-provider/${url.replace(/^https:\/\//, "")}`;
    return { id: arn, arn, url, clientIdLists: ["sts.amazonaws.com"], thumbprintLists: [], tags: {} };
  },
  "aws:route53/getZone:getZone": (args, { accountId }) => ({
    id: "Z0000000000000",
    zoneId: text(args["zoneId"], "Z0000000000000"),
    name: text(args["name"], "example.com"),
    arn: "arn:aws:route53:::hostedzone/Z0000000000000",
    callerReference: "made-up",
    comment: "",
    linkedServiceDescription: "",
    linkedServicePrincipal: accountId,
    nameServers: ["ns-1.example.com"],
    primaryNameServer: "ns-1.example.com",
    privateZone: args["privateZone"] ?? false,
    resourceRecordSetCount: 2,
    tags: {},
  }),
  "aws:ec2/getPrefixList:getPrefixList": (args, { region }) => ({
    id: "pl-00000000",
    prefixListId: "pl-00000000",
    name: text(args["name"], `com.amazonaws.${region}.s3`),
    cidrBlocks: ["192.0.2.0/24"],
  }),
  "aws:ec2/getManagedPrefixList:getManagedPrefixList": (args, { region, accountId }) => ({
    id: "pl-00000000",
    name: text(args["name"], `com.amazonaws.${region}.s3`),
    arn: `arn:aws:ec2:${region}:aws:prefix-list/pl-00000000`,
    addressFamily: "IPv4",
    entries: [],
    maxEntries: 1,
    ownerId: accountId,
    tags: {},
    version: 1,
  }),
};

/** The made-up answer to a question; undefined for a question that the engine does not know. */
export function answerCall(token: string, args: Values, place: Place): Values | undefined {
  return answers[token]?.(args, place);
}

/** The tokens that have an answer, for the message about one that has none. */
export const answeredTokens: readonly string[] = Object.keys(answers).sort();
