import { readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { join } from "node:path";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { buildApp } from "fauxqs";
import { expect, it, onTestFinished } from "vitest";
import { BucketSource } from "../../dashboard/lake/bucket-source.ts";
import { patience } from "../../dashboard/lake/open-source.ts";
import { SourceFault } from "../../dashboard/lake/source.ts";
import { filesBelow } from "../support/digests.ts";
import { temporaryFolder } from "../support/folders.ts";
import { listenOnLoopback } from "../support/loopback.ts";
import { serve, visibleText } from "./serve.ts";
import { SmallLake, scoredOf } from "./small-lake.ts";

const BUCKET = "lake-of-tests";

function clientOf(
  endpoint: string,
  options: { requestHandler?: ReturnType<typeof patience> } = {},
): S3Client {
  const client = new S3Client({
    ...options,
    endpoint,
    region: "eu-west-1",
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  onTestFinished(() => client.destroy());
  return client;
}

/** A bucket served on loopback. */
async function servedBucket() {
  const app = buildApp({ logger: false });
  const endpoint = await app.listen({ host: "127.0.0.1", port: 0 });
  const client = clientOf(endpoint);
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  const stop = () => app.close();
  onTestFinished(async () => void (await stop()));
  return { client, stop };
}

/** Copies a folder lake into a bucket. */
async function upload(client: S3Client, root: string): Promise<void> {
  for (const key of filesBelow(root))
    if (!key.startsWith("."))
      await client.send(
        new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: readFileSync(join(root, key)) }),
      );
}

it("shows the same page from a bucket as from a folder", async () => {
  const lake = await SmallLake.at(temporaryFolder());
  await lake.publish("run-1", scoredOf(321, 2));
  const { client } = await servedBucket();
  await upload(client, lake.root);
  const fromFolder = await (await serve(lake.root)).get("/");
  const fromBucket = await (await serve(new BucketSource(client, BUCKET))).get("/");
  expect(fromBucket.status).toBe(200);
  expect(fromBucket.text).toBe(fromFolder.text);
});

it("says where to upload to in an empty bucket, follows the pointer, and outlives the bucket", async () => {
  const { client, stop } = await servedBucket();
  const served = await serve(new BucketSource(client, BUCKET));
  expect(visibleText((await served.get("/")).text)).toContain(
    `Upload the seven files of a delivery below s3://${BUCKET}/raw/`,
  );
  const lake = await SmallLake.at(temporaryFolder());
  await lake.publish("run-1", scoredOf(40, 0));
  await upload(client, lake.root);
  expect(visibleText((await served.get("/")).text)).toContain("Total Customers Scored 40 ");
  await lake.publish("run-2", scoredOf(60, 1));
  await upload(client, lake.root);
  expect(visibleText((await served.get("/")).text)).toContain("Total Customers Scored 60 ");
  await stop();
  const { status, text } = await served.get("/");
  expect(status).toBe(200);
  expect(visibleText(text)).toContain("Total Customers Scored 60 ");
  expect(text).toContain('class="banner"');
  expect((await served.get("/readyz")).status).toBe(503);
});

it("tells a missing table from a bucket that answers otherwise", async () => {
  const { client } = await servedBucket();
  const source = new BucketSource(client, BUCKET);
  const scratch = temporaryFolder();
  await expect(source.file("scored/run-1/a.parquet", scratch)).rejects.toThrow(
    new SourceFault("scored/run-1/a.parquet is missing in the lake."),
  );
  const other = new BucketSource(client, "no-such-bucket");
  await expect(other.read("pointers/current-run.json")).rejects.toThrow(SourceFault);
});

/**
 * S3 as a role sees it that may list below prefixes only: objects that are not there are forbidden, not missing.
 * @param listed names that a listing shows; undefined: listing is forbidden, too
 */
async function guardedBucket(listed: readonly string[] | undefined): Promise<BucketSource> {
  const server = createServer((request, response) => {
    response.setHeader("Content-Type", "application/xml");
    if (request.url?.includes("list-type=2") && listed !== undefined) {
      const contents = listed.map((key) => `<Contents><Key>${key}</Key></Contents>`).join("");
      response.end(`<ListBucketResult>${contents}</ListBucketResult>`);
    } else {
      response.statusCode = 403;
      response.end("<Error><Code>AccessDenied</Code><Message>no</Message></Error>");
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return new BucketSource(clientOf(`http://127.0.0.1:${port}`), BUCKET);
}

it("takes a forbidden object for absent only where the listing shows that it is", async () => {
  const key = "pointers/current-run.json";
  expect(await (await guardedBucket([])).read(key)).toBeUndefined();
  expect(await (await guardedBucket([`${key}.old`])).read(key)).toBeUndefined();
  await expect((await guardedBucket([key])).read(key)).rejects.toThrow(/AccessDenied/);
  await expect((await guardedBucket(undefined)).read(key)).rejects.toThrow(/AccessDenied/);
});

it.each<readonly [string, (response: ServerResponse) => void]>([
  ["says nothing", () => undefined],
  [
    "stops in the middle of an answer",
    (response) => void response.writeHead(200, { ETag: '"1"', "Content-Length": "100" }).write("{"),
  ],
])(
  "does not wait for a bucket that %s: the page would never say that its data are old",
  async (_, answer) => {
    const server = createServer((_request, response) => answer(response));
    const port = await listenOnLoopback(server);
    const client = clientOf(`http://127.0.0.1:${port}`, { requestHandler: patience(200) });
    await expect(new BucketSource(client, BUCKET).read("pointers/current-run.json")).rejects.toThrow(
      "pointers/current-run.json cannot be read from the bucket (TimeoutError).",
    );
  },
);
