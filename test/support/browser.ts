import type { Browser, Page } from "playwright-core";
import { afterAll, expect, onTestFinished } from "vitest";
import { type Look, openChromium, openPage } from "./browser/chromium.ts";

export { axeViolations, type Violation } from "./browser/axe.ts";
export { firstContentfulPaint } from "./browser/paint.ts";
export { type TabStop, tabStops } from "./browser/tab-stops.ts";
export { transferred } from "./browser/transferred.ts";

/** How a test looks at a page. */
export interface TestLook extends Look {
  /** Faults that the test brings about itself, such as a page that is not found. @default none */
  readonly expected?: RegExp;
}

/** One browser for all tests of a file. */
let browser: Promise<Browser> | undefined;
afterAll(async () => (await browser)?.close());

/**
 * A page in Chromium for the test at work, with cookies and a cache of its own. The test fails when the page asks another
 * host for anything, when an error stands on its console, and when it breaks its own content policy.
 *
 * @example
 * const page = await pageFor({ width: 390, dark: true, language: "es" });
 * await page.goto(url);
 * expect(await axeViolations(page)).toEqual([]);
 */
export async function pageFor({ expected, ...look }: TestLook = {}): Promise<Page> {
  browser ??= openChromium();
  const { page, faults, close } = await openPage(await browser, look);
  onTestFinished(async () => {
    await close();
    expect(faults.filter((fault) => !expected?.test(fault))).toEqual([]);
  });
  return page;
}
