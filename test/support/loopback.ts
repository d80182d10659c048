import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/**
 * Lets a server listen on a free port of loopback.
 * @param atEnd is given what ends the server and its connections. @default with the test
 * @returns the port
 */
export async function listenOnLoopback(
  server: Server,
  atEnd: (end: () => void) => void = onTestFinished,
): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no address.");
  return address.port;
}

/** A request that a loopback server received. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** What it answers. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * A server on loopback; each request is answered by `answer`.
 * @param atEnd is given what ends the server. @default with the test
 * @returns its address
 */
export async function loopbackServer(
  answer: (request: Received) => Answer,
  atEnd: (end: () => void) => void = onTestFinished,
): Promise<string> {
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    void text(request).then((body) => {
      const { method = "", url = "", headers } = request;
      const {
        status,
        headers: answered = {},
        body: said = "",
      } = answer({ method, path: url, headers, body });
      response.writeHead(status, answered).end(said);
    });
  });
  const port = await listenOnLoopback(server, atEnd);
  server.unref();
  return `http://127.0.0.1:${port}`;
}
