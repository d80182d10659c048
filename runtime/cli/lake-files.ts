import { existsSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../errors.ts";
import type { TextReader } from "../lake/lake.ts";
import { bucketOf, openTexts } from "./open-lake.ts";
import { withScratch } from "./scratch.ts";

/** A lake that is only read, text by text and file by file. */
export interface LakeFiles {
  readonly texts: TextReader;
  /** Folder for what is needed for a while. */
  readonly scratch: string;
  /** A file of the lake on this machine. @throws InputError when the lake lacks it */
  file(key: string): Promise<string>;
}

const lacks = (place: string, key: string) =>
  new InputError(`${key} is missing in ${place}: run the pipeline on this lake again (spanishgas run).`);

/**
 * Opens a lake for reading, in a folder or in a bucket, whose files are brought here while `work` lasts.
 * @throws InputError when there is no lake
 */
export function withLakeFiles<T>(place: string, work: (files: LakeFiles) => Promise<T>): Promise<T> {
  return withScratch("read", async (scratch) => {
    const texts = await openTexts(place);
    const bucket = bucketOf(place);
    const file = bucket === undefined ? fileOfFolder(place) : await fileOfBucket(place, bucket, scratch);
    return work({ texts, scratch, file });
  });
}

function fileOfFolder(folder: string): LakeFiles["file"] {
  return async (key) => {
    const path = join(folder, key);
    if (!existsSync(path)) throw lacks(folder, key);
    return path;
  };
}

async function fileOfBucket(place: string, bucket: string, scratch: string): Promise<LakeFiles["file"]> {
  // Loaded here and not above: the SDK takes a while, and commands on a folder need none of it.
  const [{ s3Client }, { downloadObject }, { notFound }] = await Promise.all([
    import("../lake/s3-client.ts"),
    import("../lake/s3-download.ts"),
    import("../lake/s3-errors.ts"),
  ]);
  const client = s3Client();
  return async (key) => {
    const path = join(scratch, key);
    try {
      await downloadObject(client, { bucket, key }, path);
      return path;
    } catch (thrown) {
      throw notFound(thrown) ? lacks(place, key) : thrown;
    }
  };
}
