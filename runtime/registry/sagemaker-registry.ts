import { z } from "zod";
import { type ModelVersion, modelVersion } from "../../configs/names.ts";
import { InputError } from "../errors.ts";
import { jsonText } from "../json.ts";
import type { LakeTexts, Page } from "../lake/lake.ts";
import { LakeRegistry } from "./lake-registry.ts";
import {
  allRegistrations,
  type Champion,
  ChampionMoved,
  type Decision,
  type DecisionOptions,
  decisions,
  type Registration,
  type Registry,
} from "./registry.ts";
import type { ModelPackages } from "./sagemaker-packages.ts";

const packageSchema = z.strictObject({ arn: z.string() });

/** A decision that is being followed. */
const followingSchema = z.strictObject({
  decision: z.enum(decisions),
  at: z.string(),
  before: z.string().transform(modelVersion).nullable(),
});

/** Stands for who decided where SageMaker does not say it. */
const SOMEBODY = "SageMaker console";
/** Versions whose packages are looked at by `repair`: each costs a request. */
const REPAIRED_VERSIONS = 10;
/** A decision is tried so often when the champion moves meanwhile. */
const ATTEMPTS = 2;

/** What became of a decision that a person took in SageMaker. */
export type Followed = DecisionMade &
  (
    | {
        readonly outcome: "followed";
        readonly before: ModelVersion | undefined;
        readonly now: ModelVersion | undefined;
      }
    /** It cannot be followed; a package of ours shows again what holds. `why` ends with what to do. */
    | { readonly outcome: "refused"; readonly why: string }
  );

/** A person's decision. */
export interface DecisionMade {
  readonly version: ModelVersion;
  readonly decision: Decision;
  /** When the package was changed. ISO 8601, UTC. */
  readonly at: string;
  /** Who changed it; undefined where SageMaker does not say. */
  readonly by: string | undefined;
}

/** Is told of a decision before it counts as followed: should it break off, the decision is followed again. */
export type Tell = (followed: Followed) => Promise<void>;

