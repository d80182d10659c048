import type { DeliveryId, IsoDate, ModelVersion, RunId } from "../../configs/names.ts";
import type { Page } from "../lake/lake.ts";

/**
 * Which models there are, what the gate or a person said of each, and which one is the champion. Versions are never
 * overwritten; the champion is a pointer that moves only from the version that its mover has seen.
 */
export interface Registry {
  /**
   * Adds a version. Repeating it with the same decision changes nothing.
   * @throws VersionExists when the version was registered with another decision
   */
  register(registration: Registration): Promise<void>;

  get(version: ModelVersion): Promise<Registration | undefined>;

  /** One page of versions, in the order of their names. `next` is handed in as `after` for the following page. */
  list(page?: { readonly after?: string; readonly limit?: number }): Promise<Page<Registration>>;

  champion(): Promise<Champion | undefined>;

  /**
   * Makes an approved version the champion. Nothing changes when it already is.
   * @param seen the champion that the mover knows, undefined for none
   * @throws ChampionMoved when the champion is another by now
   * @throws InputError when the version is unknown or not approved
   */
  promote(version: ModelVersion, seen: Champion | undefined): Promise<Champion>;

  /**
   * A person overrules the gate: the version is approved and becomes champion.
   * @param options.seen the champion that the decision was made on. @default the champion of this moment
   * @throws InputError when the version is unknown, or its files are gone
   * @throws ChampionMoved when the champion is another by now; the version stays approved
   */
  approve(version: ModelVersion, reason: string, options?: DecisionOptions): Promise<Champion>;

  /**
   * Rejects a version. A champion without an approved one before it is withdrawn: nothing else would take its place.
   * @throws InputError when the version is unknown, or a champion that can be rolled back: roll back first
   */
  reject(version: ModelVersion, reason: string): Promise<void>;

  /**
   * Rejects a version, the champion too: then the approved champion of before takes its place, and where there is none
   * the champion is withdrawn, so that the next run trains.
   * @returns the champion from now on
   * @throws InputError when the version is unknown
   */
  dismiss(version: ModelVersion, reason: string): Promise<Champion | undefined>;

  /** Makes the champion of before champion again. @throws InputError when there is none, or its files are gone. */
  rollback(reason: string): Promise<Champion>;
}

/** What a decision rests on. */
export interface DecisionOptions {
  /** Undefined: there was no champion. */
  readonly seen: Champion | undefined;
}

/** What is said of a model: the gate decides, and a person may overrule it. */
export const decisions = ["approved", "rejected"] as const;
export type Decision = (typeof decisions)[number];

/** What was decided of a version after the gate, by whom, when and why. */
export interface DecisionRecord {
  /** `rolled_back`: it was champion, and the one of before took its place; the version stays approved. */
  readonly decision: Decision | "rolled_back";
  /** Who decided: the name of a person's account on the machine of the command or in SageMaker, or `pipeline`. */
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly reason: string;
}

/** What a run is asked to train. */
export interface AskedModel {
  readonly experiment: string;
  /** Who judges the tone of conversations (`configs/sentiment.ts`). */
  readonly sentiment: string;
}

/** A version in the registry. */
export interface Registration {
  readonly version: ModelVersion;
  readonly run: RunId;
  readonly delivery: DeliveryId;
  readonly decision: Decision;
  /** Why, in the gate's or the person's words. */
  readonly reasons: readonly string[];
  /** The experiment that was trained in the end: the leaderboard, or missing tones, may put another in the place of the asked one. */
  readonly experiment: string;
  /** What the run was asked to train; absent in registrations of before it was kept. */
  readonly asked?: AskedModel;
  readonly asOf: IsoDate | null;
  /** Digest of the label file that it was trained on: other labels call for another training. */
  readonly labels: string | null;
  /** Figures on the holdout, by name. */
  readonly metrics: Readonly<Record<string, number>>;
  /** ISO 8601, UTC. */
  readonly registeredAt: string;
  /** What was decided since, in this order; absent where nothing was. */
  readonly history?: readonly DecisionRecord[];
}

/** The model that scores. */
export interface Champion {
  readonly version: ModelVersion;
  /** Champions of before, the newest first: where `rollback` goes. */
  readonly previous: readonly ModelVersion[];
  /** ISO 8601, UTC. */
  readonly since: string;
  /** Version of the pointer itself. */
  readonly etag: string;
}

/** The champion changed while a run was at work on the one of before. */
export class ChampionMoved extends Error {
  override readonly name = "ChampionMoved";

  /** @param scored the champion of before, where a run has scored with it: its scores are not published */
  constructor(now: ModelVersion | undefined, scored?: ModelVersion) {
    const fact =
      now === undefined
        ? "The champion was withdrawn in the meantime"
        : `The champion was changed to ${now} in the meantime`;
    const remedy =
      scored === undefined
        ? "start again, so that the model is compared with it"
        : `the scores of ${scored} were not published. Start again, so that the champion of now scores`;
    super(`${fact}; ${remedy}.`);
  }
}

/** A version stands in the registry with another decision. */
export class VersionExists extends Error {
  override readonly name = "VersionExists";
  readonly registration: Registration;

  constructor(registration: Registration) {
    super(
      `Model ${registration.version} is registered as ${registration.decision}; versions are never overwritten.`,
    );
    this.registration = registration;
  }
}

/** All versions, the newest last. */
export async function allRegistrations(registry: Pick<Registry, "list">): Promise<readonly Registration[]> {
  const found: Registration[] = [];
  let after: string | undefined;
  do {
    const { items, next } = await registry.list(after === undefined ? {} : { after });
    found.push(...items);
    after = next;
  } while (after !== undefined);
  return found.sort((a, b) => (a.registeredAt < b.registeredAt ? -1 : 1));
}
