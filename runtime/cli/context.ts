import { CancelledError, InputError, messageOf, ResourceError } from "../errors.ts";
import { RunInProgress } from "../manifest/manifest.ts";
import { ChampionMoved } from "../registry/registry.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { Terminal } from "./terminal.ts";

/** What every command gets: where to write results, where to write about its work, and when to stop. */
export interface CommandContext {
  /** Results: text for people, or one JSON object. */
  readonly out: Terminal;
  /** Progress and messages. */
  readonly log: Terminal;
  readonly signal: AbortSignal;
}

/** Options that every command has. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly verbose?: boolean;
}

/** Prints one JSON object, for programs. */
export function printJson(context: CommandContext, value: unknown): void {
  context.out.line(JSON.stringify(value, null, 2));
}

/** What is nobody's bug: the message says what to free or to wait for, and a stack trace adds nothing. */
function saysItAll(thrown: unknown): boolean {
  return (
    thrown instanceof ResourceError || thrown instanceof RunInProgress || thrown instanceof ChampionMoved
  );
}

function exitCodeOf(thrown: unknown): ExitCode {
  if (thrown instanceof InputError) return exitCodes.input;
  if (thrown instanceof CancelledError) return exitCodes.cancelled;
  return exitCodes.fault;
}

/**
 * Runs a command and turns what it throws into one sentence and an exit code. Ctrl-C cancels the command, so that it
 * can clean up; a second one ends it at once.
 */
export async function runCommand(
  options: CommonOptions,
  command: (context: CommandContext) => Promise<ExitCode>,
): Promise<void> {
  const cancellation = new AbortController();
  const stop = () => {
    if (cancellation.signal.aborted) process.exit(exitCodes.cancelled);
    cancellation.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  const context = {
    out: new Terminal(process.stdout),
    log: new Terminal(process.stderr),
    signal: cancellation.signal,
  };
  try {
    process.exitCode = await command(context);
  } catch (thrown) {
    process.exitCode = exitCodeOf(thrown);
    report(context, options, thrown);
  } finally {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
  }
}

function report(context: CommandContext, { json, verbose }: CommonOptions, thrown: unknown): void {
  const message = messageOf(thrown);
  const { log } = context;
  log.clear();
  if (json === true) {
    const location = thrown instanceof InputError ? thrown.location : {};
    const name = thrown instanceof Error ? thrown.name : "Error";
    printJson(context, { error: { name, message, ...location } });
  }
  log.line(`${log.style("red", "spanishgas:")} ${message}`);
  if (verbose === true && thrown instanceof Error) log.line(log.style("dim", thrown.stack ?? ""));
  else if (exitCodeOf(thrown) === exitCodes.fault && !saysItAll(thrown))
    log.line(log.style("dim", "Add --verbose to see where it happened."));
}
