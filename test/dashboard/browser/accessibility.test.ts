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
/** Nothing is loaded anew between them: only colours differ between light and dark, so only their rules are asked twice. */
const looks = [390, 1440].flatMap(
  (width) =>
    [
      { width, colorScheme: "light", rules: "all" },
      { width, colorScheme: "dark", rules: "colour" },
    ] as const,
);

it.each([...pagePaths, ...faultPaths])(
  "shows %s without a barrier, at both widths, light and dark, and no wider than the window",
  async (_name, path) => {
    const page = await pageFor({ expected: /status of (404|400)/ });
    await page.goto(await addressOf(finished(), path));
    // A closed detail hides its figures from axe: they are opened as a reader would.
    await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true");
    for (const { width, colorScheme, rules } of looks) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      const look = `${width} ${colorScheme}`;
      expect(await axeViolations(page, rules), look).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth"), look).toBeLessThanOrEqual(width);
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
