import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { withRemedy } from "../errors.ts";

/** Rises when the tables change; a newer manifest is refused rather than misread. */
const SCHEMA_VERSION = 1;
/** How long a statement waits for another process, in ms. */
const PATIENCE_MS = 10_000;

const SCHEMA = `
  CREATE TABLE deliveries (
    id TEXT PRIMARY KEY,
    files TEXT NOT NULL,
    first_seen_at TEXT NOT NULL
  ) STRICT;
  CREATE TABLE runs (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    delivery TEXT NOT NULL REFERENCES deliveries (id),
    attempt INTEGER NOT NULL,
    state TEXT NOT NULL,
    request TEXT NOT NULL,
    code TEXT NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT,
    cause TEXT,
    error TEXT,
    UNIQUE (delivery, attempt)
  ) STRICT;
  CREATE TABLE tasks (
    run TEXT NOT NULL REFERENCES runs (id),
    state TEXT NOT NULL,
    result TEXT NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT NOT NULL,
    usage TEXT,
    PRIMARY KEY (run, state)
  ) STRICT;
  -- One row at most: the lease of the lake. The token only ever rises, also when nobody holds the lease.
  CREATE TABLE lease (
    name TEXT PRIMARY KEY,
    run TEXT,
    owner TEXT,
    expires_at INTEGER NOT NULL,
    token INTEGER NOT NULL
  ) STRICT;
  INSERT INTO lease VALUES ('lake', NULL, NULL, 0, 0);
`;

/** Opens the manifest's database and makes its tables when they are missing. */
export function openDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: PATIENCE_MS });
  try {
    prepare(database, file);
  } catch (thrown) {
    database.close();
    throw withRemedy(thrown, dirname(file));
  }
  return database;
}

function prepare(database: DatabaseSync, file: string): void {
  patiently(() => database.exec("PRAGMA journal_mode = WAL"));
  database.exec("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
  transaction(database, () => {
    const version = database.prepare("PRAGMA user_version").get()?.["user_version"];
    if (version === SCHEMA_VERSION) return;
    if (version !== 0) {
      throw new Error(
        `${file} was written by a newer version of spanishgas; use that version with this lake.`,
      );
    }
    database.exec(SCHEMA);
    database.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
  });
}

const SQLITE_BUSY = 5;
const PAUSE_MS = 20;

/** Tries again while another process is in the way: SQLite itself does not wait where the journal's mode changes. */
function patiently(work: () => void): void {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      work();
      return;
    } catch (thrown) {
      if (!isBusy(thrown) || Date.now() > end) throw thrown;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
    }
  }
}

function isBusy(thrown: unknown): boolean {
  return thrown instanceof Error && "errcode" in thrown && thrown.errcode === SQLITE_BUSY;
}

/**
 * Runs `work` as one transaction that no other process's transaction can come between.
 * @throws ResourceError when the disk is full
 */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  try {
    database.exec("BEGIN IMMEDIATE");
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (thrown) {
    // On a full disk SQLite has rolled back by itself.
    if (database.isTransaction) database.exec("ROLLBACK");
    throw withRemedy(thrown, dirname(database.location() ?? "."));
  }
}
