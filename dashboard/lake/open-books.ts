import { messageOf } from "../../runtime/errors.ts";
import type { Settings } from "../settings.ts";
import type { Books } from "./books.ts";
import { patience } from "./open-source.ts";
import { SourceFault } from "./source.ts";

/** A page waits for the table so long for each answer, in ms, and asks it so often. */
const ANSWER_MS = 5_000;
const ATTEMPTS = 2;

/**
 * The books of the pipeline, only to be read: those in a lake's folder, or the table of a lake in a bucket.
 * @returns undefined where nobody has said which table that is
 */
export async function openBooks({
  lake,
  manifestTable,
}: Pick<Settings, "lake" | "manifestTable">): Promise<Books | undefined> {
  // Loaded here and not above: SQLite is of no use beside a bucket, and the SDK's DynamoDB none beside a folder.
  if (lake.kind === "folder") {
    const { FolderBooks } = await import("./folder-books.ts");
    return withSentences(
      new FolderBooks(lake.folder),
      "The manifest of the lake cannot be read. The dashboard keeps trying.",
    );
  }
  if (manifestTable === undefined) return undefined;
  const { openTable } = await import("./table-books.ts");
  const books = openTable(manifestTable, { maxAttempts: ATTEMPTS, requestHandler: patience(ANSWER_MS) });
  return withSentences(
    books,
    `The table ${manifestTable} with the pipeline's books cannot be read. The dashboard keeps trying; see that MANIFEST_TABLE names the stack's table, and that the dashboard's role may read it.`,
  );
}

/** Turns whatever goes wrong into a fault with this sentence; its cause is for the log. */
export function withSentences(books: Books, sentence: string): Books {
  const told = async <T>(asked: () => Promise<T>): Promise<T> => {
    try {
      return await asked();
    } catch (thrown) {
      throw new SourceFault(sentence, { cause: messageOf(thrown) });
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
