import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Folder of what test files share; gone when the last of them has ended. */
    readonly kept: string;
  }
}

/** Gives the whole suite a folder for what is costly to make, and removes it in the end. */
export default function setup(project: TestProject): () => void {
  const root = mkdtempSync(join(tmpdir(), "spanishgas-kept-"));
  project.provide("kept", root);
  return () => rmSync(root, { recursive: true, force: true });
}
