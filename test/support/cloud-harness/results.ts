import { GetObjectCommand } from "@aws-sdk/client-s3";
import { sha256 } from "../../../runtime/digest.ts";
import { listObjects } from "../../../runtime/lake/s3-objects.ts";
import type { Digests } from "../digests.ts";
import type { CloudHarness } from "./harness.ts";

/** Folders of a run that hold what it computed. */
const RESULTS = [
  "bronze/<run>/",
  "quarantine/<run>/",
  "silver/<run>/",
  "gold/<run>/",
  "models/<run>/artifact/",
  "models/<run>/evaluation/",
  "scored/<run>/",
  "monitoring/<run>/",
];
/** The books of a run: they tell the time. */
const BOOKS = /\/run_report\.json$/;

/** Digests of everything that a run of the cloud computed, by paths in which the run's id is written `<run>`. */
export async function resultsInCloud(cloud: CloudHarness, run: string): Promise<Digests> {
  const { clients, resources } = cloud;
  const digests: Record<string, string> = {};
  for (const folder of RESULTS) {
    const prefix = folder.replace("<run>", run);
    for await (const { key } of listObjects(clients.s3, resources.bucket, prefix)) {
      if (BOOKS.test(key)) continue;
      const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket: resources.bucket, Key: key }));
      digests[folder + key.slice(prefix.length)] = sha256((await Body?.transformToByteArray()) ?? "");
    }
  }
  return digests;
}
