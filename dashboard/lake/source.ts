import type { LakeTexts, TextReader } from "../../runtime/lake/lake.ts";

/** Where the dashboard reads a lake, and all that it may do there. */
export interface Source extends TextReader, Pick<LakeTexts, "list"> {
  /** The lake's address for people. */
  readonly location: string;

  /** What has to be done to fill an empty lake: where the lake lies decides. */
  readonly kind: "folder" | "bucket";

  /**
   * A file of the lake on this machine.
   * @param scratch folder for a copy, where one is needed
   * @throws SourceFault when it is missing or cannot be read
   */
  file(key: string, scratch: string): Promise<string>;
}

/** The lake could not be read, or holds something unfinished. The message is for everyone who may see the page. */
export class SourceFault extends Error {
  override readonly name = "SourceFault";
}

/** Something that should be in the lake is not. */
export class SourceMissing extends SourceFault {
  constructor(key: string, options?: ErrorOptions) {
    super(`${key} is missing in the lake.`, options);
  }
}

/** What somebody asks of the lake; undefined where it lacks it. */
export async function unlessMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (thrown) {
    if (thrown instanceof SourceMissing) return undefined;
    throw thrown;
  }
}
