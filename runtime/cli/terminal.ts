import type { WriteStream } from "node:tty";
import { stripVTControlCharacters, styleText } from "node:util";

const DEFAULT_WIDTH = 80;

type Style = Parameters<typeof styleText>[0];

/** A place to write to for people: a terminal, a file or a pipe. */
export class Terminal {
  readonly #stream: NodeJS.WriteStream & Partial<WriteStream>;
  #unfinished = false;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  /** A person is watching: one line may be written over and over. */
  get interactive(): boolean {
    return this.#stream.isTTY === true && process.env["TERM"] !== "dumb";
  }

  /** Colours and weights, on a terminal only; NO_COLOR is honoured. */
  style(style: Style, text: string): string {
    return styleText(style, text, { stream: this.#stream });
  }

  line(text = ""): void {
    this.#stream.write(`${this.#clearing()}${text}\n`);
    this.#unfinished = false;
  }

  /** Writes the line that is written over by the next. */
  update(text: string): void {
    // A terminal that does not know its width says 0.
    const width = (this.#stream.columns || DEFAULT_WIDTH) - 1;
    this.#stream.write(this.#clearing() + text.slice(0, width));
    this.#unfinished = true;
  }

  /** Removes the line that would have been written over. */
  clear(): void {
    this.#stream.write(this.#clearing());
    this.#unfinished = false;
  }

  #clearing(): string {
    return this.#unfinished ? "\r\u001b[2K" : "";
  }
}

/** Number of columns that a text takes on a terminal. */
export function widthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}

/** Fills a text up to a width; `start` puts the blanks in front, as for numbers. */
export function pad(text: string, width: number, side: "start" | "end" = "end"): string {
  const blanks = " ".repeat(Math.max(0, width - widthOf(text)));
  return side === "end" ? text + blanks : blanks + text;
}
