import { expect, it } from "vitest";
import { pageFor } from "../../support/browser.ts";
import { temporaryFolder } from "../../support/folders.ts";
import { type MadeUpRuns, make, runsIn } from "../pipeline/made-up-runs.ts";
import { serve } from "../serve.ts";

/** A page that renews itself while a run is at work, and a reader who uses it meanwhile. */

/** Longer than the page waits between two renewals. */
const A_WHILE_MS = 6_000;

/** The list of runs, one of them at work; the page's clock stands until it is told to go on. */
async function shownAtWork() {
  const folder = temporaryFolder();
  const runs = runsIn(folder);
  await make(runs, "a", { tasks: [["Bronze", 5, { readings: 4 }]] });
  const { url } = await serve(folder, { books: runs.manifest });
  const page = await pageFor();
  await page.clock.install();
  await page.goto(`${url}/pipeline`);
  const line = page.locator("#history [role=status]");
  await line.getByText("Done last: Bronze").waitFor();
  return { runs, page, line };
}

async function goOn({ manifest, clock }: MadeUpRuns): Promise<void> {
  const lease = await manifest.holder();
  if (lease === undefined) throw new Error("Nothing is at work.");
  const at = new Date(clock.now).toISOString();
  await manifest.record(lease, { state: "Silver", result: {}, startedAt: at, endedAt: at, usage: null });
}

it("takes neither the place nor the choice from who uses the part that renews, and renews when that is over", async () => {
  const { runs, page, line } = await shownAtWork();
  const state = page.locator("#state");
  await state.focus();
  await state.selectOption("failed");
  await goOn(runs);
  await page.clock.runFor(A_WHILE_MS);
  expect(await line.textContent()).toContain("Done last: Bronze");
  expect(await page.evaluate("document.activeElement.id")).toBe("state");
  await page.keyboard.press("Tab");
  await page.clock.runFor(A_WHILE_MS);
  expect(await page.evaluate("document.activeElement.textContent")).toBe("Show");
  expect(await state.inputValue()).toBe("failed");

  await page.evaluate("document.activeElement.blur()");
  await page.clock.runFor(2_000);
  await line.getByText("Done last: Silver").waitFor();
  expect(await state.inputValue()).toBe("failed");
  await page.getByRole("button", { name: "Show" }).click();
  await page.waitForURL(/state=failed/);
});

it("renews by itself where nobody is at it", async () => {
  const { runs, page, line } = await shownAtWork();
  await goOn(runs);
  await page.clock.runFor(A_WHILE_MS);
  await line.getByText("Done last: Silver").waitFor();
});
