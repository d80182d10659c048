import { randomUUID } from "node:crypto";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { buildApp } from "fauxqs";

/** S3 (and SNS, SQS) on loopback, one server for the tests of a file. It takes no notice of conditional writes. */
let endpoint: Promise<string> | undefined;

async function start(): Promise<string> {
  const app = buildApp({ logger: false });
  const address = await app.listen({ host: "127.0.0.1", port: 0 });
  app.server.unref();
  return address;
}

/** The address of the loopback server, started when it is first asked for. */
export function s3Endpoint(): Promise<string> {
  endpoint ??= start();
  return endpoint;
}

export const testAccount = {
  region: "eu-west-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
} as const;

/** A client of a loopback server for S3. */
export function s3ClientAt(address: string): S3Client {
  return new S3Client({ ...testAccount, endpoint: address, forcePathStyle: true });
}

/** A new bucket, for one test. */
export interface TestBucket {
  readonly client: S3Client;
  readonly bucket: string;
  put(key: string, body: string | Uint8Array): Promise<string>;
}

export async function newBucket(): Promise<TestBucket> {
  const client = s3ClientAt(await s3Endpoint());
  const bucket = `lake-${randomUUID()}`;
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  return {
    client,
    bucket,
    put: async (key, body) => {
      const { ETag = "" } = await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
      return ETag.replaceAll('"', "");
    },
  };
}
