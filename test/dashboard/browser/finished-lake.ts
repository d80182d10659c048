import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { z } from "zod";
import { dashboardEnvironment } from "../../../configs/dashboard-environment.ts";
import { RunningDashboard } from "../../bench/dashboard/running-dashboard.ts";
import { createManifestTable, dynamoEndpoint } from "../../support/dynamo.ts";
import { type Environment, outcomeOf, spanishgasIn } from "../../support/journey.ts";
import { makeDelivery } from "../../support/journey-delivery.ts";
import { kept } from "../../support/kept/kept.ts";
import { newBucket, s3Endpoint, testAccount } from "../../support/s3.ts";

/** A lake as the pipeline leaves it, shown by the dashboard as its command starts it, for all tests of a file. */
export interface Finished {
  readonly run: string;
  readonly url: string;
}

const shownSchema = z.object({ run: z.string() });

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

/** The delivery that all finished lakes are of. */
function delivery(): Promise<string> {
  return kept("shown-delivery", (raw) => makeDelivery(raw, { customers: CUSTOMERS, seed: 7 }));
}

/** Has the pipeline's own command fill a lake. */
async function fill({ lake, flags, environment }: Place): Promise<void> {
  const raw = await delivery();
  outcomeOf(await spanishgasIn(environment, "run", "--raw", raw, "--lake", lake, ...flags, "--json"));
}

const folderLake = () => kept("shown-lake", (folder) => fill(inFolder(folder)));

/** Makes the lake, once for all files if it is a folder, and starts a dashboard on it for the tests of a file. */
export function finishedLake(kind: LakeKind = "folder"): () => Finished {
  let dashboard: RunningDashboard | undefined;
  let finished: Finished | undefined;
  beforeAll(async () => {
    const place = kind === "folder" ? inFolder(await folderLake()) : await inBucket();
    if (kind === "bucket") await fill(place);
    dashboard = await RunningDashboard.start(place.lake, place.environment);
    const { run } = shownSchema.parse(await (await fetch(`${dashboard.url}/api/v1/run`)).json());
    finished = { run, url: dashboard.url };
  }, 300_000);
  afterAll(async () => dashboard?.[Symbol.asyncDispose]());
  return () => {
    if (finished === undefined) throw new Error("The lake is not made yet.");
    return finished;
  };
}
