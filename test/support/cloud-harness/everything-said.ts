import { paginateScan } from "@aws-sdk/client-dynamodb";
import { listObjects } from "../../../runtime/lake/s3-objects.ts";
import type { CloudHarness } from "./harness.ts";
import type { Said } from "./recording.ts";

/** Places of the lake that people and other systems read, and that hold no customer. */
const TOLD = ["monitoring/", "pointers/", "models/"];
/** The model itself: numbers for a program. Tables are no texts. */
const NOT_TOLD = /\/artifact\/|\.parquet$/;

/**
 * All that a harness's runs have said: logs, metrics, exit messages, messages of the queue, events, the executions'
 * history, what people were told, every item of the manifest, and what the runs left for people in the lake.
 */
export async function everythingSaid(cloud: CloudHarness): Promise<readonly Said[]> {
  const { recording, clients, resources } = cloud;
  const said: Said[] = [...recording.said];
  for (const { subject, message } of await cloud.published())
    said.push({ source: "published", place: subject, text: `${subject}\n${message}` });
  for await (const { Items = [] } of paginateScan(
    { client: clients.dynamodb },
    { TableName: resources.table },
  ))
    for (const item of Items) {
      const text = JSON.stringify(item);
      said.push({ source: "manifest", place: String(item["sk"]?.S), text });
    }
  for (const prefix of TOLD)
    for await (const { key } of listObjects(clients.s3, resources.bucket, prefix))
      if (!NOT_TOLD.test(key)) said.push({ source: "lake", place: key, text: (await cloud.text(key)) ?? "" });
  return said;
}
