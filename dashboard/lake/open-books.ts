import { messageOf } from "../../runtime/errors.ts";
import type { Settings } from "../settings.ts";
import type { Books } from "./books.ts";
import { patience } from "./open-source.ts";
import { SourceFault } from "./source.ts";

/** What is sent to the table may take so long, in ms, and is sent so often. */
const ANSWER_MS = 1_500;
const ATTEMPTS = 2;
/** A page waits so long for the table: it answers within hundredths of a second, or something is wrong with it. */
const tablePatience: Patience = { answerMs: 2_000, quietMs: 5_000 };

/** How long books are waited for. */
export interface Patience {
  /** For an answer, in ms; after it, the question has failed. */
  readonly answerMs: number;
  /** After a question that failed, in ms: until then every other fails at once, so that it is not waited for anew. */
  readonly quietMs: number;
}

export interface BooksOptions {
  /** Is told of every question that failed, with its cause: pages tell people its sentence alone. */
  readonly onFault?: (fault: SourceFault) => void;
  /** @default as long as the books take */
  readonly patience?: Patience;
}

/**
 * The books of the pipeline, only to be read: those in a lake's folder, or the table of a lake in a bucket.
 * @returns undefined where nobody has said which table that is
 */
export async function openBooks(
  { lake, manifestTable }: Pick<Settings, "lake" | "manifestTable">,
  options: BooksOptions = {},
): Promise<Books | undefined> {
  // Loaded here and not above: SQLite is of no use beside a bucket, and the SDK's DynamoDB none beside a folder.
  if (lake.kind === "folder") {
    const { FolderBooks } = await import("./folder-books.ts");
    const books = new FolderBooks(lake.folder);
    process.once("exit", () => books[Symbol.dispose]());
    return withSentences(
      books,
      "The manifest of the lake cannot be read. The dashboard keeps trying.",
      options,
    );
  }
  if (manifestTable === undefined) return undefined;
  const { openTable } = await import("./table-books.ts");
  const books = openTable(manifestTable, { maxAttempts: ATTEMPTS, requestHandler: patience(ANSWER_MS) });
  return withSentences(
    books,
    `The table ${manifestTable} with the pipeline's books cannot be read. The dashboard keeps trying; see that MANIFEST_TABLE names the stack's table, and that the dashboard's role may read it.`,
    { patience: tablePatience, ...options },
  );
}

/** Turns whatever goes wrong, or takes too long, into a fault with this sentence; its cause is for the log. */
export function withSentences(books: Books, sentence: string, options: BooksOptions = {}): Books {
  const { onFault, patience } = options;
  let failed: { readonly fault: SourceFault; readonly at: number } | undefined;
  const told = async <T>(asked: () => Promise<T>): Promise<T> => {
    if (failed !== undefined && performance.now() - failed.at < (patience?.quietMs ?? 0)) throw failed.fault;
    try {
      return await (patience === undefined ? asked() : within(patience.answerMs, asked()));
    } catch (thrown) {
      const fault = new SourceFault(sentence, { cause: messageOf(thrown) });
      failed = { fault, at: performance.now() };
      onFault?.(fault);
      throw fault;
    }
  };
  return {
    runs: (page) => told(() => books.runs(page)),
    run: (id) => told(() => books.run(id)),
    tasks: (id) => told(() => books.tasks(id)),
    counts: () => told(() => books.counts()),
    holder: () => told(() => books.holder()),
  };
}

/** The answer, if it comes within so many milliseconds. What comes later is let be. */
async function within<T>(milliseconds: number, answer: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Error(`There was no answer within ${milliseconds} ms.`)),
    milliseconds,
  );
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
