import { InputError } from "../errors.ts";
import { FolderLake } from "../lake/folder-lake.ts";
import type { LakeTexts } from "../lake/lake.ts";
import { isLake } from "../manifest/open-manifest.ts";

const BUCKET = /^s3:\/\/([^/]+)\/?$/;

/** Opens a lake that is there. @throws InputError when it is not: looking at a lake makes none. */
export async function openLake(folder: string): Promise<FolderLake> {
  if (BUCKET.test(folder))
    throw new InputError(
      `This command works on a folder, and ${folder} is a bucket; its runs are those of the state machine.`,
    );
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
  const bucket = BUCKET.exec(place)?.[1];
  if (bucket === undefined) return openLake(place);
  // Loaded here and not above: the SDK takes a while, and commands on a folder need none of it.
  const [{ s3Client }, { S3Texts }] = await Promise.all([
    import("../lake/s3-client.ts"),
    import("../lake/s3-texts.ts"),
  ]);
  return new S3Texts(s3Client(), bucket);
}
