import { once } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from "node:http";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { answerBody, type BodyFault } from "./fault-body.ts";

/** A request as it arrives here. */
export interface ProxiedRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Requests before this one since the proxy was started: the first one is 0. */
  readonly index: number;
}

/** A request that came through, with the bytes of the answer's body that were sent on so far. */
export interface SeenRequest extends ProxiedRequest {
  readonly sentBytes: number;
}

/**
 * What goes wrong with one request.
 * - `status`: the service answers so, and never sees the request; `code` is its name of the error.
 * - `drop`: the connection breaks before the service sees the request; with `afterwards` the service has done what was
 *   asked, and its answer is lost.
 * - `delayMs`: the request waits before it goes on.
 * - The others change the answer's body: see `BodyFault`.
 */
export type Fault =
  | { readonly status: number; readonly code?: string }
  | { readonly drop: true; readonly afterwards?: true }
  | { readonly delayMs: number }
  | BodyFault;

export type FaultRule = (request: ProxiedRequest) => Fault | undefined;

/** Of this connection and no other: nothing that a proxy hands on. */
const HOP_BY_HOP: ReadonlySet<string> = new Set(["connection", "keep-alive", "transfer-encoding", "expect"]);

/**
 * Stands on loopback between a client and a loopback server for S3, DynamoDB or another service, and breaks the requests
 * that its rule chooses. Bodies stream in both directions. The header `Host` goes on as the client signed it.
 *
 * @example const proxy = await FaultProxy.start(await s3Endpoint());
 *   proxy.rule = ({ method, index }) => (method === "GET" && index < 2 ? { status: 503, code: "SlowDown" } : undefined);
 */
export class FaultProxy {
  /** Chooses what goes wrong; may be set at any time, and holds for requests that arrive from then on. */
  rule: FaultRule = () => undefined;
  /** Hears of each request whose answer has been sent, or whose connection has ended. */
  ended: (request: ProxiedRequest) => void = () => undefined;
  readonly endpoint: string;
  readonly #server: Server;
  readonly #seen: SeenRequest[];

  private constructor(endpoint: string, server: Server, seen: SeenRequest[]) {
    this.endpoint = endpoint;
    this.#server = server;
    this.#seen = seen;
  }

  /** @param target address of the server behind it, such as `http://127.0.0.1:4566` */
  static async start(target: string): Promise<FaultProxy> {
    const seen: SeenRequest[] = [];
    const server = createServer((incoming, response) => {
      const { method = "", url: path = "", headers } = incoming;
      const arrived = { method, path, headers, index: seen.length, sentBytes: 0 };
      seen.push(arrived);
      response.once("close", () => proxy.ended(arrived));
      const count = (bytes: number) => {
        arrived.sentBytes += bytes;
      };
      answer(target, incoming, response, proxy.rule(arrived), count).catch(() => incoming.socket.destroy());
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    server.unref();
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("The proxy has no address.");
    const proxy = new FaultProxy(`http://127.0.0.1:${address.port}`, server, seen);
    return proxy;
  }

  /** Requests that arrived so far, in order. */
  get requests(): readonly SeenRequest[] {
    return this.#seen;
  }

  /** Bytes of answers' bodies that were sent to clients so far. */
  get sentBytes(): number {
    return this.#seen.reduce((sum, { sentBytes }) => sum + sentBytes, 0);
  }

  /** Ends it, and every connection through it. */
  async stop(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}

async function answer(
  target: string,
  incoming: IncomingMessage,
  response: ServerResponse,
  fault: Fault | undefined,
  count: (bytes: number) => void,
): Promise<void> {
  if (fault !== undefined && "status" in fault) {
    await once(incoming.resume(), "end");
    refuse(incoming, response, fault.status, fault.code);
    return;
  }
  if (fault !== undefined && "drop" in fault) {
    if (fault.afterwards === true) await once((await forward(target, incoming)).resume(), "end");
    incoming.socket.destroy();
    return;
  }
  if (fault !== undefined && "delayMs" in fault) await sleep(fault.delayMs);
  const answered = await forward(target, incoming);
  response.on("close", () => answered.destroy());
  const bodyFault = fault === undefined || "delayMs" in fault ? undefined : fault;
  const silent = bodyFault !== undefined && "truncateAfter" in bodyFault && bodyFault.silently === true;
  const headers = answered.rawHeaders.flatMap((name, index) => {
    const kept = !HOP_BY_HOP.has(name.toLowerCase()) && !(silent && name.toLowerCase() === "content-length");
    return index % 2 === 0 && kept ? [name, answered.rawHeaders[index + 1] ?? ""] : [];
  });
  response.writeHead(answered.statusCode ?? 502, headers);
  response.flushHeaders();
  await pipeline(answered, answerBody(bodyFault, count), response);
}

/** Hands a request on. @returns the answer, its body still to come */
async function forward(target: string, incoming: IncomingMessage): Promise<IncomingMessage> {
  const { method, url, headers } = incoming;
  const outgoing = request(new URL(url ?? "/", target), {
    ...(method !== undefined && { method }),
    agent: false,
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name))),
  });
  const hangUp = () => outgoing.destroy();
  incoming.socket.once("close", hangUp);
  // The connection outlives the request.
  outgoing.once("close", () => incoming.socket.removeListener("close", hangUp));
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once("response", resolve);
    outgoing.once("error", reject);
  });
  // A server may answer before it has read the body, and hang up: then the answer counts.
  await Promise.race([answered, pipeline(incoming, outgoing)]);
  return answered;
}

/** Answers as the service would: DynamoDB and others that name their operation in a header speak JSON, S3 speaks XML. */
function refuse(
  { headers, method }: IncomingMessage,
  response: ServerResponse,
  status: number,
  code = "InternalError",
) {
  const json = headers["x-amz-target"] !== undefined;
  response.writeHead(status, {
    "content-type": json ? "application/x-amz-json-1.0" : "application/xml",
    "x-amzn-requestid": "fault",
  });
  const text = json
    ? JSON.stringify({ __type: `com.amazonaws#${code}`, message: "A fault of the test." })
    : `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>A fault of the test.</Message></Error>`;
  response.end(method === "HEAD" ? undefined : text);
}
