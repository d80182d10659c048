import type { Manifest } from "../../runtime/manifest/manifest.ts";

/** The books of the pipeline as far as pages read them: which runs there were, and what each did. */
export type Books = Pick<Manifest, "runs" | "run" | "tasks" | "counts" | "holder">;
