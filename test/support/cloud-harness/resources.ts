import { randomUUID } from "node:crypto";
import { CreateTableCommand, DeleteTableCommand, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import {
  BucketLocationConstraint,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import {
  CreateModelPackageGroupCommand,
  DeleteModelPackageCommand,
  DeleteModelPackageGroupCommand,
  ListModelPackagesCommand,
} from "@aws-sdk/client-sagemaker";
import { CreateTopicCommand, DeleteTopicCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  QueueDoesNotExist,
} from "@aws-sdk/client-sqs";
import { DeleteParameterCommand, ParameterNotFound } from "@aws-sdk/client-ssm";
import { NO_CHAMPION } from "../../../configs/execution.ts";
import { places } from "../../../configs/pipeline.ts";
import { listObjects } from "../../../runtime/lake/s3-objects.ts";
import { manifestTableInput } from "../dynamo.ts";
import type { Clients } from "./clients.ts";
import type { Place } from "./place.ts";

/** What the suite makes of a stack, under names of its own. */
export interface Resources {
  readonly prefix: string;
  readonly bucket: string;
  readonly table: string;
  readonly uploads: Queue;
  readonly deadLetters: Queue;
  readonly topicArn: string;
  /** What the topic says, where it is a real one: a queue of the suite's listens to it. */
  readonly told: Queue | undefined;
  readonly group: string;
  readonly championParameter: string;
}

export interface Queue {
  readonly url: string;
  readonly arn: string;
}

/** How the queue of uploads differs from the stack's, so that nobody has to wait. */
export interface QueueTimes {
  readonly delaySeconds: number;
  readonly visibilitySeconds: number;
  readonly maxReceiveCount: number;
}

/** Longest time that a table may take to be there, in seconds. */
const TABLE_SECONDS = 120;
/** Objects that S3 deletes in one request at most. */
const DELETED_AT_ONCE = 1000;

/**
 * Makes a stack's bucket, table, queues and topic. Each is handed to `onMade` with what removes it as soon as it is
 * there, so that nothing stays behind when the next one cannot be made.
 */
export async function makeResources(
  place: Place,
  clients: Clients,
  times: QueueTimes,
  onMade: (remove: () => Promise<void>) => void,
): Promise<Resources> {
  const prefix = `spanishgas-e2e-${randomUUID().slice(0, 8)}`;
  const championParameter = `/${prefix}/champion`;
  const bucket = await makeBucket(`${prefix}-lake`, place, clients, onMade);
  const table = await makeTable(`${prefix}-manifest`, clients, onMade);
  const deadLetters = await makeQueue(`${prefix}-dead-letters`, {}, clients, onMade);
  const uploads = await makeQueue(
    `${prefix}-uploads`,
    {
      DelaySeconds: String(times.delaySeconds),
      VisibilityTimeout: String(times.visibilitySeconds),
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: deadLetters.arn,
        maxReceiveCount: times.maxReceiveCount,
      }),
    },
    clients,
    onMade,
  );
  if (place.real.has("ssm")) onMade(() => removeParameter(championParameter, clients));
  return {
    prefix,
    bucket,
    table,
    uploads,
    deadLetters,
    championParameter,
    ...(await makeTopic(`${prefix}-alerts`, place, clients, onMade)),
    group: await makeGroup(`${prefix}-churn`, place, clients, onMade),
  };
}

type OnMade = (remove: () => Promise<void>) => void;

