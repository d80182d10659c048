import { messageOf } from "../../runtime/errors.ts";
import type { Settings } from "../settings.ts";
import type { Books } from "./books.ts";
import { patience } from "./open-source.ts";
import { SourceFault } from "./source.ts";

/** A page waits for the table so long for each answer, in ms, and asks it so often. */
const ANSWER_MS = 5_000;
const ATTEMPTS = 2;

/** Is told of every question that failed, with its cause: pages tell people its sentence alone. */
export interface BooksOptions {
  readonly onFault?: (fault: SourceFault) => void;
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
    options,
  );
}

/** Turns whatever goes wrong into a fault with this sentence; its cause is for the log. */
export function withSentences(books: Books, sentence: string, { onFault }: BooksOptions = {}): Books {
  const told = async <T>(asked: () => Promise<T>): Promise<T> => {
    try {
      return await asked();
    } catch (thrown) {
      const fault = new SourceFault(sentence, { cause: messageOf(thrown) });
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
