import { expect, test } from "vitest";
import { PreconditionFailed } from "../../runtime/lake/lake.ts";
import { s3Client } from "../../runtime/lake/s3-client.ts";
import { copyObject, type ListedObject, listObjects } from "../../runtime/lake/s3-objects.ts";
import { S3Texts } from "../../runtime/lake/s3-texts.ts";
import { type Answer, loopbackServer, type Received } from "../support/loopback.ts";
import { newBucket, s3ClientAt } from "../support/s3.ts";

async function newLake() {
  const bucket = await newBucket();
  return { ...bucket, lake: new S3Texts(bucket.client, bucket.bucket) };
}

/** A lake whose server answers as it is told, and what it was asked. */
async function toldLake(answer: (request: Received, count: number) => Answer) {
  const received: Received[] = [];
  const address = await loopbackServer((request) => {
    received.push(request);
    return answer(request, received.length);
  });
  return { lake: new S3Texts(s3ClientAt(address), "lake"), received };
}

function failure(status: number, code: string): Answer {
  return {
    status,
    headers: { "content-type": "application/xml" },
    body: `<Error><Code>${code}</Code><Message>No.</Message></Error>`,
  };
}

function stored(text: string, etag: string, writeId = "another"): Answer {
  return { status: 200, headers: { etag, "x-amz-meta-write-id": writeId }, body: text };
}

test("a text comes back as it was written, with a new ETag for new content", async () => {
  const { lake, bucket } = await newLake();
  expect(lake.location).toBe(`s3://${bucket}`);
  expect(await lake.read("pointers/champion.json")).toBeUndefined();
  const first = await lake.write("pointers/champion.json", "uno: ñ");
  expect(await lake.read("pointers/champion.json")).toEqual({ text: "uno: ñ", etag: first });
  expect(await lake.write("pointers/champion.json", "two")).not.toBe(first);
});

test("names come by pages, and no page repeats one", async () => {
  const { lake, put } = await newLake();
  const names = Array.from({ length: 25 }, (_, index) => `r${String(index).padStart(2, "0")}`);
  for (const name of names) await put(`models/${name}/registration.json`, "{}");
  const found: string[] = [];
  let pages = 0;
  let after: string | undefined;
  do {
    const { items, next } = await lake.list("models/", { limit: 4, ...(after !== undefined && { after }) });
    found.push(...items);
    pages += 1;
    after = next;
  } while (after !== undefined);
  expect(found).toEqual(names);
  expect(pages).toBeGreaterThan(6);
  expect(await lake.list("nothing/")).toEqual({ items: [] });
  // What a console makes of a "folder", and what is hidden, are no names.
  for (const key of ["gold/", "gold/.hidden/x", "gold/r1/a", "gold/notes.txt"]) await put(key, "x");
  expect((await lake.list("gold/")).items).toEqual(["notes.txt", "r1"]);
  expect([await lake.exists("models/"), await lake.exists("nothing/")]).toEqual([true, false]);
});

test("a listing shows keys, ETags and sizes, over pages of S3", async () => {
  const { client, bucket, put } = await newLake();
  const etag = await put("raw/a b+ñ.csv", "abc");
  for (let index = 0; index < 1001; index += 1) await put(`raw/x/${index}`, "x");
  const objects: ListedObject[] = [];
  for await (const object of listObjects(client, bucket, "raw/")) objects.push(object);
  expect(objects).toHaveLength(1002);
  expect(objects.find(({ key }) => key === "raw/a b+ñ.csv")).toMatchObject({ etag, bytes: 3 });
});

test("a condition travels as a header", async () => {
  const { lake, received } = await toldLake(() => ({ status: 200, headers: { etag: '"e1"' } }));
  expect(await lake.write("p", "x", { ifAbsent: true })).toBe('"e1"');
  await lake.write("p", "x", { ifMatch: '"e1"' });
  await lake.write("p", "x");
  const conditions = received.map(({ headers }) => [headers["if-none-match"], headers["if-match"]]);
  expect(conditions).toEqual([
    ["*", undefined],
    [undefined, '"e1"'],
    [undefined, undefined],
  ]);
});

