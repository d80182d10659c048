import packageFile from "../../package.json" with { type: "json" };
import type { Engine } from "../table/engine.ts";
import { libraryVersion } from "../xgboost/index.ts";

/** Versions of what a model's figures depend on, for its artifact and its card. */
export async function libraryVersions(engine: Engine): Promise<Readonly<Record<string, string>>> {
  const { version } = await engine.row("SELECT version() AS version");
  return {
    spanishgas: packageFile.version,
    node: process.versions.node,
    xgboost: libraryVersion(),
    duckdb: String(version).replace(/^v/, ""),
  };
}
