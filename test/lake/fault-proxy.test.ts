import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { expect, onTestFinished, test } from "vitest";
import { createManifestTable, dynamoEndpoint } from "../support/dynamo.ts";
import { FaultProxy } from "../support/fault-proxy.ts";
import { loopbackServer } from "../support/loopback.ts";
import { newBucket, s3ClientAt, s3Endpoint, testAccount } from "../support/s3.ts";

const MIB = 1 << 20;

async function proxyOf(target: string): Promise<FaultProxy> {
  const proxy = await FaultProxy.start(target);
  onTestFinished(() => proxy.stop());
  return proxy;
}

/** A server behind a proxy, and what it was asked. */
async function told(body: string) {
  const asked: string[] = [];
  const server = await loopbackServer(({ method, path, body: sent, headers }) => {
    asked.push(`${method} ${path} ${headers.host} ${sent}`);
    return { status: 200, headers: { "x-kept": "yes", "content-length": String(body.length) }, body };
  });
  return { proxy: await proxyOf(server), asked };
}

test("without a rule, requests and answers go through unchanged, those of many MB, too", async () => {
  const { bucket } = await newBucket();
  const proxy = await proxyOf(await s3Endpoint());
  const client = s3ClientAt(proxy.endpoint);
  const body = Buffer.alloc(9 * MIB, "0123456789");
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: "a b/ñ", Body: body }));
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: "a b/ñ" }));
  expect(body.equals((await Body?.transformToByteArray()) ?? new Uint8Array())).toBe(true);
  expect(proxy.requests.map(({ method, index }) => [method, index])).toEqual([
    ["PUT", 0],
    ["GET", 1],
  ]);
  expect(proxy.sentBytes).toBe(body.length);
});

test("the server hears the host that the client signed", async () => {
  const { proxy, asked } = await told("said");
  const answer = await fetch(`${proxy.endpoint}/p?q=1`, { method: "POST", body: "hello" });
  expect([answer.headers.get("x-kept"), await answer.text()]).toEqual(["yes", "said"]);
  expect(asked).toEqual([`POST /p?q=1 ${new URL(proxy.endpoint).host} hello`]);
});

test("a rule chooses requests by what they are, and the others pass", async () => {
  const { proxy, asked } = await told("said");
  proxy.rule = ({ method, path, index }) =>
    method === "GET" && path === "/broken" && index > 0 ? { status: 500 } : undefined;
  const statuses = [];
  for (const path of ["/broken", "/broken", "/whole"])
    statuses.push((await fetch(proxy.endpoint + path)).status);
  expect(statuses).toEqual([200, 500, 200]);
  expect(asked).toHaveLength(2);
});

test("a fault with a code is the service's own error: XML of S3, JSON of DynamoDB", async () => {
  const s3 = await proxyOf(await s3Endpoint());
  s3.rule = () => ({ status: 503, code: "SlowDown" });
  const asked = s3ClientAt(s3.endpoint).send(new GetObjectCommand({ Bucket: "b", Key: "k" }));
  await expect(asked).rejects.toMatchObject({
    name: "SlowDown",
    $metadata: { httpStatusCode: 503, attempts: 3 },
  });

  const table = await createManifestTable();
  const dynamo = await proxyOf(await dynamoEndpoint());
  const client = new DynamoDBClient({ ...testAccount, endpoint: dynamo.endpoint, maxAttempts: 1 });
  const key = { pk: { S: "p" }, sk: { S: "s" } };
  dynamo.rule = ({ headers }) =>
    String(headers["x-amz-target"]).endsWith(".GetItem")
      ? { status: 400, code: "ProvisionedThroughputExceededException" }
      : undefined;
  await client.send(new PutItemCommand({ TableName: table, Item: key }));
  await expect(client.send(new GetItemCommand({ TableName: table, Key: key }))).rejects.toMatchObject({
    name: "ProvisionedThroughputExceededException",
  });
});

test("a dropped request is never done, one whose answer is lost is", async () => {
  const { proxy, asked } = await told("said");
  proxy.rule = () => ({ drop: true });
  await expect(fetch(proxy.endpoint, { method: "PUT", body: "x" })).rejects.toThrow("fetch failed");
  expect(asked).toHaveLength(0);
  proxy.rule = () => ({ drop: true, afterwards: true });
  await expect(fetch(proxy.endpoint, { method: "PUT", body: "x" })).rejects.toThrow("fetch failed");
  expect(asked).toHaveLength(1);
});

test("a truncated body breaks off, or ends as if it were whole", async () => {
  const { proxy } = await told("0123456789");
  proxy.rule = () => ({ truncateAfter: 4 });
  const broken = await fetch(proxy.endpoint);
  expect([broken.status, broken.headers.get("content-length")]).toEqual([200, "10"]);
  await expect(broken.text()).rejects.toThrow("terminated");
  proxy.rule = () => ({ truncateAfter: 4, silently: true });
  expect(await (await fetch(proxy.endpoint)).text()).toBe("0123");
  expect(proxy.requests.map(({ sentBytes }) => sentBytes)).toEqual([4, 4]);
});

test("a byte arrives changed, and the others as they are", async () => {
  const { proxy } = await told("0123456789");
  proxy.rule = () => ({ flipByteAt: 3 });
  const bytes = new Uint8Array(await (await fetch(proxy.endpoint)).arrayBuffer());
  expect([...bytes].map((byte, index) => byte ^ "0123456789".charCodeAt(index))).toEqual([
    0, 0, 0, 255, 0, 0, 0, 0, 0, 0,
  ]);
});

test("slow bytes come piece by piece, and late answers all the same", async () => {
  const { proxy } = await told("0123456789");
  proxy.rule = ({ index }) => (index === 0 ? { bytesPerSecond: 1000 } : { delayMs: 5 });
  for (let time = 0; time < 2; time += 1)
    expect(await (await fetch(proxy.endpoint)).text()).toBe("0123456789");
});
