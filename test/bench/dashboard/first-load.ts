import type { Browser, Page } from "playwright-core";
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

/** Opens each address in a browser that knows nothing of the dashboard yet. */
export async function firstLoad(browser: Browser, addresses: readonly string[]): Promise<FirstLoad> {
  const paints: number[] = [];
  const sizes: number[] = [];
  const seen: string[] = [];
  for (const address of addresses) {
    sizes.push(
      await opened(browser, seen, async (page) => {
        await page.goto(address);
        return transferred(page);
      }),
    );
    paints.push(
      await opened(browser, seen, async (page) => {
        // An answer of this host that is no page: what the machine needs to start a process for a tab is not the page's.
        await page.goto(new URL(dashboardPaths.health, address).href);
        await page.goto(address);
        return firstContentfulPaint(page);
      }),
    );
  }
  return { bytes: Math.max(...sizes), paintMs: spreadOf(paints).median, faults: [...new Set(seen)] };
}

/** Measures in a tab with cookies and a cache of its own, and notes what goes wrong there. */
async function opened(
  browser: Browser,
  seen: string[],
  measure: (page: Page) => Promise<number>,
): Promise<number> {
  const { page, faults, close } = await openPage(browser);
  try {
    return await measure(page);
  } finally {
    await close();
    seen.push(...faults);
  }
}
