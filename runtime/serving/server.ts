import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { MAX_PAYLOAD_MB } from "../../configs/serving.ts";
import type { Log } from "../log.ts";
import { answerType, rowsType } from "./media-types.ts";
import { jsonReply, type Reply, refusals } from "./replies.ts";
import { requestBody } from "./request-body.ts";
import type { Scorer } from "./scorer-pool.ts";

/** What bounds the server's patience and memory. */
export interface ServingLimits {
  /** Largest body, in bytes. */
  readonly bodyBytes: number;
  /** Requests that may wait beside those being scored; with them the bodies in memory are bounded. */
  readonly waiting: number;
  /** From the first byte of a request to its last, in ms. */
  readonly requestMs: number;
  /** A client that takes nothing of its answer is given up after this time, in ms. */
  readonly answerMs: number;
}

export const servingLimits: ServingLimits = {
  bodyBytes: MAX_PAYLOAD_MB * 1024 * 1024,
  waiting: 16,
  // SageMaker itself waits a minute for an answer.
  requestMs: 60_000,
  answerMs: 60_000,
};

/** Longer than SageMaker's proxy keeps an idle connection, which must be the one to close it, in ms. */
const KEEP_ALIVE_MS = 75_000;
const CONNECTIONS = 512;

/**
 * The HTTP side of SageMaker's serving contract: `GET /ping`, `GET /execution-parameters` and `POST /invocations`. It only
 * carries bytes: rows are read and scored by the scorer's threads, so that a ping is answered whatever they do.
 */
export class ServingServer {
  readonly #scorer: Scorer;
  readonly #log: Log;
  readonly #limits: ServingLimits;
  readonly #server: Server;
  #held = 0;
  #stopping = false;

  constructor(scorer: Scorer, log: Log, limits: ServingLimits = servingLimits) {
    this.#scorer = scorer;
    this.#log = log;
    this.#limits = limits;
    this.#server = createServer(
      {
        requestTimeout: limits.requestMs,
        headersTimeout: limits.requestMs,
        connectionsCheckingInterval: Math.min(limits.requestMs, 5_000),
        keepAliveTimeout: KEEP_ALIVE_MS,
      },
      (request, response) => void this.#handle(request, response),
    );
    this.#server.maxConnections = CONNECTIONS;
  }

  /** @returns the port that it listens on */
  listen(host: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, host, () => {
        const address = this.#server.address();
        resolve(typeof address === "object" && address !== null ? address.port : port);
      });
    });
  }

  /** Takes no further request, and resolves when those at work are answered. */
  stop(): Promise<void> {
    this.#stopping = true;
    return new Promise((resolve) => void this.#server.close(() => resolve()));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const begun = performance.now();
    const [path = ""] = (request.url ?? "").split("?");
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    // A client that goes away in the middle is no fault of ours; `close` follows.
    request.on("error", () => undefined);
    response.on("error", () => undefined);
    const { name, reply } = await this.#reply(path, request, gone.signal);
    if (reply !== undefined && !response.destroyed) this.#write(response, reply);
    // The platform asks every few seconds; only a ping that finds something wrong is news.
    if (name === "ping" && reply?.status === 200) return;
    this.#log.info("Request", {
      path: name,
      status: reply?.status ?? null,
      rows: reply?.rows ?? 0,
      ms: Math.round(performance.now() - begun),
      ...(reply?.error === undefined ? {} : { error: reply.error }),
    });
  }

  /** The answer, undefined when there is nobody to hear it, and the path by a name that can be logged. */
  async #reply(
    path: string,
    request: IncomingMessage,
    gone: AbortSignal,
  ): Promise<{ readonly name: string; readonly reply: Reply | undefined }> {
    const { method } = request;
    switch (path) {
      case "/ping": {
        const reply = this.#scorer.ready ? jsonReply(200, {}) : refusals.notReady();
        return {
          name: "ping",
          reply: method === "GET" ? reply : await this.#refuse(request, refusals.wrongMethod("GET")),
        };
      }
      case "/execution-parameters": {
        const reply = jsonReply(200, {
          MaxConcurrentTransforms: this.#scorer.places,
          BatchStrategy: "MULTI_RECORD",
          MaxPayloadInMB: MAX_PAYLOAD_MB,
        });
        return {
          name: "execution-parameters",
          reply: method === "GET" ? reply : await this.#refuse(request, refusals.wrongMethod("GET")),
        };
      }
      case "/invocations":
        return { name: "invocations", reply: await this.#invoke(request, gone) };
      default:
        return { name: "other", reply: await this.#refuse(request, refusals.noSuchPath()) };
    }
  }

  async #invoke(request: IncomingMessage, gone: AbortSignal): Promise<Reply | undefined> {
    if (request.method !== "POST") return this.#refuse(request, refusals.wrongMethod("POST"));
    const rowsAs = rowsType(request.headers);
    if (rowsAs === undefined) return this.#refuse(request, refusals.rowsType());
    const answerAs = answerType(request.headers);
    if (answerAs === undefined) return this.#refuse(request, refusals.answerType());
    if (this.#held >= this.#scorer.places + this.#limits.waiting)
      return this.#refuse(request, refusals.full());
    this.#held += 1;
    try {
      const body = await requestBody(request, this.#limits.bodyBytes);
      if (body.kind === "broken_off") return undefined;
      if (body.kind === "too_large") return refusals.tooLarge();
      if (body.bytes.length === 0) return refusals.empty();
      const scored = await this.#scorer.score({ body: body.bytes, rowsAs, answerAs }, gone);
      return gone.aborted ? undefined : scored;
    } finally {
      this.#held -= 1;
    }
  }

  /** Hears the client out, keeping nothing: one that still writes would never read the answer. */
  async #refuse(request: IncomingMessage, reply: Reply): Promise<Reply | undefined> {
    const body = await requestBody(request, 0, this.#limits.bodyBytes);
    if (body.kind === "broken_off") return undefined;
    return request.complete ? reply : { ...reply, headers: { ...reply.headers, connection: "close" } };
  }

  #write(response: ServerResponse, { status, type, body, headers = {} }: Reply): void {
    response.setTimeout(this.#limits.answerMs, () => response.destroy());
    response.writeHead(status, {
      "content-type": type,
      "content-length": Buffer.byteLength(body),
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      ...(this.#stopping ? { connection: "close" } : {}),
      ...headers,
    });
    response.end(body);
  }
}
