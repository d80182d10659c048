import { expect, onTestFinished, test } from "vitest";
import { jsonLog } from "../../runtime/log.ts";
import { ScorerPool } from "../../runtime/serving/scorer-pool.ts";

/** Threads that answer with the text that they are sent, or die of the word `die`. */
const program = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort, threadId, workerData } from "node:worker_threads";
    if (workerData.model === "missing") parentPort.postMessage({ kind: "unusable", reason: "It is not there." });
    else {
      parentPort.on("message", ({ body }) => {
        const text = new TextDecoder().decode(body);
        if (text === "die") process.exit(1);
        if (text === "throw") throw new TypeError("customer C1 has made me angry");
        parentPort.postMessage({ kind: "scored", scored: { status: 200, type: "text/csv", body: new TextEncoder().encode(text), rows: 1 } });
      });
      parentPort.postMessage({ kind: "ready", facts: { experiment: "E5_full", asOf: "2024-12-31", features: 1, modelSha256: String(threadId) } });
    }`)}`,
);

function poolOf(threads: number, model = "there") {
  const lines: string[] = [];
  const pool = new ScorerPool({
    model,
    threads,
    program,
    retryMs: 5,
    log: jsonLog({}, (line) => lines.push(line)),
  });
  onTestFinished(() => pool.close());
  const nobodyLeaves = new AbortController().signal;
  const ask = async (text: string, signal = nobodyLeaves) => {
    const { status, body } = await pool.score(
      { body: new TextEncoder().encode(text), rowsAs: "text/csv", answerAs: "text/csv" },
      signal,
    );
    return { status, text: new TextDecoder().decode(body) };
  };
  return { pool, ask, lines };
}

test("requests that come before the model is loaded wait for it, and each hears its own answer", async () => {
  const { pool, ask } = poolOf(2);
  expect(pool.ready).toBe(false);
  const texts = Array.from({ length: 50 }, (_, index) => `row ${index}`);
  const answers = await Promise.all(texts.map((text) => ask(text)));
  expect(answers).toEqual(texts.map((text) => ({ status: 200, text })));
  expect(pool.ready).toBe(true);
});

test.each(["die", "throw"])(
  "a thread that is killed by a request (%s) is replaced; that request alone fails",
  async (word) => {
    const { pool, ask, lines } = poolOf(1);
    await pool.opened;
    const answers = await Promise.all(["before", word, "after"].map((text) => ask(text)));
    expect(answers.map(({ status }) => status)).toEqual([200, 500, 200]);
    expect(lines.some((line) => line.includes("is replaced"))).toBe(true);
    expect(lines.join(), "the words may quote data").not.toContain("C1");
    expect(answers[1]?.text).not.toContain("C1");
  },
);

test("while no thread lives the pool is not ready", async () => {
  const { pool, ask } = poolOf(1);
  await pool.opened;
  expect((await ask("die")).status).toBe(500);
  expect(pool.ready).toBe(false);
  expect((await ask("after")).status).toBe(200);
  expect(pool.ready).toBe(true);
});

test("who no longer waits is not scored", async () => {
  const { pool, ask, lines } = poolOf(1);
  const leaving = new AbortController();
  const left = ask("die", leaving.signal);
  leaving.abort();
  await left;
  await pool.opened;
  expect((await ask("after")).status).toBe(200);
  expect(lines, "no thread died of it").toEqual([]);
});

test("a model that cannot be served says why", async () => {
  const { pool } = poolOf(1, "missing");
  await expect(pool.opened).rejects.toThrow("It is not there.");
  expect(pool.ready).toBe(false);
});

test("a pool that is closed answers what still waits", async () => {
  const { pool, ask } = poolOf(1);
  await pool.opened;
  const waiting = ["a", "b", "c"].map((text) => ask(text));
  await pool.close();
  for (const answer of await Promise.all(waiting)) expect([200, 500]).toContain(answer.status);
});
