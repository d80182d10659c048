import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { S3Client } from "@aws-sdk/client-s3";
import { SFNClient } from "@aws-sdk/client-sfn";
import { SETTLING_SECONDS } from "../../../configs/functions.ts";
import { type DeliveryId, runId } from "../../../configs/names.ts";
import { type RandomStream, randomStream } from "../../../runtime/demo/random.ts";
import { jsonLog } from "../../../runtime/log.ts";
import { DynamoManifest } from "../../../runtime/manifest/dynamo-manifest.ts";
import { DynamoTable } from "../../../runtime/manifest/dynamo-table.ts";
import { deliveryIdOf } from "../../../runtime/manifest/identity.ts";
import type { RunEnding } from "../../../runtime/manifest/manifest.ts";
import type { TriggerParts } from "../../../runtime/trigger/trigger.ts";
import { AwsFake } from "../aws-fake.ts";
import { STATE_MACHINE, wholeDelivery } from "../cloud.ts";
import { createManifestTable, dynamoClient } from "../dynamo.ts";
import { ListingServer } from "../listing-server.ts";
import { task } from "../manifests.ts";
import { s3ClientAt, testAccount } from "../s3.ts";
import { type Death, Life, MortalStarter, MortalTable } from "./life.ts";
import { VirtualQueue } from "./queue.ts";

/** Servers that all schedules of a test share. */
export interface Servers {
  readonly listing: ListingServer;
  readonly fake: AwsFake;
  readonly s3: S3Client;
  readonly dynamo: DynamoDBClient;
  readonly stepFunctions: SFNClient;
}

export async function startServers(): Promise<Servers> {
  const listing = await ListingServer.start();
  const fake = await AwsFake.start();
  return {
    listing,
    fake,
    s3: s3ClientAt(listing.endpoint),
    dynamo: await dynamoClient(),
    stepFunctions: new SFNClient({ ...testAccount, endpoint: fake.endpoint, maxAttempts: 1 }),
  };
}

export const MINUTE = 60_000;
const BUCKET = "lake";
const names = Object.keys(wholeDelivery);

/** A bucket, a queue, books and executions in virtual time; the requests are real. */
export class World {
  readonly queue: VirtualQueue;
  readonly random: RandomStream;
  readonly manifest: DynamoManifest;
  readonly servers: Servers;
  /** When uploads were written last, one entry for each. */
  readonly writes: number[] = [];
  now = Date.parse("2025-01-06T06:00:00Z");
  readonly #tableName: string;

  private constructor(servers: Servers, seed: number, tableName: string) {
    this.servers = servers;
    this.random = randomStream(seed, "schedule");
    this.queue = new VirtualQueue(() => this.now);
    this.#tableName = tableName;
    this.manifest = new DynamoManifest(new DynamoTable(tableName, servers.dynamo), { clock: () => this.now });
  }

  static async create(servers: Servers, seed: number): Promise<World> {
    servers.listing.objects.clear();
    servers.listing.uploads.length = 0;
    servers.fake.executions.clear();
    servers.fake.failing.clear();
    return new World(servers, seed, await createManifestTable());
  }

  /** Writes files in some version, and announces each of them, more than once. */
  write(files: readonly string[], version: number, announcements: number): void {
    const { listing } = this.servers;
    for (const name of files) {
      const etag = `${name.length}${version}`;
      listing.objects.set(`raw/${name}`, { etag, modifiedAt: this.now });
      const body = JSON.stringify({
        "detail-type": "Object Created",
        detail: { bucket: { name: BUCKET }, object: { key: `raw/${name}`, etag } },
      });
      for (let copy = 0; copy < announcements; copy += 1)
        this.queue.send(body, SETTLING_SECONDS * 1000 + this.#delay(copy));
    }
    this.writes.push(this.now);
  }

  /** The delivery that lies there, settled or not; undefined while data sets are missing. */
  delivery(): DeliveryId | undefined {
    const { objects } = this.servers.listing;
    if (objects.size < names.length) return undefined;
    return deliveryIdOf(
      [...objects].map(([key, { etag }]) => ({ name: key.slice("raw/".length), digest: etag })),
    );
  }

  /** An invocation's parts, and the life that they depend on. */
  invocation(death: Death | undefined): { readonly parts: TriggerParts; readonly life: Life } {
    const { s3, dynamo, stepFunctions } = this.servers;
    const life = new Life(death);
    const clock = () => this.now;
    const parts: TriggerParts = {
      client: s3,
      bucket: BUCKET,
      manifest: new DynamoManifest(new MortalTable(this.#tableName, dynamo, life), { clock }),
      starter: new MortalStarter(STATE_MACHINE, stepFunctions, life),
      waitingCalls: { put: (waiting) => life.do(() => this.queue.put(waiting)) },
      code: "sha256:0",
      sentiment: "lexicon",
      log: jsonLog({}, () => undefined),
      writeMetrics: () => undefined,
      clock,
    };
    return { parts, life };
  }

  /** The state machine's first task notes what it has done. */
  async noteFirstTask(id: string): Promise<void> {
    const lease = await this.manifest.leaseOf(runId(id));
    if (lease !== undefined) await this.manifest.record(lease, task("ResolveDelivery"));
  }

  /** An execution comes to its end. Its books are closed by its last task, or later, when the end has got about. */
  stop(id: string, ending: RunEnding): void {
    const execution = this.servers.fake.executions.get(id);
    if (execution === undefined) throw new Error(`There is no execution ${id}.`);
    execution.status = ending.state === "completed" ? "SUCCEEDED" : "FAILED";
  }

  async closeBooks(id: string, ending: RunEnding): Promise<void> {
    const lease = await this.manifest.leaseOf(runId(id));
    const state = (await this.manifest.run(runId(id)))?.state;
    if (lease !== undefined && state === "started") await this.manifest.finish(lease, ending);
  }

  running(): readonly string[] {
    return [...this.servers.fake.executions].flatMap(([id, { status }]) =>
      status === "RUNNING" ? [id] : [],
    );
  }

  /** Has a run come to its end? Its execution may need a moment more. */
  async hasEnded(id: string): Promise<boolean> {
    const state = (await this.manifest.run(runId(id)))?.state;
    return state === "completed" || state === "failed";
  }

  /** Most copies come at once, some late: in any order, long after the run that they ask for. */
  #delay(copy: number): number {
    if (copy === 0) return this.random.integer(0, 5 * MINUTE);
    return this.random.chance(0.9)
      ? this.random.integer(0, 20 * MINUTE)
      : this.random.integer(0, 300 * MINUTE);
  }
}

export { names as fileNames };
