import { once } from "node:events";
import { InputError, messageOf, systemCode } from "../runtime/errors.ts";
import { accessControl } from "./access/access-control.ts";
import { auditTrail } from "./access/audit.ts";
import { warningOf } from "./access/settings.ts";
import { helpText } from "./help.ts";
import { httpServer } from "./http-server.ts";
import { openBooks } from "./lake/open-books.ts";
import { openSource } from "./lake/open-source.ts";
import { RunView } from "./lake/run-view.ts";
import { dashboard } from "./server.ts";
import { settingsFrom } from "./settings.ts";

/** Serves the dashboard until it is told to stop. Its log is one JSON object a line, on standard output. */

/** Requests at work get this time when the server is told to stop, in ms. Schedulers kill after 30 s. */
const GRACE_MS = 10_000;
const WRONG_SETTINGS = 2;
const HELP: readonly string[] = ["--help", "-h"];

function log(entry: object): void {
  process.stdout.write(`${JSON.stringify(entry)}\n`);
}

function logFault(event: string, thrown: unknown, more: object = {}): void {
  const cause = thrown instanceof Error ? messageOf(thrown.cause ?? "") : "";
  const stack = thrown instanceof Error ? thrown.stack : undefined;
  log({ at: new Date().toISOString(), event, message: messageOf(thrown), cause, stack, ...more });
}

async function serve(): Promise<void> {
  const settings = settingsFrom(process.env);
  const { lake, host, port, access } = settings;
  const warning = warningOf(host, access);
  if (warning !== undefined) process.stderr.write(`dashboard: ${warning}\n`);
  const source = openSource(lake);
  const view = new RunView(source, { onFault: (fault) => logFault("lake-fault", fault) });
  const app = dashboard({
    source,
    view,
    books: await openBooks(settings, { onFault: (fault) => logFault("books-fault", fault) }),
    access: accessControl(access, {
      onFault: (fault) => log({ at: new Date().toISOString(), event: "refused", ...fault }),
    }),
    audit: auditTrail(log),
    onRequest: log,
    onError: (thrown, request) => logFault("error", thrown, { request }),
  });
  const server = httpServer(app);
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1);
    stopping = true;
    server.close(async () => {
      await view.close();
      process.exit(0);
    });
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), GRACE_MS).unref();
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  server.listen(port, host);
  await once(server, "listening").catch((thrown: unknown) => {
    throw cannotListen(thrown, host, port);
  });
  const address = server.address();
  const listening = typeof address === "object" && address !== null ? address.port : port;
  process.stderr.write(
    `The dashboard shows ${source.location} on http://${host}:${listening}/ (Ctrl-C ends it).\n`,
  );
  // The first reader should not wait for the run to be read.
  await view.now();
}

function cannotListen(thrown: unknown, host: string, port: number): unknown {
  switch (systemCode(thrown)) {
    case "EADDRINUSE":
      return new InputError(`Port ${port} is in use; set PORT to another one.`);
    case "EACCES":
      return new InputError(`Port ${port} may not be used; set PORT to one above 1023.`);
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return new InputError(`${host} is no address of this machine; set HOST to one that is.`);
    default:
      return thrown;
  }
}

/** Settings come from the environment, so that a container's definition and a shell give them alike. */
async function main(args: readonly string[]): Promise<void> {
  const [first] = args;
  if (first === undefined) return serve();
  if (!HELP.includes(first))
    throw new InputError(
      `There is no argument ${JSON.stringify(first)}; --help lists the variables that it reads.`,
    );
  process.stdout.write(helpText());
}

try {
  await main(process.argv.slice(2));
} catch (thrown) {
  if (!(thrown instanceof InputError)) throw thrown;
  process.stderr.write(`dashboard: ${thrown.message}\n`);
  process.exit(WRONG_SETTINGS);
}
