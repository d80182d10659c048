import { expect, it, vi } from "vitest";
import { pageFor, tabStops } from "../../support/browser.ts";
import { finishedLake } from "./finished-lake.ts";
import { addressOf, pagePaths } from "./pages.ts";

/** Every page by keyboard alone. */

vi.setConfig({ testTimeout: 120_000 });

const finished = finishedLake();

it.each(pagePaths)(
  "is used by keyboard alone on %s: every link, field and button is a stop, each named",
  async (_name, path) => {
    const page = await pageFor();
    await page.goto(await addressOf(finished(), path));
    const wanted = Number(
      await page.evaluate(
        `[...document.querySelectorAll("a[href], button, input:not([type=hidden]), summary, [tabindex='0']")]
         .filter((element) => element.checkVisibility()).length`,
      ),
    );
    const stops = await tabStops(page);
    // The skip link is a stop, too; what only scrolls is one where the browser makes it so.
    expect(stops.length).toBeGreaterThanOrEqual(wanted);
    expect(stops.filter(({ name }) => name.trim() === "")).toEqual([]);
  },
);

it("skips to the content by the first stop of the keyboard", async () => {
  const { url } = finished();
  const page = await pageFor();
  await page.goto(url);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  expect(await page.evaluate("document.activeElement.id")).toBe("content");
});
