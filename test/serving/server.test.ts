import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, onTestFinished, test } from "vitest";
import { jsonLog } from "../../runtime/log.ts";
import type { Invocation, Scored } from "../../runtime/serving/messages.ts";
import type { Scorer } from "../../runtime/serving/scorer-pool.ts";
import { ServingServer, servingLimits } from "../../runtime/serving/server.ts";

const scored: Scored = {
  status: 200,
  type: "application/jsonlines",
  body: new TextEncoder().encode("{}\n"),
  rows: 1,
};

/** Answers when it is told to. */
class HeldScorer implements Scorer {
  readonly places = 1;
  ready = true;
  readonly asked: Invocation[] = [];
  readonly signals: AbortSignal[] = [];
  readonly #answers: ((answer: Scored) => void)[] = [];
  #heard = Promise.withResolvers<void>();

  score(asked: Invocation, signal: AbortSignal): Promise<Scored> {
    this.asked.push(asked);
    this.signals.push(signal);
    this.#heard.resolve();
    return new Promise((answer) => void this.#answers.push(answer));
  }

  /** Resolves when so many requests have come. */
  async heard(count: number): Promise<void> {
    while (this.asked.length < count) {
      this.#heard = Promise.withResolvers();
      await this.#heard.promise;
    }
  }

  release(): void {
    for (const answer of this.#answers.splice(0)) answer(scored);
  }
}

async function serving(limits: Partial<typeof servingLimits> = {}) {
  const scorer = new HeldScorer();
  const lines: string[] = [];
  const server = new ServingServer(
    scorer,
    jsonLog({}, (line) => lines.push(line)),
    { ...servingLimits, ...limits },
  );
  const port = await server.listen("127.0.0.1", 0);
  onTestFinished(() => {
    scorer.release();
    return server.stop();
  });
  const url = `http://127.0.0.1:${port}`;
  const invoke = (init: RequestInit = {}) =>
    fetch(`${url}/invocations`, {
      method: "POST",
      body: "{}",
      ...init,
      headers: { "content-type": "application/jsonlines", connection: "close", ...init.headers },
    });
  return { scorer, server, lines, port, url, invoke };
}

function socketTo(port: number): Socket {
  const socket = connect(port, "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  return socket;
}

const head = (length: number) =>
  `POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nContent-Length: ${length}\r\n\r\n`;

describe("the contract", () => {
  test("GET /ping tells whether the model can be asked", async () => {
    const { url, scorer, lines } = await serving();
    expect((await fetch(`${url}/ping`)).status).toBe(200);
    scorer.ready = false;
    const ill = await fetch(`${url}/ping?x=1`);
    expect([ill.status, ill.headers.get("retry-after")]).toEqual([503, "1"]);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ path: "ping", status: 503 }]);
  });

  test("GET /execution-parameters is what batch transform asks for", async () => {
    const { url } = await serving();
    expect(await (await fetch(`${url}/execution-parameters`)).json()).toEqual({
      MaxConcurrentTransforms: 1,
      BatchStrategy: "MULTI_RECORD",
      MaxPayloadInMB: 6,
    });
  });

  test("a request is logged in one line that holds nothing of it", async () => {
    const { invoke, scorer, lines, url } = await serving();
    const answer = invoke({ body: `{"customer_id":"C00042"}` });
    await scorer.heard(1);
    scorer.release();
    expect((await answer).status).toBe(200);
    await fetch(`${url}/C00042`);
    const logged = lines.map((line) => JSON.parse(line));
    expect(logged).toMatchObject([
      { message: "Request", path: "invocations", status: 200, rows: 1, ms: expect.any(Number) },
      { message: "Request", path: "other", status: 404, rows: 0 },
    ]);
    expect(lines.join()).not.toContain("C00042");
  });
});

