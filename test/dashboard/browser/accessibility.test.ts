import { expect, it, vi } from "vitest";
import { axeViolations, pageFor } from "../../support/browser.ts";
import { finishedLake } from "./finished-lake.ts";
import { addressOf, faultPaths, ownText, pagePaths } from "./pages.ts";

/**
 * Every page, as a browser shows it, held against the rules of accessibility: light and dark, on a phone and on a desk.
 * What axe cannot see, such as whether a text is understood, it does not show.
 */

vi.setConfig({ testTimeout: 180_000 });

const finished = finishedLake();
const looks = [390, 1440].flatMap((width) => [false, true].map((dark) => ({ width, dark })));

it.each([...pagePaths, ...faultPaths])(
  "shows %s without a barrier, at both widths, light and dark, and no wider than the window",
  async (_name, path) => {
    const address = await addressOf(finished(), path);
    for (const look of looks) {
      const page = await pageFor({ ...look, expected: /status of (404|400)/ });
      await page.goto(address);
      const name = `${look.width} ${look.dark ? "dark" : "light"}`;
      // A closed detail hides its figures from axe: they are opened as a reader would.
      await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true");
      expect(await axeViolations(page), name).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth"), name).toBeLessThanOrEqual(
        look.width,
      );
    }
  },
);

it.each([...pagePaths, ...faultPaths])("speaks Spanish on %s", async (_name, path) => {
  const page = await pageFor({ language: "es", expected: /status of (404|400)/ });
  await page.goto(await addressOf(finished(), path));
  expect(await page.locator("html").getAttribute("lang")).toBe("es");
  // Words that stand on every English page or in its headings, and that Spanish does not have.
  expect(await ownText(page)).not.toMatch(
    /\b(the|Customers|Published|of which|Figures as a table|Risk tier)\b/,
  );
  expect(await axeViolations(page)).toEqual([]);
});
