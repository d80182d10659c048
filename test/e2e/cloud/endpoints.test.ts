import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { ListTopicsCommand } from "@aws-sdk/client-sns";
import { ListQueuesCommand } from "@aws-sdk/client-sqs";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { clientsOf, destroy } from "../../support/cloud-harness/clients.ts";
import { CloudHarness } from "../../support/cloud-harness/harness.ts";
import { type Place, placeOf } from "../../support/cloud-harness/place.ts";
import { toyDelivery, toyImage } from "../../support/cloud-harness/toy-image.ts";

/** The suite against services outside of its process: they are named by the environment, and left as they were found. */

const STAND_INS = fileURLToPath(new URL("../../support/cloud-harness/stand-ins.ts", import.meta.url));
const saidSchema = z.object({ common: z.url(), dynamodb: z.url() });

/** Starts S3, SQS, SNS and DynamoDB in a process of their own. @returns the environment that names them */
async function namedServices(): Promise<Record<string, string>> {
  const child = spawn(process.execPath, [STAND_INS], { stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(() => void child.kill());
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  const { common, dynamodb } = saidSchema.parse(JSON.parse(String(line)));
  return {
    E2E_REAL: "s3, sqs, dynamodb, sns",
    E2E_ENDPOINT_URL: common,
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
    AWS_REGION: "eu-south-2",
    AWS_ACCESS_KEY_ID: "key-of-the-environment",
    AWS_SECRET_ACCESS_KEY: "secret-of-the-environment",
  };
}

/** Names of all that there is. */
async function allIn(place: Place): Promise<string[]> {
  const clients = clientsOf(place);
  const { Buckets = [] } = await clients.s3.send(new ListBucketsCommand({}));
  const { QueueUrls = [] } = await clients.sqs.send(new ListQueuesCommand({}));
  const { TableNames = [] } = await clients.dynamodb.send(new ListTablesCommand({}));
  const { Topics = [] } = await clients.sns.send(new ListTopicsCommand({}));
  destroy(clients);
  return [
    ...Buckets.map(({ Name = "" }) => Name),
    ...QueueUrls,
    ...TableNames,
    ...Topics.map(({ TopicArn = "" }) => TopicArn),
  ];
}

test("makes nothing in services that the environment names unless it also allows to", async () => {
  await expect(placeOf({ E2E_REAL: "s3" }, onTestFinished)).rejects.toThrow("E2E_MAY_CREATE_RESOURCES=yes");
  const wrong = { E2E_REAL: "s3,sfn", E2E_MAY_CREATE_RESOURCES: "yes" };
  await expect(placeOf(wrong, onTestFinished)).rejects.toThrow("E2E_REAL");
});

test("runs and fails there under names of its own, and removes all that it made", async () => {
  const environment = { ...(await namedServices()), E2E_MAY_CREATE_RESOURCES: "yes" };
  const place = await placeOf(environment, onTestFinished);
  expect(place.real).toEqual(new Set(["s3", "sqs", "dynamodb", "sns"]));
  const ends: (() => void | Promise<void>)[] = [];
  const image = toyImage();
  const cloud = await CloudHarness.start({ atEnd: (end) => ends.push(end), place, image });
  const made = await allIn(place);
  expect(made).toHaveLength(6);
  expect(made.filter((name) => !name.includes(cloud.resources.prefix))).toEqual([]);

  await cloud.upload(toyDelivery);
  await cloud.settled();
  const [first = ""] = cloud.runs;
  expect(cloud.endOf(first)).toEqual({ status: "SUCCEEDED" });
  image.plan({ bronze: { fault: "input" } });
  await cloud.upload({ "price_history.csv": "other prices\n" });
  await cloud.settled();
  expect(cloud.runs).toHaveLength(2);
  expect(await cloud.published()).toMatchObject([
    { subject: expect.stringContaining("run failed"), message: expect.stringContaining("has no column") },
  ]);

  for (const end of ends.reverse()) await end();
  expect(await allIn(place)).toEqual([]);
});