async function makeBucket(name: string, { region }: Place, { s3 }: Clients, onMade: OnMade): Promise<string> {
  // The oldest region has no name here, and stand-ins take any.
  const constraint = Object.values(BucketLocationConstraint).find((known) => known === region);
  await s3.send(
    new CreateBucketCommand({
      Bucket: name,
      ...(constraint === undefined ? {} : { CreateBucketConfiguration: { LocationConstraint: constraint } }),
    }),
  );
  onMade(async () => {
    const keys: { Key: string }[] = [];
    for await (const { key } of listObjects(s3, name, "")) keys.push({ Key: key });
    for (let from = 0; from < keys.length; from += DELETED_AT_ONCE)
      await s3.send(
        new DeleteObjectsCommand({
          Bucket: name,
          Delete: { Objects: keys.slice(from, from + DELETED_AT_ONCE), Quiet: true },
        }),
      );
    await s3.send(new DeleteBucketCommand({ Bucket: name }));
  });
  // A job's input must not be empty: the stack writes this where no champion is yet (`infra/model-registry.ts`).
  const key = `${places.champion.replace("<champion>", NO_CHAMPION)}${NO_CHAMPION}.txt`;
  await s3.send(new PutObjectCommand({ Bucket: name, Key: key, Body: "There is no champion yet.\n" }));
  return name;
}

async function makeTable(name: string, { dynamodb }: Clients, onMade: OnMade): Promise<string> {
  await dynamodb.send(new CreateTableCommand(manifestTableInput(name)));
  onMade(async () => void (await dynamodb.send(new DeleteTableCommand({ TableName: name }))));
  await waitUntilTableExists(
    { client: dynamodb, maxWaitTime: TABLE_SECONDS, minDelay: 1 },
    { TableName: name },
  );
  return name;
}

async function makeQueue(
  name: string,
  attributes: Readonly<Record<string, string>>,
  { sqs }: Clients,
  onMade: OnMade,
): Promise<Queue> {
  const { QueueUrl: url = "" } = await sqs.send(
    new CreateQueueCommand({ QueueName: name, Attributes: { ...attributes } }),
  );
  onMade(async () => {
    await sqs.send(new DeleteQueueCommand({ QueueUrl: url })).catch((thrown: unknown) => {
      if (!(thrown instanceof QueueDoesNotExist)) throw thrown;
    });
  });
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["QueueArn"] }),
  );
  return { url, arn: Attributes?.["QueueArn"] ?? "" };
}

async function makeTopic(
  name: string,
  { real, account, region }: Place,
  clients: Clients,
  onMade: OnMade,
): Promise<Pick<Resources, "topicArn" | "told">> {
  if (!real.has("sns")) return { topicArn: `arn:aws:sns:${region}:${account}:${name}`, told: undefined };
  const { sns } = clients;
  const { TopicArn: topicArn = "" } = await sns.send(new CreateTopicCommand({ Name: name }));
  onMade(async () => void (await sns.send(new DeleteTopicCommand({ TopicArn: topicArn }))));
  const queueArn = `arn:aws:sqs:${region}:${topicArn.split(":")[4]}:${name}-told`;
  const policy = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queueArn,
        Condition: { ArnEquals: { "aws:SourceArn": topicArn } },
      },
    ],
  };
  const told = await makeQueue(`${name}-told`, { Policy: JSON.stringify(policy) }, clients, onMade);
  await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: "sqs", Endpoint: told.arn }));
  return { topicArn, told };
}

async function makeGroup(
  name: string,
  { real }: Place,
  { sagemaker }: Clients,
  onMade: OnMade,
): Promise<string> {
  if (!real.has("sagemaker")) return name;
  await sagemaker.send(new CreateModelPackageGroupCommand({ ModelPackageGroupName: name }));
  onMade(async () => {
    const { ModelPackageSummaryList = [] } = await sagemaker.send(
      new ListModelPackagesCommand({ ModelPackageGroupName: name, MaxResults: 100 }),
    );
    for (const { ModelPackageArn: arn } of ModelPackageSummaryList)
      await sagemaker.send(new DeleteModelPackageCommand({ ModelPackageName: arn }));
    await sagemaker.send(new DeleteModelPackageGroupCommand({ ModelPackageGroupName: name }));
  });
  return name;
}

async function removeParameter(name: string, { ssm }: Clients): Promise<void> {
  await ssm.send(new DeleteParameterCommand({ Name: name })).catch((thrown: unknown) => {
    if (!(thrown instanceof ParameterNotFound)) throw thrown;
  });
}