describe("what is refused before a row is looked at", () => {
  test.each<[number, string, RequestInit & { headers?: Record<string, string> }]>([
    [405, "another method", { method: "PUT" }],
    [415, "no type", { headers: { "content-type": "" } }],
    [415, "another type", { headers: { "content-type": "application/x-npy" } }],
    [415, "another character set", { headers: { "content-type": "text/csv; charset=latin1" } }],
    [415, "packed bodies", { headers: { "content-encoding": "gzip" } }],
    [406, "an answer of another type", { headers: { accept: "text/html, image/*" } }],
    [406, "an answer that is not wanted", { headers: { accept: "text/csv;q=0" } }],
    [400, "an empty body", { body: "" }],
  ])("%i: %s", async (status, _, init) => {
    const { invoke, scorer } = await serving();
    const response = await invoke(init);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(await response.json()).toEqual({ error: expect.any(String), remedy: expect.any(String) });
    expect(scorer.asked).toEqual([]);
  });

  test.each(["/", "/invocations/", "/models", "/..%2f"])("404: %s", async (path) => {
    const { url } = await serving();
    expect((await fetch(url + path, { method: "POST", body: "x" })).status).toBe(404);
  });

  test("413: a body above the limit, announced or not, and the client hears it", async () => {
    const { invoke, scorer } = await serving({ bodyBytes: 1000 });
    const chunks = new ReadableStream({
      start(controller) {
        for (let chunk = 0; chunk < 3; chunk += 1) controller.enqueue(new Uint8Array(500));
        controller.close();
      },
    });
    expect((await invoke({ body: "x".repeat(1001) })).status).toBe(413);
    expect((await invoke({ body: chunks, duplex: "half" })).status).toBe(413);
    const exact = invoke({ body: "x".repeat(1000) });
    await scorer.heard(1);
    scorer.release();
    expect((await exact).status).toBe(200);
  });

  test("413: an announcement far above the limit is not waited for", async () => {
    const { port } = await serving({ bodyBytes: 1000 });
    const socket = socketTo(port);
    socket.write(head(10_000_000));
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 413 .*connection: close/is);
  });
});

test.each([
  ["*/*", "application/jsonlines"],
  ["text/*", "text/csv"],
  ["application/*;q=0.5, text/csv", "text/csv"],
  ["application/json, text/csv;q=0.9", "application/json"],
  ["TEXT/CSV", "text/csv"],
  ["application/jsonlines;q=0, */*;q=0.1", "application/json"],
])("Accept: %s is answered by %s", async (accept, type) => {
  const { invoke, scorer } = await serving();
  const answer = invoke({ headers: { accept } });
  await scorer.heard(1);
  scorer.release();
  await answer;
  expect(scorer.asked[0]?.answerAs).toBe(type);
});

test("one more than may wait is told to come again; those that wait are answered", async () => {
  const { invoke, scorer } = await serving({ waiting: 2 });
  const waiting = [invoke(), invoke(), invoke()];
  await scorer.heard(3);
  const refused = await invoke();
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "1"]);
  scorer.release();
  expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200, 200]);
  const next = invoke();
  await scorer.heard(4);
  scorer.release();
  expect((await next).status).toBe(200);
});

describe("slow and broken clients", () => {
  test("a body that stops is given up, and its place is free again", async () => {
    const { port, invoke, scorer } = await serving({ waiting: 0, requestMs: 100 });
    const socket = socketTo(port);
    socket.write(`${head(100)}half`);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /);
    const next = invoke();
    await scorer.heard(1);
    scorer.release();
    expect((await next).status).toBe(200);
    expect(scorer.asked).toHaveLength(1);
  });

  test("a client that goes away before its answer no longer waits", async () => {
    const { port, scorer } = await serving();
    const socket = socketTo(port);
    socket.write(`${head(1)}x`);
    await scorer.heard(1);
    const [signal] = scorer.signals;
    const aborted = signal === undefined ? undefined : once(signal, "abort");
    socket.destroy();
    await aborted;
    expect(signal?.aborted).toBe(true);
  });

  test("what is no HTTP is refused", async () => {
    const { port } = await serving();
    const socket = socketTo(port);
    socket.write("hello\r\n\r\n");
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /);
  });
});

test("a server that stops takes no connection, and answers what it has heard, or begun to hear", async () => {
  const { server, invoke, scorer, port } = await serving();
  const other = socketTo(port);
  other.write(`${head(10)}`);
  const answer = invoke();
  await scorer.heard(1);
  const stopped = server.stop();
  await expect(fetch(`http://127.0.0.1:${port}/ping`)).rejects.toThrow();
  other.write("0123456789");
  await scorer.heard(2);
  scorer.release();
  const response = await answer;
  expect([response.status, response.headers.get("connection")]).toEqual([200, "close"]);
  expect(await text(other)).toMatch(/^HTTP\/1\.1 200 .*connection: close/is);
  await stopped;
});
