import { once } from "node:events";
import { createServer } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { type Patience, withSentences } from "../../../dashboard/lake/open-books.ts";
import { openTable } from "../../../dashboard/lake/table-books.ts";
import { temporaryFolder } from "../../support/folders.ts";
import { testAccount } from "../../support/s3.ts";
import { serve, visibleText } from "../serve.ts";
import { SmallLake, scoredOf } from "../small-lake.ts";
import { make, runsIn } from "./made-up-runs.ts";

/** Books that do not answer keep nobody waiting but those who ask for them, and those not for long. */

const SENTENCE = "The books cannot be read.";

async function publishedLake(): Promise<string> {
  const lake = await SmallLake.at(temporaryFolder());
  await lake.publish("a-1", scoredOf(20, 1));
  return lake.root;
}

/** Books of one run that can be stopped, and how often they were asked. */
async function stoppableBooks(patience: Patience) {
  const runs = runsIn(temporaryFolder());
  await make(runs, "a", { ending: { state: "completed" } });
  const state = { isStopped: false, asked: 0 };
  const { promise: silence, reject: end } = Promise.withResolvers<never>();
  silence.catch(() => undefined);
  const unlessStopped = <T>(answer: () => Promise<T>): Promise<T> => {
    state.asked += 1;
    return state.isStopped ? silence : answer();
  };
  const { manifest } = runs;
  const books = withSentences(
    {
      runs: (page) => unlessStopped(() => manifest.runs(page)),
      run: (id) => unlessStopped(() => manifest.run(id)),
      tasks: (id) => unlessStopped(() => manifest.tasks(id)),
      counts: () => unlessStopped(() => manifest.counts()),
      holder: () => unlessStopped(() => manifest.holder()),
    },
    SENTENCE,
    { patience },
  );
  return { state, books, end: () => end(new Error("made to fail")) };
}

it("pages of the database are answered while more than all turns wait for the books", async () => {
  const { state, books, end } = await stoppableBooks({ answerMs: 30_000, quietMs: 0 });
  state.isStopped = true;
  const served = await serve(await publishedLake(), { books });
  await served.get("/readyz");
  const paths = ["/", "/pipeline", "/pipeline/a-1", "/api/v1/runs"].flatMap((path) => [path, path, path]);
  const leaving = new AbortController();
  const waiting = paths.map((path) =>
    served.get(path, { signal: leaving.signal }).catch(() => "still waiting"),
  );
  await expect.poll(() => state.asked).toBeGreaterThanOrEqual(paths.length);
  expect((await served.get("/customers")).status).toBe(200);
  expect((await served.get("/api/v1/customers")).status).toBe(200);
  leaving.abort();
  expect(new Set(await Promise.all(waiting))).toEqual(new Set(["still waiting"]));
  end();
});

it("who asks for them is told soon, the next at once, and the overview keeps what they said last", async () => {
  const { state, books } = await stoppableBooks({ answerMs: 200, quietMs: 60_000 });
  const served = await serve(await publishedLake(), { books });
  expect(visibleText((await served.get("/")).text)).toContain("Pipeline Runs (completed) 1 0 failed");
  state.isStopped = true;
  const first = visibleText((await served.get("/")).text);
  expect(first).toContain("Pipeline Runs (completed) 1 0 failed");
  expect(first).toContain(`${SENTENCE} What you see is what they said last.`);
  const { asked } = state;
  const { status, text } = await served.get("/pipeline");
  expect([status, visibleText(text).includes(SENTENCE)]).toEqual([503, true]);
  expect(visibleText((await served.get("/")).text)).toContain("Pipeline Runs (completed) 1 0 failed");
  expect((await served.get("/api/v1/runs")).status).toBe(503);
  expect(state.asked).toBe(asked);
});

it("they are asked again after a while, and believed", async () => {
  const { state, books } = await stoppableBooks({ answerMs: 200, quietMs: 300 });
  const served = await serve(await publishedLake(), { books });
  state.isStopped = true;
  expect((await served.get("/pipeline")).status).toBe(503);
  state.isStopped = false;
  await expect.poll(async () => (await served.get("/pipeline")).status, { timeout: 10_000 }).toBe(200);
});

it("a table that takes connections and says nothing is not waited for", async () => {
  const silent = createServer(() => undefined).listen(0, "127.0.0.1");
  await once(silent, "listening");
  onTestFinished(() => void silent.close());
  const address = silent.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const { region, credentials } = testAccount;
  const table = openTable("silent", {
    region,
    credentials,
    endpoint: `http://127.0.0.1:${port}`,
    maxAttempts: 1,
  });
  const causes: unknown[] = [];
  const books = withSentences(table, SENTENCE, {
    patience: { answerMs: 200, quietMs: 60_000 },
    onFault: ({ cause }) => causes.push(cause),
  });
  await expect(books.counts()).rejects.toThrow(SENTENCE);
  await expect(books.counts()).rejects.toThrow(SENTENCE);
  expect(causes).toEqual(["There was no answer within 200 ms."]);
});