test.each([
  [
    "the condition fails",
    failure(412, "PreconditionFailed"),
    stored("theirs", '"e2"'),
    { text: "theirs", etag: '"e2"' },
  ],
  ["the object is gone", failure(404, "NoSuchKey"), failure(404, "NoSuchKey"), undefined],
])(
  "a write is refused when %s, and the error carries what is stored",
  async (_, refusal, found, expected) => {
    const { lake } = await toldLake(({ method }) => (method === "PUT" ? refusal : found));
    const thrown = await lake.write("p", "mine", { ifMatch: '"e1"' }).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(PreconditionFailed);
    expect(thrown).toMatchObject({ key: "p", stored: expected });
  },
);

test("a write whose answer was lost is recognised as one's own", async () => {
  let id = "";
  const { lake } = await toldLake(({ method, headers }, count) => {
    if (method === "GET") return stored("mine", '"e2"', id);
    id = String(headers["x-amz-meta-write-id"]);
    // Stored, but the answer does not arrive; the SDK asks again, and now its condition fails.
    return count === 1 ? failure(500, "InternalError") : failure(412, "PreconditionFailed");
  });
  expect(await lake.write("p", "mine", { ifAbsent: true })).toBe('"e2"');
});

test("a write of the same text by somebody else is not one's own", async () => {
  const { lake } = await toldLake(({ method }) =>
    method === "PUT" ? failure(412, "PreconditionFailed") : stored("6", '"e2"'),
  );
  await expect(lake.write("counter", "6", { ifMatch: '"e1"' })).rejects.toThrow(PreconditionFailed);
});

test("two conditional writes that meet are tried again", async () => {
  const { lake, received } = await toldLake((_, count) =>
    count < 3 ? failure(409, "ConditionalRequestConflict") : { status: 200, headers: { etag: '"e1"' } },
  );
  expect(await lake.write("p", "x", { ifAbsent: true })).toBe('"e1"');
  expect(received).toHaveLength(3);
});

test("a busy service is asked again", async () => {
  const { lake, received } = await toldLake((_, count) =>
    count < 3 ? failure(503, "SlowDown") : stored("here", '"e1"'),
  );
  expect((await lake.read("p"))?.text).toBe("here");
  expect(received).toHaveLength(3);
});

test("who may list some prefixes only is told 'forbidden' of what does not exist: the list of names decides", async () => {
  const listing = (keys: string) => ({
    status: 200,
    headers: { "content-type": "application/xml" },
    body: `<ListBucketResult><KeyCount>1</KeyCount><Contents><Key>${keys}</Key></Contents></ListBucketResult>`,
  });
  const named = (key: string) => (request: Received) =>
    request.path.includes("list-type") ? listing(key) : failure(403, "AccessDenied");
  const { lake: absent } = await toldLake(named("p/other"));
  expect(await absent.read("p")).toBeUndefined();
  const { lake: denied } = await toldLake(named("p"));
  await expect(denied.read("p")).rejects.toThrow("No.");
});

test("a missing bucket is a fault of the settings, not a missing text", async () => {
  const { lake } = await toldLake(() => failure(404, "NoSuchBucket"));
  await expect(lake.read("p")).rejects.toThrow("No.");
});

test("an address on this machine is asked with the bucket in the path, another by the bucket's name", async () => {
  const styleAt = async (address: string) => s3Client({ AWS_ENDPOINT_URL: address }).config.forcePathStyle;
  for (const address of ["http://127.0.0.1:4566", "http://localhost:4566", "http://[::1]:9000"])
    expect(await styleAt(address), address).toBe(true);
  expect(await styleAt("https://s3.example.com")).toBe(false);
  expect(s3Client({}).config.forcePathStyle).toBe(false);
});

