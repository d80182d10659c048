import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { ROOT } from "./engine/index.ts";

/** Says what Trino's grammar has against a text; nothing when it is a statement. */
export type TrinoGrammar = (sql: string) => readonly string[];

/**
 * Trino's grammar, which Athena's is made from. The package's modules import each other without endings, which Node does
 * not take, so that they are put into one file first.
 */
export async function trinoGrammar(): Promise<TrinoGrammar> {
  const { outputFiles } = buildSync({
    stdin: {
      contents: `import { TrinoSQL } from "dt-sql-parser/dist/parser/trino/index.js";
        const parser = new TrinoSQL();
        export const faults = (sql) => parser.validate(sql).map(({ startLine, startColumn, message }) =>
          startLine + ":" + startColumn + " " + message);`,
      resolveDir: ROOT,
    },
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
  });
  const folder = mkdtempSync(join(tmpdir(), "trino-"));
  try {
    const file = join(folder, "trino.mjs");
    writeFileSync(file, outputFiles[0]?.text ?? "");
    const grammar: { readonly faults: TrinoGrammar } = await import(file);
    return grammar.faults;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
