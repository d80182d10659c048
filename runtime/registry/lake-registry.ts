import { artifactFiles } from "../../configs/artifact.ts";
import type { ModelVersion } from "../../configs/names.ts";
import { places } from "../../configs/pipeline.ts";
import { InputError } from "../errors.ts";
import { jsonText } from "../json.ts";
import { type LakeTexts, type Page, PreconditionFailed, type WriteCondition } from "../lake/lake.ts";
import { moveChampion, type PointerTarget, readChampion } from "./champion-pointer.ts";
import { listRegistrations, readRegistration, registrationKey } from "./registrations.ts";
import {
  type Champion,
  ChampionMoved,
  type Decision,
  type DecisionOptions,
  type DecisionRecord,
  type Registration,
  type Registry,
  VersionExists,
} from "./registry.ts";

/** Decisions on one version that are made at the same time: the last one counts, and none is lost. */
const DECIDING_ATTEMPTS = 5;

/**
 * The registry as small files in the lake: `models/<version>/registration.json` and `pointers/champion.json`.
 *
 * A decision and the pointer are two files. So that a rejected version never stays champion, whoever rejects looks at the
 * pointer afterwards, and whoever moves the pointer looks at the decision afterwards: one of both sees the other.
 */
export class LakeRegistry implements Registry {
  readonly #lake: LakeTexts;
  readonly #now: () => Date;
  readonly #by: string;

  /** @param by who decides by this registry: it is noted with every decision */
  constructor(lake: LakeTexts, now: () => Date = () => new Date(), by = "pipeline") {
    this.#lake = lake;
    this.#now = now;
    this.#by = by;
  }

  async register(registration: Registration): Promise<void> {
    try {
      await this.#save(registration, { ifAbsent: true });
    } catch (thrown) {
      if (!(thrown instanceof PreconditionFailed)) throw thrown;
      const stored = await this.#known(registration.version);
      if (stored.registration.decision !== registration.decision)
        throw new VersionExists(stored.registration);
    }
  }

