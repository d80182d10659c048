import { z } from "zod";
import type { ModelVersion } from "../../configs/names.ts";
import { jsonText } from "../json.ts";
import type { LakeTexts, Page } from "../lake/lake.ts";
import { LakeRegistry } from "./lake-registry.ts";
import type { Champion, Registration, Registry } from "./registry.ts";
import type { ModelPackages } from "./sagemaker-packages.ts";

const packageSchema = z.strictObject({ arn: z.string() });

/**
 * The registry in the cloud. What is true stands in the lake, as on one machine: its writes are conditional, and the
 * scores depend on it. Each change is then shown to the rest of the account as a model package of SageMaker and as the
 * champion's parameter; a change that was interrupted in between is shown when it is repeated.
 */
export class SageMakerRegistry implements Registry {
  readonly #registry: LakeRegistry;
  readonly #lake: LakeTexts;
  readonly #packages: ModelPackages;

  constructor(lake: LakeTexts, packages: ModelPackages) {
    this.#registry = new LakeRegistry(lake);
    this.#lake = lake;
    this.#packages = packages;
  }

  async register(registration: Registration): Promise<void> {
    await this.#registry.register(registration);
    await this.#packageOf(registration);
  }

  get(version: ModelVersion): Promise<Registration | undefined> {
    return this.#registry.get(version);
  }

  list(page?: { readonly after?: string; readonly limit?: number }): Promise<Page<Registration>> {
    return this.#registry.list(page);
  }

  champion(): Promise<Champion | undefined> {
    return this.#registry.champion();
  }

  async promote(version: ModelVersion, seen: Champion | undefined): Promise<Champion> {
    return this.#shown(await this.#registry.promote(version, seen));
  }

  async approve(version: ModelVersion, reason: string): Promise<Champion> {
    const champion = await this.#registry.approve(version, reason);
    await this.#showDecision(version);
    return this.#shown(champion);
  }

  async reject(version: ModelVersion, reason: string): Promise<void> {
    await this.#registry.reject(version, reason);
    await this.#showDecision(version);
  }

  async rollback(): Promise<Champion> {
    return this.#shown(await this.#registry.rollback());
  }

  async #shown(champion: Champion): Promise<Champion> {
    await this.#packages.nameChampion(champion.version);
    return champion;
  }

  async #showDecision(version: ModelVersion): Promise<void> {
    const registration = await this.#registry.get(version);
    if (registration === undefined) return;
    const arn = await this.#packageOf(registration);
    await this.#packages.decide(arn, registration.decision, registration.reasons);
  }

  /** The package of a version; made when it is missing. Its ARN is kept, because SageMaker finds none by version. */
  async #packageOf(registration: Registration): Promise<string> {
    const key = `models/${registration.version}/model_package.json`;
    const stored = await this.#lake.read(key);
    if (stored !== undefined) return packageSchema.parse(JSON.parse(stored.text)).arn;
    const arn = await this.#packages.create(registration);
    await this.#lake.write(key, jsonText({ arn }));
    return arn;
  }
}
