import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { dashboardEnvironment } from "../../../configs/dashboard-environment.ts";
import { RunningDashboard } from "../../bench/dashboard/running-dashboard.ts";
import { createManifestTable, dynamoEndpoint } from "../../support/dynamo.ts";
import { sharedFolder } from "../../support/folders.ts";
import { type Environment, outcomeOf, spanishgasIn } from "../../support/journey.ts";
import { makeDelivery } from "../../support/journey-delivery.ts";
import { newBucket, s3Endpoint, testAccount } from "../../support/s3.ts";

/** A lake as the pipeline leaves it, shown by the dashboard as its command starts it, for all tests of a file. */
export interface Finished {
  readonly run: string;
  readonly url: string;
}

/** Large enough for every tier to be found, small enough to be made while a test waits. */
const CUSTOMERS = 800;

/** Where a lake lies: on this machine, or in a bucket with its books in a table, both served on loopback. */
export type LakeKind = "folder" | "bucket";

/** What the command and the dashboard are told: where the lake lies, and how it is reached. */
interface Place {
  readonly lake: string;
  readonly flags: readonly string[];
  readonly environment: Environment;
}

function inFolder(folder: string): Place {
  return { lake: join(folder, "lake"), flags: [], environment: {} };
}

async function inBucket(): Promise<Place> {
  const { bucket } = await newBucket();
  const table = await createManifestTable();
  return {
    lake: `s3://${bucket}`,
    flags: ["--manifest-table", table],
    environment: {
      AWS_ENDPOINT_URL: await s3Endpoint(),
      AWS_ENDPOINT_URL_DYNAMODB: await dynamoEndpoint(),
      AWS_ACCESS_KEY_ID: testAccount.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: testAccount.credentials.secretAccessKey,
      [dashboardEnvironment.region]: testAccount.region,
      [dashboardEnvironment.manifestTable]: table,
    },
  };
}

/** Makes the lake and starts the dashboard before the tests of a file; both are gone afterwards. */
export function finishedLake(kind: LakeKind = "folder"): () => Finished {
  const folder = sharedFolder("spanishgas-shown-");
  let dashboard: RunningDashboard | undefined;
  let finished: Finished | undefined;
  beforeAll(async () => {
    const raw = join(folder, "raw");
    await makeDelivery(raw, { customers: CUSTOMERS, seed: 7 });
    const { lake, flags, environment } = kind === "folder" ? inFolder(folder) : await inBucket();
    const { run_id: run } = outcomeOf(
      await spanishgasIn(environment, "run", "--raw", raw, "--lake", lake, ...flags, "--json"),
    );
    dashboard = await RunningDashboard.start(lake, environment);
    finished = { run, url: dashboard.url };
  }, 300_000);
  afterAll(async () => dashboard?.[Symbol.asyncDispose]());
  return () => {
    if (finished === undefined) throw new Error("The lake is not made yet.");
    return finished;
  };
}
