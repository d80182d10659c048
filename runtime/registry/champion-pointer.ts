import { z } from "zod";
import { type ModelVersion, modelVersion } from "../../configs/names.ts";
import { jsonText } from "../json.ts";
import { type LakeTexts, PreconditionFailed, type TextReader, type WriteCondition } from "../lake/lake.ts";
import { type Champion, ChampionMoved } from "./registry.ts";

const CHAMPION_POINTER = "pointers/champion.json";

const pointerSchema = z.strictObject({
  /** Null: the champion was withdrawn, and there is none. */
  version: z.string().transform(modelVersion).nullable(),
  previous: z.array(z.string().transform(modelVersion)),
  since: z.string(),
});

/** Where the pointer goes: to a version, or to none. */
export interface PointerTarget<Version extends ModelVersion | null> {
  readonly version: Version;
  readonly previous: readonly ModelVersion[];
}

/** The champion that a lake's pointer names; for readers that have no use for the rest of a registry. */
export async function readChampion(lake: TextReader): Promise<Champion | undefined> {
  const pointer = await readPointer(lake);
  if (pointer === undefined || pointer.version === null) return undefined;
  return { ...pointer, version: pointer.version };
}

async function readPointer(lake: TextReader) {
  const stored = await lake.read(CHAMPION_POINTER);
  if (stored === undefined) return undefined;
  return { ...pointerSchema.parse(JSON.parse(stored.text)), etag: stored.etag };
}

/**
 * Moves the pointer from the champion that the mover has seen, and from no other.
 * @param seen undefined for none: the pointer was never written, or the champion was withdrawn
 * @throws ChampionMoved when the champion is another by now
 */
export async function moveChampion<Version extends ModelVersion | null>(
  lake: LakeTexts,
  to: PointerTarget<Version> & { readonly since: string },
  seen: Champion | undefined,
) {
  try {
    const etag = await lake.write(CHAMPION_POINTER, jsonText(to), await conditionOf(lake, seen));
    return { ...to, etag };
  } catch (thrown) {
    if (thrown instanceof PreconditionFailed) throw new ChampionMoved((await readChampion(lake))?.version);
    throw thrown;
  }
}

async function conditionOf(lake: LakeTexts, seen: Champion | undefined): Promise<WriteCondition> {
  if (seen !== undefined) return { ifMatch: seen.etag };
  const pointer = await readPointer(lake);
  if (pointer === undefined) return { ifAbsent: true };
  if (pointer.version !== null) throw new ChampionMoved(pointer.version);
  return { ifMatch: pointer.etag };
}
