import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

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
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  atEnd(() => void server.close());
  server.unref();
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no address.");
  return `http://127.0.0.1:${address.port}`;
}
