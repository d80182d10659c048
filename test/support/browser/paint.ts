import type { Page } from "playwright-core";
import { z } from "zod";

const FIRST_PAINT = `new Promise((resolve) => {
  new PerformanceObserver((list) => {
    for (const { name, startTime } of list.getEntries()) if (name === "first-contentful-paint") resolve(startTime);
  }).observe({ type: "paint", buffered: true });
})`;

/** Time from asking for a page until its first text or picture stood on the screen, in ms. */
export async function firstContentfulPaint(page: Page): Promise<number> {
  return z.number().parse(await page.evaluate(FIRST_PAINT));
}
