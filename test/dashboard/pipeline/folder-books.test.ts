import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { runId } from "../../../configs/names.ts";
import type { Books } from "../../../dashboard/lake/books.ts";
import { FolderBooks } from "../../../dashboard/lake/folder-books.ts";
import { openBooks, withSentences } from "../../../dashboard/lake/open-books.ts";
import { SourceFault } from "../../../dashboard/lake/source.ts";
import { SqliteManifest } from "../../../runtime/manifest/sqlite-manifest.ts";
import { digestsBelow, filesBelow } from "../../support/digests.ts";
import { temporaryFolder } from "../../support/folders.ts";
import { claimOf, failed, task } from "../../support/manifests.ts";

/** A folder with a manifest that a process has open, as while a run is at work. */
function manifestIn(folder: string): SqliteManifest {
  const manifest = new SqliteManifest(join(folder, "manifest.sqlite"));
  onTestFinished(() => manifest[Symbol.dispose]());
  return manifest;
}

function booksOf(folder: string): FolderBooks {
  const books = new FolderBooks(folder);
  onTestFinished(() => books[Symbol.dispose]());
  return books;
}

it("tells what the manifest tells, and changes nothing in the lake while a run is at work", async () => {
  const folder = temporaryFolder();
  const manifest = manifestIn(folder);
  const first = await manifest.claim(claimOf("a"));
  await manifest.record(first.lease, task("Bronze"));
  await manifest.finish(first.lease, failed);
  const second = await manifest.claim(claimOf("b"));
  expect(filesBelow(folder)).toContain("manifest.sqlite-wal");
  const ask = async (books: Books) => [
    await books.runs({ limit: 1 }),
    await books.runs({ state: "failed" }),
    await books.counts(),
    await books.run(first.run.id),
    await books.tasks(first.run.id),
  ];
  // Asked first: SQLite changes files beside a database that it reads itself.
  const told = await ask(manifest);
  const before = digestsBelow(folder);
  const books = booksOf(folder);
  expect(await ask(books)).toEqual(told);
  expect(await books.holder()).toEqual(second.lease);
  expect(digestsBelow(folder)).toEqual(before);
});

it("reads a manifest that nobody has open, without making the files that SQLite makes", async () => {
  const folder = temporaryFolder();
  {
    using manifest = new SqliteManifest(join(folder, "manifest.sqlite"));
    const { lease } = await manifest.claim(claimOf("a"));
    await manifest.finish(lease, { state: "completed" });
  }
  const before = digestsBelow(folder);
  expect(Object.keys(before)).toEqual(["manifest.sqlite"]);
  expect((await booksOf(folder).counts()).completed).toBe(1);
  expect(digestsBelow(folder)).toEqual(before);
});

it("reads a manifest whose process was killed: what it had written last stands beside the database", async () => {
  const folder = temporaryFolder();
  const manifest = manifestIn(folder);
  await manifest.claim(claimOf("a"));
  const left = temporaryFolder();
  for (const file of ["manifest.sqlite", "manifest.sqlite-wal"]) cpSync(join(folder, file), join(left, file));
  const before = digestsBelow(left);
  expect((await booksOf(left).counts()).started).toBe(1);
  expect(digestsBelow(left)).toEqual(before);
});

it("has no runs before there is a manifest, makes none, and finds it when it comes", async () => {
  const folder = join(temporaryFolder(), "lake");
  const books = booksOf(folder);
  expect(await books.runs()).toEqual({ items: [] });
  expect(await books.counts()).toEqual({ started: 0, completed: 0, failed: 0, rejected: 0, superseded: 0 });
  expect(await books.holder()).toBeUndefined();
  expect(await books.run(runId("a-1"))).toBeUndefined();
  expect(existsSync(folder)).toBe(false);
  mkdirSync(folder);
  const manifest = manifestIn(folder);
  const { lease } = await manifest.claim(claimOf("a"));
  expect((await books.runs()).items.map(({ id }) => id)).toEqual(["a-1"]);
  await manifest.finish(lease, { state: "completed" });
  expect((await books.run(runId("a-1")))?.state).toBe("completed");
});

it("reads a lake that nobody may write to", async () => {
  const folder = temporaryFolder();
  {
    using manifest = new SqliteManifest(join(folder, "manifest.sqlite"));
    await manifest.claim(claimOf("a"));
  }
  chmodSync(join(folder, "manifest.sqlite"), 0o444);
  chmodSync(folder, 0o555);
  onTestFinished(() => chmodSync(folder, 0o755));
  const before = digestsBelow(folder);
  expect((await booksOf(folder).runs()).items).toHaveLength(1);
  expect(digestsBelow(folder)).toEqual(before);
});

it("keeps up with a manifest that is written all the time, and never misreads it", async () => {
  const folder = temporaryFolder();
  const manifest = manifestIn(folder);
  const books = booksOf(folder);
  let { lease } = await manifest.claim(claimOf("a"));
  for (let round = 1; round <= 40; round += 1) {
    await manifest.record(lease, task(`Step${round}`));
    lease = await manifest.renew(lease);
    expect(await books.tasks(lease.run)).toHaveLength(round);
  }
});

it("answers many at once from one copy", async () => {
  const folder = temporaryFolder();
  await manifestIn(folder).claim(claimOf("a"));
  const books = booksOf(folder);
  const answers = await Promise.all(Array.from({ length: 50 }, () => books.counts()));
  expect(answers.every(({ started }) => started === 1)).toBe(true);
});

it("says in a sentence that a manifest cannot be read, and nothing of its insides", async () => {
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, "manifest.sqlite"),
    "no database at all, but long enough to be taken for one".repeat(99),
  );
  const books = await openBooks({ lake: { kind: "folder", folder }, manifestTable: undefined });
  const fault = await books?.counts().catch((thrown: unknown) => thrown);
  expect(fault).toBeInstanceOf(SourceFault);
  expect(String(fault)).toBe(
    "SourceFault: The manifest of the lake cannot be read. The dashboard keeps trying.",
  );
  expect(
    await openBooks({ lake: { kind: "bucket", bucket: "b" }, manifestTable: undefined }),
  ).toBeUndefined();
});

it("passes answers on as they are", async () => {
  const folder = temporaryFolder();
  const manifest = manifestIn(folder);
  const { run } = await manifest.claim(claimOf("a"));
  const books = withSentences(manifest, "never said");
  expect(await books.run(run.id)).toEqual(run);
  expect(await books.tasks(run.id)).toEqual([]);
  expect((await books.holder())?.run).toBe(run.id);
});

it("leaves no copy behind, not even one that is being made", async () => {
  vi.stubEnv("TMPDIR", temporaryFolder());
  onTestFinished(() => void vi.unstubAllEnvs());
  const folder = temporaryFolder();
  await manifestIn(folder).claim(claimOf("a"));
  const books = booksOf(folder);
  await books.counts();
  expect(copies()).toHaveLength(1);
  books[Symbol.dispose]();
  expect(copies()).toEqual([]);
  const late = booksOf(folder);
  const asked = late.counts().catch(() => undefined);
  late[Symbol.dispose]();
  await asked;
  expect(copies()).toEqual([]);
});

/** Copies that there are of manifests. */
function copies(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith("spanishgas-books-"));
}
