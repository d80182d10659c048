import { expect, test } from "vitest";
import { ABANDONED_SECONDS } from "../../configs/functions.ts";
import { unfinishedUploads } from "../../runtime/trigger/unfinished-uploads.ts";
import { lookAtUpload } from "../../runtime/trigger/upload.ts";
import { newCloud, wholeDelivery } from "../support/cloud.ts";
import { ListingServer, SETTLED_MS } from "../support/listing-server.ts";
import { s3ClientAt } from "../support/s3.ts";
import { deliver, executions } from "../support/triggered.ts";

/** Files that are being uploaded in parts: no listing of objects shows them before their last part has come. */

const NOW = Date.parse("2025-01-06T12:00:00Z");
const bucket = "lake";

/** A delivery that lies there whole and quiet. */
async function quietUpload(pageSize?: number): Promise<ListingServer> {
  const server = await ListingServer.start(pageSize);
  for (const name of Object.keys(wholeDelivery))
    server.objects.set(`raw/${name}`, { etag: "e", modifiedAt: NOW - SETTLED_MS });
  return server;
}

const look = ({ endpoint }: ListingServer) =>
  lookAtUpload(s3ClientAt(endpoint), bucket, { all: true, now: NOW });

test.each([
  ["a minute ago", 60, "unsettled"],
  ["nearly six hours ago", ABANDONED_SECONDS - 1, "unsettled"],
  ["six hours ago", ABANDONED_SECONDS, "whole"],
])(
  "a file whose upload in parts began %s: the delivery is seen as it ought to be",
  async (_, seconds, state) => {
    const server = await quietUpload();
    server.uploads.push({ key: "raw/consumption_hourly_2024.parquet", begunAt: NOW - seconds * 1000 });
    expect(await look(server)).toMatchObject({ state });
  },
);

test("parts of other files hold nothing up", async () => {
  const server = await quietUpload();
  for (const key of ["raw/invoice.pdf", "raw/old/2023/churn_label.csv", "rawhide/churn_label.csv"])
    server.uploads.push({ key, begunAt: NOW - 1000 });
  expect(await look(server)).toMatchObject({ state: "whole", abandoned: [] });
});

test("uploads in parts are found on every page, several of one name too", async () => {
  const server = await quietUpload(2);
  for (let index = 0; index < 5; index += 1)
    server.uploads.push({ key: "raw/churn_label.csv", begunAt: NOW - index * 1000 });
  server.uploads.push({ key: "raw/price_history.csv", begunAt: NOW });
  const found = await unfinishedUploads(s3ClientAt(server.endpoint), bucket);
  expect(found.map(({ name }) => name).toSorted()).toEqual([
    ...Array.from({ length: 5 }, () => "churn_label.csv"),
    "price_history.csv",
  ]);
});

test("while the parts of a file arrive no run starts; its messages come again; what was abandoned is told of", async () => {
  const cloud = await newCloud();
  const server = await quietUpload();
  const { clock } = cloud;
  clock.now = NOW;
  const seen = { ...cloud, trigger: { ...cloud.trigger, client: s3ClientAt(server.endpoint) } };
  server.uploads.push({ key: "raw/price_history.csv", begunAt: NOW - 1000 });
  expect(await deliver(seen, ["raw/churn_label.csv"])).toEqual(["m0"]);
  expect(executions(cloud)).toEqual([]);

  clock.now += ABANDONED_SECONDS * 1000;
  expect(await deliver(seen, ["raw/churn_label.csv"])).toEqual([]);
  expect(executions(cloud)).toHaveLength(1);
  expect(cloud.lines.join("\n")).toMatch(
    /"level":"warn".*taken for abandoned.*"files":\["price_history\.csv"\]/,
  );
});
