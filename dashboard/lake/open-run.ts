import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { artifactFiles, LEADERBOARD_FILE } from "../../configs/artifact.ts";
import type { IsoDate } from "../../configs/names.ts";
import { scoredCustomers } from "../../configs/scored-tables.ts";
import type { CurrentRun } from "../../runtime/pipeline/current-run.ts";
import { asOfOf } from "../../runtime/table/read-table.ts";
import { Database } from "./database.ts";
import {
  type Card,
  cardAt,
  type Drift,
  driftAt,
  type Evaluation,
  evaluationAt,
  type Quarantine,
  quarantineAt,
} from "./documents.ts";
import { prepare } from "./prepare.ts";
import { type RunFacts, readFacts } from "./run-facts.ts";
import { bringFiles, type RunFiles, RunKeys } from "./run-files.ts";
import { type Source, SourceFault, unlessMissing } from "./source.ts";
import { type Findings, findingsAt, type Leaderboard, leaderboardAt } from "./training-documents.ts";

/** Limits of the database. The questions are sums and short lists; what does not fit spills. */
const limits = { threads: 2, memoryLimitMb: 192, connections: 4 } as const;

/** The documents of a run. What older runs lack is undefined. */
export interface RunDocuments {
  readonly evaluation: Evaluation;
  readonly card: Card | undefined;
  readonly leaderboard: Leaderboard | undefined;
  readonly findings: Findings | undefined;
  readonly drift: Drift | undefined;
  readonly quarantine: Quarantine | undefined;
}

interface RunParts {
  readonly current: CurrentRun;
  readonly keys: RunKeys;
  readonly asOf: IsoDate;
  readonly files: RunFiles;
  readonly documents: RunDocuments;
  readonly facts: RunFacts;
  readonly database: Database;
  readonly scratch: string;
}

/**
 * One published run, opened: everything that a page shows comes from here, so that no page mixes runs. Whoever answers
 * a request holds it; a run that was replaced closes when nobody holds it any more.
 */
export class OpenRun implements RunParts {
  readonly current: CurrentRun;
  readonly keys: RunKeys;
  readonly asOf: IsoDate;
  readonly files: RunFiles;
  readonly documents: RunDocuments;
  readonly facts: RunFacts;
  readonly database: Database;
  /** Folder for what an answer needs for a while, such as a file to download. */
  readonly scratch: string;
  /** Settles when the run is closed and its folder gone. */
  readonly closed: Promise<void>;
  readonly #close: () => void;
  #holders = 0;
  #retired = false;

  private constructor(parts: RunParts) {
    this.current = parts.current;
    this.keys = parts.keys;
    this.asOf = parts.asOf;
    this.files = parts.files;
    this.documents = parts.documents;
    this.facts = parts.facts;
    this.database = parts.database;
    this.scratch = parts.scratch;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.closed = promise;
    this.#close = () => {
      this.database.close();
      resolve(rm(this.scratch, { recursive: true, force: true }));
    };
  }

  /** @throws SourceFault when the run lacks something or cannot be read */
  static async open(source: Source, current: CurrentRun): Promise<OpenRun> {
    const keys = new RunKeys(current);
    const scratch = await mkdtemp(join(tmpdir(), "spanishgas-dashboard-"));
    let database: Database | undefined;
    try {
      const [files, documents] = await Promise.all([
        bringFiles(source, keys, scratch),
        readDocuments(source, keys),
      ]);
      database = await Database.open({ ...limits, folder: scratch });
      const tables = await readTables(database, files, current);
      return new OpenRun({ current, keys, files, documents, database, scratch, ...tables });
    } catch (thrown) {
      database?.close();
      await rm(scratch, { recursive: true, force: true });
      throw thrown;
    }
  }

  /** Keeps the run open until the returned function is called. */
  hold(): () => void {
    this.#holders += 1;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#holders -= 1;
      this.#closeWhenIdle();
    };
  }

  /** Closes the run as soon as nobody holds it. */
  retire(): void {
    this.#retired = true;
    this.#closeWhenIdle();
  }

  #closeWhenIdle(): void {
    if (!this.#retired || this.#holders > 0) return;
    this.#close();
  }
}

async function readTables(database: Database, files: RunFiles, { run }: CurrentRun) {
  try {
    await prepare(database, files);
    const asOf = await asOfOf(database, scoredCustomers, dirname(files.scored));
    return { asOf, facts: await readFacts(database) };
  } catch (thrown) {
    if (thrown instanceof SourceFault) throw thrown;
    throw new SourceFault(`The tables of run ${run} cannot be read.`, { cause: thrown });
  }
}

async function readDocuments(source: Source, keys: RunKeys): Promise<RunDocuments> {
  const [evaluation, card, leaderboard, findings, drift, quarantine] = await Promise.all([
    evaluationAt(source, keys.ofModel("evaluation", "evaluation.json")),
    unlessMissing(cardAt(source, keys.ofModel("evaluation", "card.json"))),
    unlessMissing(leaderboardAt(source, keys.ofModel("candidate", LEADERBOARD_FILE))),
    unlessMissing(findingsAt(source, keys.ofModel("candidate", artifactFiles.facts))),
    unlessMissing(driftAt(source, keys.ofRun("monitoring", "drift.json"))),
    unlessMissing(quarantineAt(source, keys.ofRun("quarantine", "summary.json"))),
  ]);
  return { evaluation, card, leaderboard, findings, drift, quarantine };
}