/**
 * The registry in the cloud. What is true stands in the lake, as on one machine: its writes are conditional, and the
 * scores depend on it. Each change is then shown to the rest of the account as a model package of SageMaker and as the
 * champion's parameter; what was interrupted in between is shown by `repair`.
 *
 * The other way, a person may set a package's status in SageMaker, and the lake follows:
 *
 *     status   shown   lake       what happened, and what is done
 *     A        A       A          nothing
 *     R        R       A          the lake was changed: the package follows
 *     A        R       any        a person set the status: the lake follows, and the package then shows it
 *     pending  any     any        no decision
 *
 * `shown` is the decision that was written with the status last, as metadata of the package and in the same request:
 * who set a status can be told without asking when. SageMaker knows no conditional update, so that a status that a
 * person sets in the moment between the look at a package and the update is lost; it can be set again.
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
    const champion = await this.#registry.promote(version, seen);
    await this.#nameChampion();
    return champion;
  }

  async approve(version: ModelVersion, reason: string, options?: DecisionOptions): Promise<Champion> {
    const champion = await this.#registry.approve(version, reason, options);
    await this.#show(version);
    await this.#nameChampion();
    return champion;
  }

  async reject(version: ModelVersion, reason: string): Promise<void> {
    await this.#registry.reject(version, reason);
    await this.#show(version);
    await this.#nameChampion();
  }

  async dismiss(version: ModelVersion, reason: string): Promise<Champion | undefined> {
    const champion = await this.#registry.dismiss(version, reason);
    await this.#show(version);
    await this.#nameChampion();
    return champion;
  }

  async rollback(reason: string): Promise<Champion> {
    const champion = await this.#registry.rollback(reason);
    await this.#nameChampion();
    return champion;
  }

  /**
   * Brings a version's package and its registration together, whichever of both was changed.
   * @returns false when the package is none of ours: its ARN is not the one that the lake holds for its version
   */
  async follow(arn: string, tell: Tell): Promise<boolean> {
    const state = await this.#packages.describe(arn);
    if (state === undefined) return true;
    const { version, status, shown, changedAt, changedBy } = state;
    const ours = version !== undefined && (await this.#storedArn(version)) === arn;
    if (ours) {
      await this.#settle(version, tell);
      await this.#nameChampion();
    } else if (version !== undefined && status !== undefined && status !== shown) {
      const why =
        `The package ${arn} says that it is model ${version}, and the lake holds none or another package of it. ` +
        "Approve or reject the one that the lake names in models/, or by `spanishgas approve`.";
      await tell({ outcome: "refused", version, decision: status, at: changedAt, by: changedBy, why });
    }
    return ours;
  }

  /**
   * Shows what was not shown, and follows what was not followed: of the newest versions and the champion. Does nothing
   * where all agree.
   */
  async repair(tell: Tell): Promise<void> {
    const champion = await this.champion();
    const newest = (await allRegistrations(this)).map(({ version }) => version).slice(-REPAIRED_VERSIONS);
    for (const version of new Set([...newest, ...(champion === undefined ? [] : [champion.version])]))
      await this.#settle(version, tell);
    if ((await this.#packages.namedChampion()) !== (await this.champion())?.version)
      await this.#nameChampion();
  }

  async #settle(version: ModelVersion, tell: Tell): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      // Before the look at the package: a decision that another process follows meanwhile moves the champion from here.
      const seen = await this.champion();
      const registration = await this.get(version);
      if (registration === undefined) return;
      const state = await this.#packages.describe(await this.#packageOf(registration));
      if (state === undefined) return;
      const shown = state.shown ?? registration.decision;
      if (state.status === undefined || state.status === shown) {
        if (registration.decision !== shown) await this.#packages.show(state.arn, registration);
        return;
      }
      const made = { version, decision: state.status, at: state.changedAt, by: state.changedBy };
      try {
        const before = await this.#championBefore(made, seen, attempt);
        const now = await this.#obey(made, state.description, seen);
        await tell({ ...made, outcome: "followed", before, now: now?.version });
      } catch (thrown) {
        const why = refusal(thrown);
        if (why === undefined) throw thrown;
        if (thrown instanceof ChampionMoved && attempt < ATTEMPTS) continue;
        await tell({ ...made, outcome: "refused", why });
      }
      return await this.#show(version);
    }
  }

  /**
   * The champion before a decision was followed: kept before it is, so that whoever follows it again, after it had been
   * followed and before people were told, still knows.
   */
  async #championBefore(
    { version, decision, at }: DecisionMade,
    seen: Champion | undefined,
    attempt: number,
  ): Promise<ModelVersion | undefined> {
    const key = `models/${version}/console_decision.json`;
    const stored = await this.#lake.read(key);
    const kept = stored === undefined ? undefined : followingSchema.parse(JSON.parse(stored.text));
    if (attempt === 1 && kept?.decision === decision && kept.at === at) return kept.before ?? undefined;
    await this.#lake.write(key, jsonText({ decision, at, before: seen?.version ?? null }));
    return seen?.version;
  }

  async #obey(
    { version, decision, at, by = SOMEBODY }: DecisionMade,
    description: string,
    seen: Champion | undefined,
  ) {
    const registry = new LakeRegistry(this.#lake, undefined, by);
    // With its time: the same decision is noted once, however often it is told.
    const reason = `Decided in SageMaker's console at ${at}${description === "" ? "." : `: ${description}`}`;
    switch (decision) {
      case "approved":
        return registry.approve(version, reason, { seen });
      case "rejected":
        return registry.dismiss(version, reason);
    }
  }

  /** Shows what the lake says of a version. */
  async #show(version: ModelVersion): Promise<void> {
    const registration = await this.#registry.get(version);
    if (registration !== undefined)
      await this.#packages.show(await this.#packageOf(registration), registration);
  }

  /** Names the champion, again when it moves meanwhile: two movers may write in the other order. */
  async #nameChampion(): Promise<void> {
    let named: Champion | undefined;
    let champion = await this.champion();
    do {
      named = champion;
      await this.#packages.nameChampion(named?.version);
      champion = await this.champion();
    } while (champion?.version !== named?.version);
  }

  /** The package of a version; made when it is missing. Its ARN is kept, because SageMaker finds none by version. */
  async #packageOf(registration: Registration): Promise<string> {
    const stored = await this.#storedArn(registration.version);
    if (stored !== undefined) return stored;
    const arn = await this.#packages.add(registration);
    await this.#lake.write(arnKey(registration.version), jsonText({ arn }));
    return arn;
  }

  async #storedArn(version: ModelVersion): Promise<string | undefined> {
    const stored = await this.#lake.read(arnKey(version));
    return stored === undefined ? undefined : packageSchema.parse(JSON.parse(stored.text)).arn;
  }
}

function arnKey(version: ModelVersion): string {
  return `models/${version}/model_package.json`;
}

/** Why a decision cannot be followed; undefined for a fault, after which it can be tried again. */
function refusal(thrown: unknown): string | undefined {
  if (thrown instanceof InputError) return thrown.message;
  if (thrown instanceof ChampionMoved)
    return (
      "The champion was changed at the same time, and again. The model is approved, and was not made champion: where " +
      "it should be, reject and approve it once more."
    );
  return undefined;
}
