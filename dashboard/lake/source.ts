import type { StoredText } from "../../runtime/lake/lake.ts";

/** Where the dashboard reads a lake, and all that it may do there. */
export interface Source {
  /** The lake's address for people. */
  readonly location: string;

  /** What a person does to fill an empty lake, as one sentence. */
  readonly howToFill: string;

  /** A small text and its ETag; undefined when there is none. @throws SourceFault when the lake cannot be read */
  read(key: string): Promise<StoredText | undefined>;

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
