import { withoutCredentials } from "./redact.ts";

/** What a log line says beside its message. Never customer data, texts of users or credentials. */
export type LogFields = Readonly<
  Record<string, string | number | boolean | null | readonly string[] | undefined>
>;

/** A log of one JSON object a line, as log services search it. */
export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** The same log with fields that every line carries: the run's id. */
  with(fields: LogFields): Log;
}

/**
 * A structured log. Credentials that stand in a text are cut out: errors of the SDK may quote a request.
 * @param common fields of every line
 * @param write takes a line without its end. @default to the standard output
 */
export function jsonLog(common: LogFields = {}, write = toStandardOutput): Log {
  const at =
    (level: string) =>
    (message: string, fields: LogFields = {}) =>
      write(JSON.stringify({ level, time: new Date().toISOString(), message, ...common, ...fields }, safe));
  return {
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    with: (fields) => jsonLog({ ...common, ...fields }, write),
  };
}

function safe(_key: string, value: unknown): unknown {
  return typeof value === "string" ? withoutCredentials(value) : value;
}

function toStandardOutput(line: string): void {
  process.stdout.write(`${line}\n`);
}
