import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { S3Lake } from "../../runtime/lake/s3-lake.ts";
import { filesBelow } from "../support/digests.ts";
import { temporaryFolder } from "../support/folders.ts";
import { faultyBucket } from "../support/lakes.ts";

/** What only a lake in a bucket has to take care of; the rest is in lake-contract.test.ts. */

async function scene() {
  const faulty = await faultyBucket();
  const scratch = temporaryFolder();
  const { client, bucket } = faulty;
  return {
    ...faulty,
    scratch,
    lake: new S3Lake(client, bucket, scratch),
    /** The same lake, from a machine that has no copies. */
    elsewhere: () => new S3Lake(client, bucket, temporaryFolder()),
  };
}

async function publish(lake: S3Lake, prefix: string, files: Readonly<Record<string, string>>): Promise<void> {
  const stage = await lake.stage(prefix);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(stage.folder, name, ".."), { recursive: true });
    writeFileSync(join(stage.folder, name), text);
  }
  await stage.publish();
}

function content(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    filesBelow(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );
}

test("what this machine published it need not download again; another machine does", async () => {
  const { lake, elsewhere, proxy } = await scene();
  await publish(lake, "gold/r1/", { a: "one", "b/c": "two" });
  const before = proxy.requests.length;
  const downloads = () =>
    proxy.requests
      .slice(before)
      .filter(({ path, method }) => method === "GET" && !path.includes(".published.json"));
  expect(content(await lake.input("gold/r1/"))).toEqual({ a: "one", "b/c": "two" });
  expect(downloads()).toEqual([]);
  const other = elsewhere();
  for (let time = 0; time < 2; time += 1)
    expect(content(await other.input("gold/r1/"))).toEqual({ a: "one", "b/c": "two" });
  expect(downloads()).toHaveLength(2);
});

test.each([
  ["before any file", 1],
  ["after some files", 3],
  ["before it is said that all are there", 4],
])("a publication that breaks off %s is no place for anybody, until it is repeated", async (_, writes) => {
  const { lake, elsewhere, proxy } = await scene();
  await publish(lake, "silver/r1/", { old: "1", a: "1" });
  const { length } = proxy.requests;
  let seen = 0;
  proxy.rule = ({ method, index }) => {
    if (index < length || method !== "PUT") return undefined;
    seen += 1;
    return seen > writes ? { status: 403, code: "AccessDenied" } : undefined;
  };
  await expect(publish(lake, "silver/r1/", { a: "2", b: "2", c: "2" })).rejects.toMatchObject({
    name: "AccessDenied",
  });
  proxy.rule = () => undefined;
  for (const reader of [lake, elsewhere()]) {
    expect(await reader.exists("silver/r1/")).toBe(false);
    await expect(reader.input("silver/r1/")).rejects.toMatchObject({
      name: "HalfPublished",
      message: expect.stringContaining("silver/r1/ is not published whole"),
    });
  }
  await publish(elsewhere(), "silver/r1/", { a: "3" });
  for (const reader of [lake, elsewhere()]) {
    expect(await reader.exists("silver/r1/")).toBe(true);
    expect(content(await reader.input("silver/r1/"))).toEqual({ a: "3" });
  }
});

test("a place that a job in the cloud wrote, without our mark, is all that lies there", async () => {
  const { elsewhere, direct } = await scene();
  for (const key of ["scored/r1/", "scored/r1/scored.parquet", "scored/r1/part/0", "scored/r10/x"])
    await direct.put(key, key);
  const lake = elsewhere();
  expect(await lake.exists("scored/r1/")).toBe(true);
  expect(Object.keys(content(await lake.input("scored/r1/")))).toEqual(["part/0", "scored.parquet"]);
});

test("what others put into a published place is not mixed into it, and what they replaced is an error", async () => {
  const { lake, elsewhere, direct } = await scene();
  await publish(lake, "bronze/r1/", { a: "ours" });
  await direct.put("bronze/r1/b", "theirs");
  expect(content(await elsewhere().input("bronze/r1/"))).toEqual({ a: "ours" });
  await direct.put("bronze/r1/a", "theirs");
  await expect(elsewhere().input("bronze/r1/")).rejects.toMatchObject({ name: "ObjectChanged" });
});

test("a key that leads out of its folder is not written anywhere", async () => {
  const { lake, direct, scratch } = await scene();
  await direct.put("bronze/r1/../../../outside", "x");
  await expect(lake.input("bronze/r1/")).rejects.toThrow("is no name of a file");
  expect(filesBelow(scratch)).toEqual([]);
});

test("a place whose name has no end is not published: its neighbours would be taken for its old files", async () => {
  const { lake } = await scene();
  const stage = await lake.stage("scratch/r1");
  await expect(stage.publish()).rejects.toThrow("scratch/r1 is no place that can be published");
});

test("an interrupted download of a place goes on where it stopped, in a later process too", async () => {
  const { lake, proxy, client, bucket } = await scene();
  const files = Object.fromEntries(["a", "b", "c", "d"].map((name) => [name, name.repeat(50_000)]));
  await publish(lake, "gold/r1/", files);
  const scratch = temporaryFolder();
  proxy.rule = ({ path, method }) =>
    method === "GET" && path.includes("/gold/r1/c") ? { status: 403, code: "AccessDenied" } : undefined;
  const before = proxy.sentBytes;
  await expect(new S3Lake(client, bucket, scratch).input("gold/r1/")).rejects.toMatchObject({
    name: "AccessDenied",
  });
  proxy.rule = () => undefined;
  const later = new S3Lake(client, bucket, scratch);
  await later.sweep();
  expect(content(await later.input("gold/r1/"))).toEqual(files);
  // Each file came once; what else was read are the marks and the listing.
  expect(proxy.sentBytes - before).toBeLessThan(4 * 50_000 + 10_000);
  await later.removeCopies();
  expect(readdirSync(scratch)).toEqual([]);
});

test("a cancelled publication says so, and a cancelled input, too", async () => {
  const { lake, elsewhere } = await scene();
  const signal = AbortSignal.abort();
  const stage = await lake.stage("gold/r1/");
  writeFileSync(join(stage.folder, "a"), "1");
  await expect(stage.publish({ signal })).rejects.toMatchObject({ name: "CancelledError" });
  expect(await lake.exists("gold/r1/")).toBe(false);
  await stage.publish();
  await expect(elsewhere().input("gold/r1/", { signal })).rejects.toMatchObject({ name: "CancelledError" });
});