  async get(version: ModelVersion): Promise<Registration | undefined> {
    return (await readRegistration(this.#lake, version))?.registration;
  }

  list(page?: { readonly after?: string; readonly limit?: number }): Promise<Page<Registration>> {
    return listRegistrations(this.#lake, page);
  }

  champion(): Promise<Champion | undefined> {
    return readChampion(this.#lake);
  }

  async promote(version: ModelVersion, seen: Champion | undefined): Promise<Champion> {
    await this.#throwUnlessApproved(version);
    const now = await this.champion();
    if (now?.version === version) return now;
    const previous = seen === undefined ? [] : [seen.version, ...seen.previous];
    const champion = await this.#move({ version, previous }, seen);
    await this.#stepBack();
    await this.#throwUnlessApproved(version);
    return champion;
  }

  async approve(version: ModelVersion, reason: string, options?: DecisionOptions): Promise<Champion> {
    const { seen } = options ?? { seen: await this.champion() };
    await this.#known(version);
    await this.#throwUnlessWhole(version, "train again");
    // One that another has taken the place of would be champion anew, which is no repetition.
    const anew = seen?.previous.includes(version) === true;
    await this.#decide(version, "approved", reason, { anew });
    return this.promote(version, seen);
  }

  async reject(version: ModelVersion, reason: string): Promise<void> {
    const champion = await this.champion();
    if (champion?.version === version && (await this.#before(champion)) !== undefined)
      throw new InputError(`Model ${version} is the champion; roll back first, then reject it.`);
    await this.dismiss(version, reason);
  }

  async dismiss(version: ModelVersion, reason: string): Promise<Champion | undefined> {
    await this.#known(version);
    // The pointer first: at no moment is the champion a rejected version.
    await this.#stepBack(version);
    await this.#decide(version, "rejected", reason);
    return this.#stepBack();
  }

  async rollback(reason: string): Promise<Champion> {
    const seen = await this.champion();
    if (seen === undefined)
      throw new InputError("There is no champion yet; run with --mode train to get one.");
    const to = await this.#before(seen);
    if (to === undefined)
      throw new InputError(
        `Model ${seen.version} is the first champion; there is none to go back to. ` +
          `To withdraw it, reject it: \`spanishgas reject ${seen.version}\`.`,
      );
    await this.#throwUnlessWhole(to.version, "reject it, so that a rollback goes past it");
    const champion = await this.#move(to, seen);
    await this.#note(seen.version, (registration) => this.#withRecord(registration, "rolled_back", reason));
    await this.#stepBack();
    await this.#throwUnlessApproved(to.version);
    return champion;
  }

  /** The newest champion of before that is still approved. */
  async #before({ previous }: Champion): Promise<PointerTarget<ModelVersion> | undefined> {
    for (const [index, version] of previous.entries())
      if (await this.#isApproved(version)) return { version, previous: previous.slice(index + 1) };
    return undefined;
  }

  /**
   * Moves the pointer back while the champion is a version that may not be it, whoever moves it there.
   * @param unwanted may not be champion although it is approved
   * @returns the champion from now on
   */
  async #stepBack(unwanted?: ModelVersion): Promise<Champion | undefined> {
    for (;;) {
      const seen = await this.champion();
      if (seen === undefined) return undefined;
      if (seen.version !== unwanted && (await this.#isApproved(seen.version))) return seen;
      try {
        await this.#move((await this.#before(seen)) ?? { version: null, previous: [] }, seen);
      } catch (thrown) {
        if (!(thrown instanceof ChampionMoved)) throw thrown;
      }
    }
  }

  async #isApproved(version: ModelVersion): Promise<boolean> {
    return (await this.get(version))?.decision === "approved";
  }

  async #throwUnlessApproved(version: ModelVersion): Promise<void> {
    const { registration } = await this.#known(version);
    if (registration.decision !== "approved")
      throw new InputError(
        `Model ${version} is ${registration.decision}; only an approved model can be champion.`,
      );
  }

  /** @param instead what else can be done than to bring the files back */
  async #throwUnlessWhole(version: ModelVersion, instead: string): Promise<void> {
    const folder = places.candidate.replace("<run>", version);
    const { items } = await this.#lake.list(folder);
    const missing = Object.values(artifactFiles).filter((name) => !items.includes(name));
    if (missing.length > 0)
      throw new InputError(
        `${folder} lacks ${missing.join(" and ")}: model ${version} cannot score. Bring its files back from a backup ` +
          `or the bucket's old versions, or ${instead}.`,
      );
  }

  #move<Version extends ModelVersion | null>(to: PointerTarget<Version>, seen: Champion | undefined) {
    return moveChampion(this.#lake, { ...to, since: this.#now().toISOString() }, seen);
  }

  /**
   * Repeating what was decided last, by the same person for the same reason, changes nothing.
   * @param options.anew the decision changes something although it may read like the last one
   */
  #decide(
    version: ModelVersion,
    decision: Decision,
    reason: string,
    { anew = false }: { readonly anew?: boolean } = {},
  ): Promise<void> {
    return this.#note(version, (registration) => {
      const { reasons, history } = registration;
      const last = history?.at(-1);
      if (!anew && last?.decision === decision && last.reason === reason && last.by === this.#by)
        return undefined;
      return { ...this.#withRecord(registration, decision, reason), decision, reasons: [...reasons, reason] };
    });
  }

  #withRecord(
    registration: Registration,
    decision: DecisionRecord["decision"],
    reason: string,
  ): Registration {
    const record = { decision, by: this.#by, at: this.#now().toISOString(), reason };
    return { ...registration, history: [...(registration.history ?? []), record] };
  }

  /** Changes a registration, on the one of this moment. @param change undefined: nothing is to be changed */
  async #note(
    version: ModelVersion,
    change: (registration: Registration) => Registration | undefined,
  ): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const { registration, etag } = await this.#known(version);
      const changed = change(registration);
      if (changed === undefined) return;
      try {
        return await this.#save(changed, { ifMatch: etag });
      } catch (thrown) {
        if (!(thrown instanceof PreconditionFailed) || attempt === DECIDING_ATTEMPTS) throw thrown;
      }
    }
  }

  async #save(registration: Registration, condition: WriteCondition): Promise<void> {
    await this.#lake.write(registrationKey(registration.version), jsonText(registration), condition);
  }

  async #known(version: ModelVersion) {
    const found = await readRegistration(this.#lake, version);
    if (found === undefined)
      throw new InputError(`There is no model ${version}; \`spanishgas models\` lists those that exist.`);
    return found;
  }
}
