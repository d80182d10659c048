import { InputError } from "../errors.ts";
import { FolderLake } from "../lake/folder-lake.ts";
import type { LakeTexts } from "../lake/lake.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { isLake, openManifest, openTableManifest } from "../manifest/open-manifest.ts";

const BUCKET = /^s3:\/\/([^/]+)\/?$/;

/** Name of the bucket, where a lake's place is one (`s3://<bucket>`). */
export function bucketOf(place: string): string | undefined {
  return BUCKET.exec(place)?.[1];
}

/** Name of the table that holds the books of a bucket's runs. @throws InputError when nobody has given it */
export function tableOf(place: string, manifestTable: string | undefined): string {
  if (manifestTable !== undefined && manifestTable !== "") return manifestTable;
  throw new InputError(
    `The runs of ${place} are kept in a table; name it with --manifest-table or MANIFEST_TABLE (the stack's output tells it).`,
  );
}

/** Opens a lake that is there. @throws InputError when it is not: looking at a lake makes none. */
async function openLake(folder: string): Promise<FolderLake> {
  if (!isLake(folder))
    throw new InputError(
      `There is no lake in ${folder}; name it with --lake, or make one: spanishgas run --lake ${folder}`,
    );
  return FolderLake.open(folder);
}

/**
 * Opens the texts of a lake that is there, in a folder or in a bucket (`s3://<bucket>`).
 * @throws InputError when there is none in the folder
 */
export async function openTexts(place: string): Promise<LakeTexts> {
  const bucket = bucketOf(place);
  if (bucket === undefined) return openLake(place);
  // Loaded here and not above: the SDK takes a while, and commands on a folder need none of it.
  const [{ s3Client }, { S3Texts }] = await Promise.all([
    import("../lake/s3-client.ts"),
    import("../lake/s3-texts.ts"),
  ]);
  return new S3Texts(s3Client(), bucket);
}

/**
 * Opens the texts of a lake that is there, and its books: beside it in a folder, in a table where it is a bucket.
 * @throws InputError when there is no such lake or table
 */
export async function openBooks(
  place: string,
  manifestTable: string | undefined,
): Promise<{ readonly lake: LakeTexts; readonly manifest: Manifest }> {
  if (bucketOf(place) === undefined) {
    const lake = await openLake(place);
    return { lake, manifest: openManifest(lake) };
  }
  return { lake: await openTexts(place), manifest: await openTableManifest(tableOf(place, manifestTable)) };
}
