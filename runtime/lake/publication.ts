import { z } from "zod";
import { HalfPublished } from "../errors.ts";
import { jsonText } from "../json.ts";
import type { LakeTexts } from "./lake.ts";

/**
 * A bucket has no folders that could appear in one piece. So a place that is published there has a hidden text beside its
 * files, written before the first of them and again after the last:
 *
 *     publishing                 the place counts as absent, and nobody may read it
 *     the files come, those of before that are not among them go
 *     published, with the list   exactly the versions on the list are the place, whatever else lies there
 *
 * Places that jobs in the cloud write have no such text: there all objects are the place, and the run's records and the
 * pointers, which name a place only when its job has ended, are what readers go by. The same holds above all of this: a
 * reader comes to a place by a record or a pointer. The text is for who comes by neither (`exists`, a repeated step).
 */
const MARKER = ".published.json";

const publicationSchema = z.discriminatedUnion("state", [
  z.strictObject({ state: z.literal("publishing") }),
  z.strictObject({
    state: z.literal("published"),
    files: z.array(z.strictObject({ name: z.string(), etag: z.string(), bytes: z.int() })),
  }),
]);
type Publication = z.infer<typeof publicationSchema>;

/** A file of a place: its path below the place, and its version. */
export interface PlacedFile {
  readonly name: string;
  /** Without quotation marks. */
  readonly etag: string;
  readonly bytes: number;
}

/** Where the text lies for the place below a prefix. */
export function markerKey(prefix: string): string {
  return `${prefix}${MARKER}`;
}

/** Is this a place's text, and no file? */
export function isMarker(name: string): boolean {
  return name === MARKER || name.endsWith(`/${MARKER}`);
}

/** What the text of a place says; undefined where there is none. */
export async function readPublication(lake: LakeTexts, prefix: string): Promise<Publication | undefined> {
  const stored = await lake.read(markerKey(prefix));
  return stored === undefined ? undefined : publicationSchema.parse(JSON.parse(stored.text));
}

/** The files that a published place consists of; undefined where nothing tells. @throws HalfPublished */
export async function publishedFiles(
  lake: LakeTexts,
  prefix: string,
): Promise<readonly PlacedFile[] | undefined> {
  const publication = await readPublication(lake, prefix);
  if (publication?.state === "publishing") throw new HalfPublished(prefix);
  return publication?.files;
}

/** Says of a place how far its publication is. */
export async function writePublication(
  lake: LakeTexts,
  prefix: string,
  publication: Publication,
): Promise<void> {
  await lake.write(markerKey(prefix), jsonText(publication));
}
