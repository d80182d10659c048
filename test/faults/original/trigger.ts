/**
 * The trigger of the system that this one replaces, with its books, as far as their faults show: every object is a run,
 * and an object's key is all that is remembered of it.
 */
export class OriginalTrigger {
  /** The table, by `file_key`. */
  readonly books = new Map<string, { readonly run_id: string; readonly status: "started" | "completed" }>();
  /** Inputs of the executions that were started. */
  readonly executions: { readonly file_key: string; readonly run_id: string }[] = [];
  /** Whether Step Functions refuses to start one. */
  failing = false;

  /** The function, called by S3 for one object. @throws when the execution cannot be started */
  handle(key: string): "skipped" | "in_progress" | "started" {
    if (this.books.get(key)?.status === "completed") return "skipped";
    // The conditional write: only where there is no item yet.
    if (this.books.has(key)) return "in_progress";
    const run_id = `run-${this.books.size}`;
    this.books.set(key, { run_id, status: "started" });
    if (this.failing) throw new Error("ThrottlingException");
    this.executions.push({ file_key: key, run_id });
    return "started";
  }

  /** The last state of the state machine. A run that failed never comes there, and nothing else writes. */
  updateManifest(key: string): void {
    this.books.set(key, { run_id: this.books.get(key)?.run_id ?? "", status: "completed" });
  }
}
