import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, it, onTestFinished } from "vitest";
import { BucketSource } from "../../../dashboard/lake/bucket-source.ts";
import { withSentences } from "../../../dashboard/lake/open-books.ts";
import { openTable } from "../../../dashboard/lake/table-books.ts";
import { DynamoManifest } from "../../../runtime/manifest/dynamo-manifest.ts";
import { DynamoTable } from "../../../runtime/manifest/dynamo-table.ts";
import { filesBelow } from "../../support/digests.ts";
import { createManifestTable, dynamoClient, dynamoEndpoint } from "../../support/dynamo.ts";
import { temporaryFolder } from "../../support/folders.ts";
import { failed } from "../../support/manifests.ts";
import { newBucket, s3Endpoint, testAccount } from "../../support/s3.ts";
import { NOW, serve, visibleText } from "../serve.ts";
import { SmallLake, scoredOf } from "../small-lake.ts";
import { LEASE_MS, make } from "./made-up-runs.ts";

const ROOT = join(import.meta.dirname, "../../..");

/** A bucket with a published run and the table beside it, as a stack has them: three runs, one of them at work. */
async function cloudLake(now: number) {
  const lake = await SmallLake.at(temporaryFolder());
  await lake.publish("a-1", scoredOf(20, 1));
  await lake.text(
    "monitoring/alerts/b-1-run-failed.json",
    JSON.stringify({ kind: "run-failed", message: "It broke.", at: NOW.toISOString(), published_at: null }),
  );
  const { client, bucket, put } = await newBucket();
  onTestFinished(() => client.destroy());
  for (const key of filesBelow(lake.root))
    if (!key.startsWith(".")) await put(key, readFileSync(join(lake.root, key)));
  const name = await createManifestTable();
  const clock = { now: now - 600_000 };
  const manifest = new DynamoManifest(new DynamoTable(name, await dynamoClient()), {
    leaseMs: LEASE_MS,
    clock: () => clock.now,
  });
  onTestFinished(() => manifest[Symbol.dispose]());
  const runs = { manifest, clock };
  await make(runs, "a", { ending: { state: "completed" }, tasks: [["Bronze", 65, { readings: 3 }]] });
  clock.now += 1000;
  await make(runs, "b", { ending: failed });
  clock.now += 1000;
  await make(runs, "c", { tasks: [["Bronze", 5, { readings: 4 }]] });
  return { client, bucket, name };
}

// Fault U1: with a lake in a bucket the original looked for its runs in a local file, and never found one.
it("shows the runs of a lake in a bucket, as the program is started in production", async () => {
  const { bucket, name } = await cloudLake(Date.now());
  const { region, credentials } = testAccount;
  const program = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", "dashboard/main.ts"], {
    cwd: ROOT,
    env: {
      PATH: process.env["PATH"],
      TMPDIR: process.env["TMPDIR"],
      LAKE: `s3://${bucket}`,
      MANIFEST_TABLE: name,
      PORT: "0",
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_ENDPOINT_URL_S3: await s3Endpoint(),
      AWS_ENDPOINT_URL_DYNAMODB: await dynamoEndpoint(),
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  onTestFinished(async () => {
    program.kill("SIGTERM");
    if (program.exitCode === null && program.signalCode === null) await once(program, "exit");
  });
  const [line] = await once(createInterface(program.stderr), "line");
  const url = /http:\/\/\S+:\d+/.exec(String(line))?.[0];
  const seen = visibleText(await (await fetch(`${url}/pipeline`)).text());
  expect(seen).toContain("Total Runs 3 Completed 1 In Progress 1");
  expect(seen).toContain("Run c-1 is at work. Done last: Bronze; 1 of 7 steps are done.");
  expect(seen).toContain("a-1 a · shown to readers Completed");
  expect(seen).toContain("A column is missing.");
  const run = visibleText(await (await fetch(`${url}/pipeline/b-1`)).text());
  expect(run).toContain("Cause A column is missing.");
  expect(run).toContain("Run failed 5 Jan 2025, 12:00 UTC, nobody was told It broke.");
  expect(run).toContain(`Upload the corrected file below s3://${bucket}/raw/`);
}, 30_000);

it("says which table cannot be read, and shows all else", async () => {
  const { client, bucket } = await cloudLake(NOW.getTime());
  const { region, credentials } = testAccount;
  const books = withSentences(
    openTable("no-such-table", { region, credentials, endpoint: await dynamoEndpoint(), maxAttempts: 1 }),
    "The table no-such-table cannot be read.",
  );
  const served = await serve(new BucketSource(client, bucket), { books });
  const { status, text } = await served.get("/pipeline");
  expect(status).toBe(503);
  expect(visibleText(text)).toContain("The table no-such-table cannot be read.");
  expect(visibleText(text)).not.toContain("ResourceNotFound");
  expect((await served.get("/customers")).status).toBe(200);
});
