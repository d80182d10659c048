import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { GetObjectCommand, NoSuchKey } from "@aws-sdk/client-s3";
import { z } from "zod";
import type { Json } from "../../../configs/asl.ts";
import type { PlanMode } from "../../../configs/execution.ts";
import { SETTLING_SECONDS } from "../../../configs/functions.ts";
import { type RunId, runId } from "../../../configs/names.ts";
import { DynamoManifest } from "../../../runtime/manifest/dynamo-manifest.ts";
import { DynamoTable } from "../../../runtime/manifest/dynamo-table.ts";
import { eventOf } from "../sagemaker-fake.ts";
import { type Clients, clientsOf, credentialsOf, destroy } from "./clients.ts";
import type { ExecutionEnd } from "./executions.ts";
import type { HarnessOptions } from "./options.ts";
import { loopbackPlace, type Place } from "./place.ts";
import { type Published, Topic } from "./published.ts";
import { Recording } from "./recording.ts";
import { makeResources, type Resources } from "./resources.ts";
import { Services } from "./services.ts";
import { type UploadedFiles, uploadFiles } from "./upload.ts";

/** How often the harness looks whether the cloud has come to rest, in ms. */
const QUIET_POLL_MS = 50;
/** As many tries as the queue allows: like the stack's, they outlast a run. */
const TRIES = 1000;

/**
 * The cloud on loopback, as truly as it goes: what `pulumi up` builds, its services played.
 *
 *     upload (SDK, in parts) ─> S3 (fauxqs) ── EventBridge's message ──> SQS (fauxqs) ──> event source mapping (played)
 *       ─> trigger: the real bundle in a process ─> manifest in DynamoDB (dynalite), StartExecution (AwsFake)
 *       ─> Step Functions (aws-local-stepfunctions): the cloud's real definition, as JSON
 *            ├─ lambda:invoke ─> control: the real bundle in a process ─> S3, DynamoDB, SNS, SSM, registry (AwsFake)
 *            └─ createProcessingJob.sync ─> SageMaker (played by the job's own parameters) ─> the image's entry point
 *       ─> where it ended badly ── EventBridge's event ──> control
 *
 * What differs from AWS: nobody checks permissions, signatures, keys or networks; times to live do not pass; fauxqs
 * takes no notice of conditions on writes; a job's machines work one after the other; the settling time, the queue's
 * delay and the pauses before retries are short.
 *
 * @example
 * const cloud = await CloudHarness.start({ atEnd: onTestFinished, image: toyImage(planFile) });
 * await cloud.upload({ "churn_label.csv": "…", … });       // or the path of a folder
 * await cloud.settled();                                    // the queue is empty, and nothing runs
 * const [run] = cloud.runs;                                 // ids of all executions, in their order
 * await cloud.manifest.run(run);                            // the books
 * await cloud.text(`monitoring/alerts/${run}-run-failed.json`);
 *
 * Faults: `hooks` stand before and after each service call and are given its process (`hooks.ts`); `endpoints` puts a
 * `FaultProxy` between one of the callers and a service; `advance` moves the functions' clocks; `abort` stops an
 * execution; `place.fake.failing` makes a service refuse. With `toyImage` (`toy-image.ts`) a whole run takes about a
 * second.
 */
export class CloudHarness {
  readonly place: Place;
  readonly clients: Clients;
  readonly resources: Resources;
  /** All that was said so far; `everythingSaid` adds what lies in the lake and in the manifest. */
  readonly recording: Recording;
  /** The books, to look at. */
  readonly manifest: DynamoManifest;
  readonly #services: Services;
  readonly #topic: Topic;
  readonly #folder: string;
  readonly #clock: { aheadMs: number };

  /** Makes what a stack has, starts it, and hands what ends and removes it to `atEnd`. */
  static async start(options: HarnessOptions): Promise<CloudHarness> {
    const { atEnd, place = await loopbackPlace(atEnd) } = options;
    const clients = clientsOf(place);
    const removals: (() => Promise<void>)[] = [];
    atEnd(async () => {
      const failed: unknown[] = [];
      for (const remove of removals.reverse()) await remove().catch((thrown: unknown) => failed.push(thrown));
      destroy(clients);
      if (failed.length > 0)
        throw new AggregateError(failed, "Something that the suite made was not removed.");
    });
    const { delaySeconds = 0, visibilitySeconds = 1, maxReceiveCount = TRIES } = options.queue ?? {};
    const times = { delaySeconds, visibilitySeconds, maxReceiveCount };
    const resources = await makeResources(place, clients, times, (remove) => removals.push(remove));
    const folder = mkdtempSync(join(tmpdir(), "spanishgas-harness-"));
    removals.push(async () => rmSync(folder, { recursive: true, force: true }));
    // An upload counts as quiet when it is older than the settling time by the functions' clocks.
    const clock = { aheadMs: SETTLING_SECONDS * 1000 - (options.settleMs ?? 0) };
    const recording = new Recording();
    const credentials = await credentialsOf(place, clients);
    const services = new Services(options, {
      place,
      clients,
      resources,
      credentials,
      folder,
      recording,
      aheadMs: () => clock.aheadMs,
    });
    removals.push(() => services.end());
    return new CloudHarness({ place, clients, resources, recording, services, folder, clock });
  }

