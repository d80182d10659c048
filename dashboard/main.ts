import { once } from "node:events";
import { createServer } from "node:http";
import { InputError, messageOf, systemCode } from "../runtime/errors.ts";
import { openSource } from "./lake/open-source.ts";
import { RunView } from "./lake/run-view.ts";
import { dashboard } from "./server.ts";
import { settingsFrom } from "./settings.ts";

/** Serves the dashboard until it is told to stop. Its log is one JSON object a line, on standard output. */

/** Requests at work get this time when the server is told to stop, in ms. Schedulers kill after 30 s. */
const GRACE_MS = 10_000;
const WRONG_SETTINGS = 2;

function log(entry: object): void {
  process.stdout.write(`${JSON.stringify(entry)}\n`);
}

function logFault(event: string, thrown: unknown, more: object = {}): void {
  const cause = thrown instanceof Error ? messageOf(thrown.cause ?? "") : "";
  const stack = thrown instanceof Error ? thrown.stack : undefined;
  log({ at: new Date().toISOString(), event, message: messageOf(thrown), cause, stack, ...more });
}

async function serve(): Promise<void> {
  const { lake, host, port } = settingsFrom(process.env);
  const source = openSource(lake);
  const view = new RunView(source, { onFault: (fault) => logFault("lake-fault", fault) });
  const app = dashboard({
    source,
    view,
    access: log,
    onError: (thrown, request) => logFault("error", thrown, { request }),
  });
  const server = createServer(app);
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1);
    stopping = true;
    server.close(() => process.exit(0));
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

try {
  await serve();
} catch (thrown) {
  if (!(thrown instanceof InputError)) throw thrown;
  process.stderr.write(`dashboard: ${thrown.message}\n`);
  process.exit(WRONG_SETTINGS);
}
