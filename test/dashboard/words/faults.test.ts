import { expect, it } from "vitest";
import { withSentences } from "../../../dashboard/lake/open-books.ts";
import { temporaryFolder } from "../../support/folders.ts";
import { runsIn } from "../pipeline/made-up-runs.ts";
import { serve } from "../serve.ts";
import { SmallLake, scoredOf } from "../small-lake.ts";

/** What went wrong is told in English: pages of other languages mark it, so that it is read out as such. */

const spanish = { headers: { "Accept-Language": "es" } };
const POINTER = "A pointer of the lake is not as it should be.";
const BOOKS = "The books cannot be read.";
const marked = (sentence: string) => new RegExp(`<span lang="en">${sentence}`);

it("marks why the lake cannot be read: on pages, in place of a file, and above the last good data", async () => {
  const broken = await SmallLake.at(temporaryFolder());
  await broken.text("pointers/current-run.json", "{");
  const served = await serve(broken.root);
  for (const path of ["/", "/customers.csv"]) {
    expect((await served.get(path, spanish)).text, path).toMatch(marked(POINTER));
    expect((await served.get(path)).text, path).toContain(`<p>${POINTER}`);
  }
  const lake = await SmallLake.at(temporaryFolder());
  await lake.publish("run-1", scoredOf(20, 1));
  const shown = await serve(lake.root);
  await shown.get("/");
  await lake.text("pointers/current-run.json", "{");
  expect((await shown.get("/", spanish)).text).toMatch(marked(POINTER));
});

it("marks why the books cannot be read, also above what they said last", async () => {
  const { manifest } = runsIn(temporaryFolder());
  let isBroken = false;
  const unlessBroken = <T>(answer: () => Promise<T>): Promise<T> =>
    isBroken ? Promise.reject(new Error("made to fail")) : answer();
  const books = withSentences(
    {
      runs: (page) => unlessBroken(() => manifest.runs(page)),
      run: (id) => unlessBroken(() => manifest.run(id)),
      tasks: (id) => unlessBroken(() => manifest.tasks(id)),
      counts: () => unlessBroken(() => manifest.counts()),
      holder: () => unlessBroken(() => manifest.holder()),
    },
    BOOKS,
  );
  const served = await serve(temporaryFolder(), { books });
  await served.get("/pipeline");
  isBroken = true;
  for (const path of ["/pipeline", "/pipeline?state=failed"]) {
    const { text } = await served.get(path, spanish);
    expect(text, path).toMatch(marked(BOOKS));
    expect(text, path).not.toMatch(new RegExp(`(?<!<span lang="en">)${BOOKS}`));
  }
});
