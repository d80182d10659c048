import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import express from "express";
import { expect, it, onTestFinished } from "vitest";
import { FolderSource } from "../../dashboard/lake/folder-source.ts";
import type { OpenRun } from "../../dashboard/lake/open-run.ts";
import { RunView } from "../../dashboard/lake/run-view.ts";
import { holding, pageHandler, runOf } from "../../dashboard/web/answer.ts";
import { Turns } from "../../dashboard/web/turns.ts";
import { html } from "../../runtime/html.ts";
import { temporaryFolder } from "../support/folders.ts";
import { readerOf } from "./export/reading.ts";
import { NOW } from "./serve.ts";
import { SmallLake, scoredOf } from "./small-lake.ts";

const patience = { timeout: 20_000 };

async function viewOfTwoRuns() {
  const lake = await SmallLake.at(temporaryFolder());
  await lake.publish("run-1", scoredOf(20, 1));
  await lake.write("run-2", scoredOf(30, 2));
  const source = new FolderSource(lake.root);
  const view = new RunView(source, { checkIntervalMs: 0, patienceMs: 60_000 });
  onTestFinished(() => view.close());
  return { lake, source, view };
}

const customersIn = async ({ database }: OpenRun) =>
  (await database.row("SELECT count(*)::DOUBLE AS rows FROM customers"))["rows"];

it("an answer asks the run that it began with, although its reader has left and another run was published", async () => {
  const { lake, source, view } = await viewOfTwoRuns();
  const asked = Promise.withResolvers<OpenRun>();
  const published = Promise.withResolvers<void>();
  const counted = Promise.withResolvers<unknown>();
  const handler = pageHandler(
    {
      path: "/slow",
      id: "overview",
      needs: "run",
      answer: async ({ run }) => {
        asked.resolve(run);
        await published.promise;
        counted.resolve(await customersIn(run));
        return { kind: "page", title: "", content: html`` };
      },
    },
    {
      site: { source, books: undefined },
      view,
      audit: () => ({ rows: () => undefined }),
      turns: new Turns(1),
      now: () => NOW,
    },
  );
  const closed = Promise.withResolvers<void>();
  const app = express().get("/slow", (request, response, next) => {
    response.once("close", closed.resolve);
    return handler(request, response, next);
  });
  const server = createServer(app).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;

  const reader = readerOf({ url: `http://127.0.0.1:${port}` }, "/slow");
  const run = await asked.promise;
  reader.leave();
  await closed.promise;
  await lake.pointAt("run-2");
  expect(await view.now()).toMatchObject({ kind: "run", run: { current: { run: "run-2" } } });
  published.resolve();
  expect(await counted.promise).toBe(20);
  await expect.poll(() => existsSync(run.scratch), patience).toBe(false);
});

it("a run is let go of where its answer fails", async () => {
  const { lake, view } = await viewOfTwoRuns();
  let scratch = "";
  const failing = holding(view, async (held) => {
    scratch = runOf(held).scratch;
    await lake.pointAt("run-2");
    await view.now();
    expect(await customersIn(runOf(held))).toBe(20);
    throw new Error("made to fail");
  });
  await expect(failing).rejects.toThrow("made to fail");
  await expect.poll(() => existsSync(scratch), patience).toBe(false);
});
