import type { Browser } from "playwright-core";
import { dashboardPaths } from "../../../configs/dashboard-environment.ts";
import { openPage } from "../../support/browser/chromium.ts";
import { firstContentfulPaint } from "../../support/browser/paint.ts";
import { transferred } from "../../support/browser/transferred.ts";
import { spreadOf } from "../report.ts";

/** What a reader meets who comes for the first time. */
export interface FirstLoad {
  /** All of it over the wire: document, style, script, icon. */
  readonly bytes: number;
  /** Until the first text or picture stands there, in ms: the median. */
  readonly paintMs: number;
  /** What went wrong in the browser. */
  readonly faults: readonly string[];
}

/**
 * Opens each address in a browser that runs, and knows nothing of the dashboard yet: it has shown one answer of this host
 * that is no page, so that what the machine needs to start a process for a tab is not counted as the page's.
 */
export async function firstLoad(browser: Browser, addresses: readonly string[]): Promise<FirstLoad> {
  const paints: number[] = [];
  const sizes: number[] = [];
  const seen: string[] = [];
  for (const address of addresses) {
    const { page, faults, close } = await openPage(browser);
    try {
      await page.goto(new URL(dashboardPaths.health, address).href);
      await page.goto(address);
      paints.push(await firstContentfulPaint(page));
      sizes.push(await transferred(page));
    } finally {
      await close();
    }
    seen.push(...faults);
  }
  return { bytes: Math.max(...sizes), paintMs: spreadOf(paints).median, faults: [...new Set(seen)] };
}
