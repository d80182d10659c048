/** Where something was said. */
export type Source =
  | "trigger log"
  | "control log"
  | "container log"
  | "exit message"
  | "queue"
  | "event"
  | "history"
  | "published"
  | "manifest"
  | "lake";

/** Something that was said by a run, to people or to other systems. */
export interface Said {
  readonly source: Source;
  /** Which log, state or object. */
  readonly place: string;
  readonly text: string;
}

/** All that the parts of the cloud have said while the harness ran, in the order in which it was heard. */
export class Recording {
  readonly said: Said[] = [];

  add(source: Source, place: string, text: string): void {
    this.said.push({ source, place, text });
  }

  /** The texts of one source. */
  of(source: Source): string[] {
    return this.said.filter((said) => said.source === source).map(({ text }) => text);
  }
}
