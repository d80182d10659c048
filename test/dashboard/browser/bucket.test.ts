import { expect, it, vi } from "vitest";
import { pageFor } from "../../support/browser.ts";
import { finishedLake } from "./finished-lake.ts";
import { addressOf, ownText, pagePaths } from "./pages.ts";

/**
 * The same delivery run by the pipeline in a folder and in a bucket on loopback, each shown by the dashboard's own
 * program: what a reader sees in the browser is the same, whatever the lake lies in.
 */

vi.setConfig({ testTimeout: 120_000 });

const inFolder = finishedLake("folder");
const inBucket = finishedLake("bucket");

/** A page's text without what differs between any two runs: when they were, how long they took, what they needed. */
function withoutTimes(text: string, path: string): string {
  const timeless = text
    .replaceAll(/\d+ \w+ \d{4}, \d{2}:\d{2} UTC/g, "<time>")
    .replaceAll(/\bnow(?=Run)|\d+ (second|minute)s? ago/g, "<ago>");
  if (!path.startsWith("/pipeline")) return timeless;
  // How many steps an axis has, and whether it is of seconds or minutes, depends on how long the run took.
  return timeless.replaceAll(/\d[\d.,]*/g, "#").replaceAll(/(?:# (?:ms|s|min|h|MB) ?)+/g, "<amounts> ");
}

it.each(pagePaths)("shows %s from a bucket as from a folder", async (_name, path) => {
  const texts: string[] = [];
  for (const lake of [inFolder(), inBucket()]) {
    const page = await pageFor();
    await page.goto(await addressOf(lake, path));
    expect(await page.locator("main svg, main table, main form").count()).toBeGreaterThan(0);
    texts.push(withoutTimes(await ownText(page), path));
  }
  expect(texts[1]).toBe(texts[0]);
});
