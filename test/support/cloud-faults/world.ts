import type { ChildProcess } from "node:child_process";
import { S3Texts } from "../../../runtime/lake/s3-texts.ts";
import { type CurrentRun, currentRun } from "../../../runtime/pipeline/current-run.ts";
import { LakeRegistry } from "../../../runtime/registry/lake-registry.ts";
import { CloudHarness } from "../cloud-harness/harness.ts";
import type { Hooks, ServiceCall } from "../cloud-harness/hooks.ts";
import type { HarnessOptions } from "../cloud-harness/options.ts";
import { type AtEnd, loopbackPlace } from "../cloud-harness/place.ts";
import { type ToyImage, toyDelivery, toyImage } from "../cloud-harness/toy-image.ts";
import { BrokenWays } from "./broken-ways.ts";
import { faultsOfRun } from "./undisturbed.ts";

/**
 * A cloud on loopback that things go wrong in, one after the other: its champion, its publication and its books stay
 * from one disaster to the next, as they would. Every call of a service is an occasion to look at what readers see.
 */
export class FaultWorld {
  readonly cloud: CloudHarness;
  readonly ways: BrokenWays;
  readonly image: ToyImage;
  readonly lake: S3Texts;
  readonly registry: LakeRegistry;
  /** Where the present case stands in the way. */
  #hooks: readonly Hooks[] = [];
  /** How often the present case's fault has happened. */
  struck = 0;
  /** May a run that has lost its lease go on for a while? */
  overlapping = false;
  /** What readers saw that they must not see. */
  readonly sights: string[] = [];
  /** What was uploaded so far: the newest text of each file. */
  readonly uploaded = new Map<string, string>();
  /** The publication that was looked at last. */
  #seen: CurrentRun | undefined;
  readonly #calls = new Set<ServiceCall>();
  readonly #processes = new Map<ServiceCall, ChildProcess>();
  #content = 0;

  static async start(
    atEnd: AtEnd,
    folder: string,
    options: Pick<HarnessOptions, "queue"> = {},
  ): Promise<FaultWorld> {
    const place = await loopbackPlace(atEnd);
    const ways = await BrokenWays.start(place, atEnd);
    const image = toyImage({}, folder);
    let world: FaultWorld | undefined;
    const cloud = await CloudHarness.start({
      ...options,
      atEnd,
      place,
      image,
      endpoints: {
        trigger: ways.detours("trigger"),
        control: ways.detours("control"),
        jobs: ways.detours("jobs"),
      },
      hooks: {
        before: (call) => world?.before(call),
        process: (call, process) => world?.process(call, process),
        line: (call, line, process) => world?.line(call, line, process),
        after: (call) => world?.after(call),
        over: (call) => world?.over(call),
      },
    });
    world = new FaultWorld(cloud, ways, image);
    return world;
  }

  private constructor(cloud: CloudHarness, ways: BrokenWays, image: ToyImage) {
    this.cloud = cloud;
    this.ways = ways;
    this.image = image;
    this.lake = new S3Texts(cloud.clients.s3, cloud.resources.bucket);
    this.registry = new LakeRegistry(this.lake);
  }

  /** Stands in the way of calls, beside what stands there already. */
  stand(hooks: Omit<Hooks, "over">): void {
    this.#hooks = [...this.#hooks, hooks];
  }

  /** The call that a predicate means, while it is being made. */
  call(means: (call: ServiceCall) => boolean): ServiceCall | undefined {
    return [...this.#calls].find(means);
  }

  /** Ends the process that works on a call, as a machine that is lost does. */
  kill(call: ServiceCall): void {
    this.#processes.get(call)?.kill("SIGKILL");
  }

  /** A new case begins. */
  forget(): void {
    this.mend();
    this.struck = 0;
    this.sights.length = 0;
  }

  /** Everything works again. */
  mend(): void {
    this.#hooks = [];
    this.ways.mend();
    this.cloud.place.fake.failing.clear();
    this.image.plan({});
  }

  /** Files that no run has seen: a whole delivery, or the part that changes. */
  nextFiles(changed: "all" | "labels" | "prices"): Readonly<Record<string, string>> {
    this.#content += 1;
    const stems = { all: "", labels: "churn_label", prices: "price_history" } as const;
    return Object.fromEntries(
      Object.keys(toyDelivery)
        .filter((name) => name.startsWith(stems[changed]))
        .map((name) => [name, `${name}, edition ${this.#content}\n`]),
    );
  }

  /** Uploads files, and remembers them. */
  async upload(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) this.uploaded.set(name, text);
    await this.cloud.upload(files);
  }

  /** Looks at what readers see: the publication of before, or another one that is whole at this very moment. */
  async look(): Promise<void> {
    const now = await currentRun(this.lake);
    if (now === undefined) {
      if (this.#seen !== undefined) this.sights.push("The publication is gone.");
      return;
    }
    if (now.run === this.#seen?.run && now.published_at === this.#seen.published_at) return;
    this.#seen = now;
    const run = await this.cloud.manifest.run(now.run);
    if (run === undefined) this.sights.push(`${now.run} is published, and the manifest does not know it.`);
    else this.sights.push(...(await faultsOfRun(this.cloud, run, now.model)));
    const champion = await this.registry.champion();
    const model = await this.registry.get(now.model);
    if (model?.decision !== "approved")
      this.sights.push(`${now.run} is scored with ${now.model}, which nobody approved.`);
    if (champion?.version !== now.model)
      this.sights.push(`${now.run} is scored with ${now.model}, and the champion is another.`);
  }

  async before(call: ServiceCall): Promise<void> {
    this.#calls.add(call);
    const others = [...this.#calls].filter(
      (other) => other.service === "job" && call.service === "job" && other.run !== call.run,
    );
    if (others.length > 0 && !this.overlapping) this.sights.push("Two runs are at work at once.");
    await this.look();
    for (const { before } of this.#hooks) await before?.(call);
  }

  process(call: ServiceCall, process: ChildProcess): void {
    this.#processes.set(call, process);
    for (const hooks of this.#hooks) hooks.process?.(call, process);
  }

  line(call: ServiceCall, line: string, process: ChildProcess): void {
    for (const hooks of this.#hooks) hooks.line?.(call, line, process);
  }

  async after(call: ServiceCall): Promise<void> {
    await this.look();
    for (const { after } of this.#hooks) await after?.(call);
  }

  over(call: ServiceCall): void {
    this.#calls.delete(call);
    this.#processes.delete(call);
  }
}
