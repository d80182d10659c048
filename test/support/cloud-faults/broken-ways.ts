import type { Detours } from "../cloud-harness/options.ts";
import type { AtEnd, Place } from "../cloud-harness/place.ts";
import { FaultProxy, type FaultRule } from "../fault-proxy.ts";

/** Who calls services over a way that can be broken. `jobs` is SageMaker, which copies a job's files. */
export type Caller = "trigger" | "control" | "jobs";

/** Services behind these ways; `aws` stands for Step Functions, the registry, parameters and the topic. */
export const targets = ["s3", "dynamodb", "aws"] as const;
export type Target = (typeof targets)[number];

/** A proxy between each caller and each service. */
export class BrokenWays {
  readonly #proxies: ReadonlyMap<string, FaultProxy>;

  static async start(place: Place, atEnd: AtEnd): Promise<BrokenWays> {
    const proxies = new Map<string, FaultProxy>();
    for (const caller of ["trigger", "control", "jobs"] as const)
      for (const target of targets) {
        const address = target === "aws" ? place.fake.endpoint : place.endpoints[target];
        if (address === undefined) throw new Error(`${target} is not on loopback.`);
        const proxy = await FaultProxy.start(address);
        atEnd(() => proxy.stop());
        proxies.set(`${caller} ${target}`, proxy);
      }
    return new BrokenWays(proxies);
  }

  private constructor(proxies: ReadonlyMap<string, FaultProxy>) {
    this.#proxies = proxies;
  }

  /** Breaks a caller's requests to some services; of several rules the first that finds a fault counts. */
  add(caller: Caller, broken: readonly Target[], rule: FaultRule): void {
    for (const target of broken) {
      const way = this.#way(caller, target);
      const { rule: earlier } = way;
      way.rule = (request) => earlier(request) ?? rule(request);
    }
  }

  /** Mends everything. */
  mend(): void {
    for (const proxy of this.#proxies.values()) proxy.rule = () => undefined;
  }

  /** What a caller has to be told instead of the services' own addresses. */
  detours(caller: Caller): Detours {
    const { endpoint: aws } = this.#way(caller, "aws");
    return {
      s3: this.#way(caller, "s3").endpoint,
      dynamodb: this.#way(caller, "dynamodb").endpoint,
      ...(caller === "jobs" ? {} : { sns: aws, ssm: aws, sagemaker: aws, sfn: aws }),
    };
  }

  #way(caller: Caller, target: Target): FaultProxy {
    const proxy = this.#proxies.get(`${caller} ${target}`);
    if (proxy === undefined) throw new Error(`There is no way from ${caller} to ${target}.`);
    return proxy;
  }
}
