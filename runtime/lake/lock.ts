import { DatabaseSync } from "node:sqlite";

/** How long to wait for another process before giving up, in ms. The work under the lock takes milliseconds. */
const PATIENCE_MS = 10_000;

/**
 * Runs `work` while no other process does the same with this lock file. The lock is SQLite's, that is, one of the
 * operating system's: it falls when its process dies, so a killed process never leaves it behind.
 *
 * `work` is synchronous: a process that waits here blocks, and must not wait for itself.
 */
export function withLock<T>(file: string, work: () => T): T {
  const database = new DatabaseSync(file, { timeout: PATIENCE_MS });
  try {
    database.exec("BEGIN IMMEDIATE");
    const result = work();
    database.exec("COMMIT");
    return result;
  } finally {
    database.close();
  }
}