  private constructor(made: {
    readonly place: Place;
    readonly clients: Clients;
    readonly resources: Resources;
    readonly recording: Recording;
    readonly services: Services;
    readonly folder: string;
    readonly clock: { aheadMs: number };
  }) {
    const { place, clients, resources, recording, services, folder, clock } = made;
    this.place = place;
    this.clients = clients;
    this.resources = resources;
    this.recording = recording;
    this.#services = services;
    this.#topic = new Topic({ place, clients, resources });
    this.#folder = folder;
    this.#clock = clock;
    this.manifest = new DynamoManifest(new DynamoTable(resources.table, clients.dynamodb), {
      clock: () => Date.now() + clock.aheadMs,
    });
  }

  /** Ids of all runs whose executions were started, in their order. */
  get runs(): readonly RunId[] {
    return this.#services.stepFunctions.started.map(runId);
  }

  /** How an execution ended; undefined while it runs. */
  endOf(run: string): ExecutionEnd | undefined {
    return this.#services.stepFunctions.ends.get(run);
  }

  /** Uploads files below `raw/`: texts by their names, or all files of a folder. */
  async upload(files: UploadedFiles): Promise<void> {
    const { place, clients, resources, recording } = this;
    const scratch = mkdtempSync(join(this.#folder, "upload-"));
    await uploadFiles({ place, clients, resources, recording, scratch }, files);
  }

  /** Asks for a run of what lies in the upload's place, as a person does. @returns the trigger's answer */
  retrain(mode: PlanMode): Promise<Json> {
    return this.#services.callTrigger({ source: "retrain", mode });
  }

  /** Waits until no message waits and no execution runs. @throws Error after `timeoutMs` */
  async settled(timeoutMs = 170_000): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    for (let quiet = 0; quiet < 2; quiet += 1) {
      while ((await this.#services.mapping.waiting()) > 0 || this.#services.stepFunctions.running > 0) {
        if (performance.now() > deadline) throw new Error("The cloud does not come to rest.");
        quiet = 0;
        await pause(QUIET_POLL_MS);
      }
    }
  }

  /** Moves the functions' clocks on. */
  advance(ms: number): void {
    this.#clock.aheadMs += ms;
  }

  /** Stops an execution as a person may, and waits until the control function was told. */
  abort(run: string): Promise<void> {
    return this.#services.stepFunctions.abort(run);
  }

  /** An execution has taken longer than it may; waits until the control function was told. */
  timeOut(run: string): Promise<void> {
    return this.#services.stepFunctions.timeOut(run);
  }

  /**
   * A person sets a model package's status in SageMaker's console, and EventBridge tells the control function.
   * @throws ServiceError when it cannot be told
   */
  async decide(version: string, status: "Approved" | "Rejected"): Promise<void> {
    const stored = await this.text(`models/${version}/model_package.json`);
    const { arn } = z.object({ arn: z.string() }).parse(JSON.parse(stored ?? "{}"));
    this.place.fake.registry.decide(arn, status, "Decided by the test.");
    await this.#services.tellControl(eventOf(arn, status));
  }

  /** Messages that were given up. */
  deadLetters(): Promise<number> {
    return this.#services.deadLetters();
  }

  /** What people were told. */
  published(): Promise<readonly Published[]> {
    return this.#topic.published();
  }

  /** A text of the lake; undefined where there is none. */
  async text(key: string): Promise<string | undefined> {
    try {
      const { Body } = await this.clients.s3.send(
        new GetObjectCommand({ Bucket: this.resources.bucket, Key: key }),
      );
      return await Body?.transformToString();
    } catch (thrown) {
      if (thrown instanceof NoSuchKey) return undefined;
      throw thrown;
    }
  }
}
