import { contentTypes } from "../../configs/serving.ts";

/** One thing that is wrong with a request's rows. Never holds a value of the caller's: it may be a customer's. */
export interface RowFault {
  /** Number of the row from 1, a header not counted; null where the fault lies in no single row. */
  readonly row: number | null;
  /** Name of the column, null where no known column is meant. */
  readonly column: string | null;
  /** What is wrong, as the end of a sentence that begins with the row or the column. */
  readonly reason: string;
  /** What to do. */
  readonly remedy: string;
}

/** Faults that are named; looking for more would help nobody. */
const FAULTS_NAMED = 10;

/** The first faults of a request. Reading ends when it is full. */
export class RowFaults {
  readonly #found: RowFault[] = [];

  get found(): readonly RowFault[] {
    return this.#found;
  }

  get full(): boolean {
    return this.#found.length >= FAULTS_NAMED;
  }

  add(fault: RowFault): void {
    if (!this.full) this.#found.push(fault);
  }
}

/** The body of an answer that is no score. */
export interface Refusal {
  /** One sentence: what is wrong. */
  readonly error: string;
  readonly remedy: string;
  /** The first faults of the rows, in their order. */
  readonly faults?: readonly RowFault[];
}

/** What is said of rows with faults. */
export function refusalOf(faults: RowFaults): Refusal {
  const { found, full } = faults;
  return {
    error: full
      ? `At least ${found.length} things are wrong with these rows; no row was scored.`
      : `${found.length === 1 ? "One thing is" : `${found.length} things are`} wrong with these rows; no row was scored.`,
    remedy: "Correct what is named in faults and send all rows again.",
    faults: found,
  };
}

/** What is said of a form that is not supported. */
export function unsupported(what: string): Refusal {
  return { error: `${what} is not supported.`, remedy: `Use ${contentTypes.join(", ")}, in UTF-8.` };
}
