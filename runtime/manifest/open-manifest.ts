import { existsSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../errors.ts";
import type { Lake } from "../lake/lake.ts";
import type { Manifest } from "./manifest.ts";
import { SqliteManifest, type SqliteManifestOptions } from "./sqlite-manifest.ts";

function manifestFile(lakeFolder: string): string {
  return join(lakeFolder, "manifest.sqlite");
}

/** Opens the manifest of a lake in a folder; makes it when it is missing. */
export function openManifest(lake: Lake, options?: SqliteManifestOptions): Manifest {
  return new SqliteManifest(manifestFile(lake.location), options);
}

/** Does a lake lie in this folder, that is, has a run been started on it? */
export function isLake(folder: string): boolean {
  return existsSync(manifestFile(folder));
}

/** A run that dies is taken over this much later, in ms, from any machine; nobody knows sooner that it is dead. */
const TABLE_LEASE_MS = 30_000;

/**
 * Opens the manifest in a table, for runs whose process lives as long as they do.
 * @throws InputError when there is no such table
 */
export async function openTableManifest(
  table: string,
  { leaseMs = TABLE_LEASE_MS }: { readonly leaseMs?: number } = {},
): Promise<Manifest> {
  // Loaded here and not above: the SDK takes a while, and runs on a folder need none of it.
  const [{ DynamoManifest }, { ResourceNotFoundException }] = await Promise.all([
    import("./dynamo-manifest.ts"),
    import("@aws-sdk/client-dynamodb"),
  ]);
  const manifest = new DynamoManifest(table, { leaseMs });
  try {
    await manifest.holder();
    return manifest;
  } catch (thrown) {
    manifest[Symbol.dispose]();
    if (!(thrown instanceof ResourceNotFoundException)) throw thrown;
    throw new InputError(
      `There is no table ${table} in this account and region; name the stack's with --manifest-table or MANIFEST_TABLE.`,
    );
  }
}