const MIB = 1 << 20;

test("an object is copied on the server, in parts when it is large", async () => {
  const { client, bucket, lake, put } = await newLake();
  const etag = await put("raw/prices of May+.csv", "abc");
  const small = { bucket, from: "raw/prices of May+.csv", to: "deliveries/d/prices.csv", etag, bytes: 3 };
  expect(await copyObject(client, small)).toBe("copied");
  expect((await lake.read("deliveries/d/prices.csv"))?.text).toBe("abc");

  const bytes = new Uint8Array(9 * MIB + 7).map((_, index) => index % 251);
  const large = {
    bucket,
    from: "raw/readings.parquet",
    to: "deliveries/d/readings.parquet",
    etag: await put("raw/readings.parquet", bytes),
    bytes: bytes.length,
  };
  expect(await copyObject(client, large, { wholeBytes: MIB, partBytes: 5 * MIB })).toBe("copied");
  const { text = "" } = (await lake.read("deliveries/d/readings.parquet")) ?? {};
  expect(text).toBe(new TextDecoder().decode(bytes));
});

test.each([
  [412, "PreconditionFailed"],
  [404, "NoSuchKey"],
])("a copy names the version that it means; %i tells that it is gone", async (status, code) => {
  const asked: Received[] = [];
  const address = await loopbackServer((request) => {
    asked.push(request);
    return failure(status, code);
  });
  const copy = { bucket: "lake", from: "raw/a b.csv", to: "deliveries/d/a b.csv", etag: "e1", bytes: 3 };
  expect(await copyObject(s3ClientAt(address), copy)).toBe("source-changed");
  expect(asked[0]?.headers).toMatchObject({
    "x-amz-copy-source": "lake/raw/a%20b.csv",
    "x-amz-copy-source-if-match": '"e1"',
  });
});

test("a copy in parts that fails leaves no parts to pay for, and every part names the version", async () => {
  const asked: Received[] = [];
  const address = await loopbackServer((request) => {
    asked.push(request);
    if (request.method === "POST")
      return {
        status: 200,
        headers: { "content-type": "application/xml" },
        body: "<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>",
      };
    return request.method === "PUT" ? failure(412, "PreconditionFailed") : { status: 204 };
  });
  const copy = { bucket: "lake", from: "raw/a", to: "deliveries/d/a", etag: "e1", bytes: 20 * MIB };
  const outcome = await copyObject(s3ClientAt(address), copy, { wholeBytes: MIB, partBytes: 5 * MIB });
  expect(outcome).toBe("source-changed");
  expect(asked.at(-1)).toMatchObject({ method: "DELETE", path: expect.stringContaining("uploadId=u1") });
  const parts = asked.filter(({ method }) => method === "PUT");
  for (const { headers } of parts) expect(headers["x-amz-copy-source-if-match"]).toBe('"e1"');
  expect(parts[0]?.headers["x-amz-copy-source-range"]).toBe(`bytes=0-${5 * MIB - 1}`);
});

test("an upload in parts that S3 no longer knows is no change of the user's file: it is tried again, not blamed on them", async () => {
  const address = await loopbackServer(({ method, path }) => {
    if (method === "POST" && path.includes("uploads"))
      return {
        status: 200,
        headers: { "content-type": "application/xml" },
        body: "<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>",
      };
    if (method === "PUT")
      return {
        status: 200,
        headers: { "content-type": "application/xml" },
        body: '<CopyPartResult><ETag>"p"</ETag></CopyPartResult>',
      };
    return failure(404, "NoSuchUpload");
  });
  const copy = { bucket: "lake", from: "raw/a", to: "deliveries/d/a", etag: "e1", bytes: 20 * MIB };
  await expect(
    copyObject(s3ClientAt(address), copy, { wholeBytes: MIB, partBytes: 5 * MIB }),
  ).rejects.toMatchObject({ name: "NoSuchUpload" });
});
