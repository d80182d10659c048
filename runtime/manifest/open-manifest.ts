import { existsSync } from "node:fs";
import { join } from "node:path";
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
