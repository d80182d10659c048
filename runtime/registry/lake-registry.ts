import { z } from "zod";
import { deliveryId, isIsoDate, type ModelVersion, modelVersion, runId } from "../../configs/names.ts";
import { InputError } from "../errors.ts";
import { jsonText } from "../json.ts";
import {
  type LakeTexts,
  type Page,
  PreconditionFailed,
  type TextReader,
  type WriteCondition,
} from "../lake/lake.ts";
import {
  type Champion,
  ChampionMoved,
  type Decision,
  decisions,
  type Registration,
  type Registry,
  VersionExists,
} from "./registry.ts";

const CHAMPION_POINTER = "pointers/champion.json";

const registrationSchema = z.strictObject({
  version: z.string().transform(modelVersion),
  run: z.string().transform(runId),
  delivery: z.string().transform(deliveryId),
  decision: z.enum(decisions),
  reasons: z.array(z.string()),
  experiment: z.string(),
  asOf: z.string().refine(isIsoDate).nullable(),
  labels: z.string().nullable(),
  metrics: z.record(z.string(), z.number()),
  registeredAt: z.string(),
});

const pointerSchema = z.strictObject({
  version: z.string().transform(modelVersion),
  previous: z.array(z.string().transform(modelVersion)),
  since: z.string(),
});

/** The champion that a lake's pointer names; for readers that have no use for the rest of a registry. */
export async function readChampion(lake: TextReader): Promise<Champion | undefined> {
  const stored = await lake.read(CHAMPION_POINTER);
  return stored === undefined
    ? undefined
    : { ...pointerSchema.parse(JSON.parse(stored.text)), etag: stored.etag };
}

/** The registry as small files in the lake: `models/<version>/registration.json` and `pointers/champion.json`. */
export class LakeRegistry implements Registry {
  readonly #lake: LakeTexts;
  readonly #now: () => Date;

  constructor(lake: LakeTexts, now: () => Date = () => new Date()) {
    this.#lake = lake;
    this.#now = now;
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
    return (await this.#read(version))?.registration;
  }

  async list(page?: { readonly after?: string; readonly limit?: number }): Promise<Page<Registration>> {
    const { items, ...next } = await this.#lake.list("models/", page);
    const all = await Promise.all(items.map((name) => this.get(modelVersion(name))));
    // A folder without a registration belongs to a run that has not come to its gate.
    return { items: all.filter((registration) => registration !== undefined), ...next };
  }

  champion(): Promise<Champion | undefined> {
    return readChampion(this.#lake);
  }

  async promote(version: ModelVersion, seen: Champion | undefined): Promise<Champion> {
    const { registration } = await this.#known(version);
    if (registration.decision !== "approved")
      throw new InputError(
        `Model ${version} is ${registration.decision}; only an approved model can be champion.`,
      );
    const now = await this.champion();
    if (now?.version === version) return now;
    const previous = seen === undefined ? [] : [seen.version, ...seen.previous];
    return this.#move({ version, previous }, seen);
  }

  async approve(version: ModelVersion, reason: string): Promise<Champion> {
    const seen = await this.champion();
    await this.#decide(version, "approved", reason);
    return this.promote(version, seen);
  }

  async reject(version: ModelVersion, reason: string): Promise<void> {
    if ((await this.champion())?.version === version)
      throw new InputError(`Model ${version} is the champion; roll back first, then reject it.`);
    await this.#decide(version, "rejected", reason);
  }

  async rollback(): Promise<Champion> {
    const seen = await this.champion();
    if (seen === undefined)
      throw new InputError("There is no champion yet; run with --mode train to get one.");
    for (const [index, version] of seen.previous.entries()) {
      if ((await this.get(version))?.decision === "approved")
        return this.#move({ version, previous: seen.previous.slice(index + 1) }, seen);
    }
    throw new InputError(`Model ${seen.version} is the first champion; there is none to go back to.`);
  }

  async #move(to: Pick<Champion, "version" | "previous">, seen: Champion | undefined): Promise<Champion> {
    const pointer = { ...to, since: this.#now().toISOString() };
    try {
      const condition = seen === undefined ? { ifAbsent: true as const } : { ifMatch: seen.etag };
      return { ...pointer, etag: await this.#lake.write(CHAMPION_POINTER, jsonText(pointer), condition) };
    } catch (thrown) {
      if (thrown instanceof PreconditionFailed) throw new ChampionMoved((await this.champion())?.version);
      throw thrown;
    }
  }

  async #decide(version: ModelVersion, decision: Decision, reason: string): Promise<void> {
    const { registration, etag } = await this.#known(version);
    const reasons = [...registration.reasons, reason];
    await this.#save({ ...registration, decision, reasons }, { ifMatch: etag });
  }

  async #save(registration: Registration, condition: WriteCondition): Promise<void> {
    await this.#lake.write(registrationKey(registration.version), jsonText(registration), condition);
  }

  async #read(version: ModelVersion) {
    const stored = await this.#lake.read(registrationKey(version));
    if (stored === undefined) return undefined;
    return { registration: registrationSchema.parse(JSON.parse(stored.text)), etag: stored.etag };
  }

  async #known(version: ModelVersion) {
    const found = await this.#read(version);
    if (found === undefined)
      throw new InputError(`There is no model ${version}; \`spanishgas models\` lists those that exist.`);
    return found;
  }
}

function registrationKey(version: ModelVersion): string {
  return `models/${version}/registration.json`;
}
