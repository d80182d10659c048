import { expect, it } from "vitest";
import { axeViolations, pageFor } from "../../support/browser.ts";
import { temporaryFolder } from "../../support/folders.ts";
import { serve } from "../serve.ts";
import { holdout, judgedLake } from "./judged-lake.ts";
import { trainedLake } from "./trained-lake.ts";

/** The threshold as a reader moves it, in a browser. */

it("replaces the matrix alone while the threshold moves, and keeps the address for others", async () => {
  const lake = await judgedLake(temporaryFolder());
  const { url } = await serve(lake.root);
  const page = await pageFor();
  await page.goto(`${url}/model`);
  // Would be gone were the whole page loaded anew.
  await page.evaluate('document.body.setAttribute("data-seen", "before")');
  const slider = page.locator("#threshold");
  await slider.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await page.waitForURL(/threshold=0\.01/);
  const called = holdout.filter(({ churn_proba }) => churn_proba >= 0.01).length;
  await page
    .locator("#confusion")
    .getByRole("row", { name: /Customers called, of the holdout/ })
    .getByText(called.toLocaleString("en-GB"), { exact: true })
    .waitFor();
  expect(await page.locator("#threshold-value").textContent()).toBe("0.01");
  expect(await page.getAttribute("body", "data-seen")).toBe("before");
  expect(await page.evaluate("document.activeElement?.id")).toBe("threshold");
});

it("can be read by everybody, narrow and dark, too", async () => {
  const lake = await trainedLake(temporaryFolder());
  const { url } = await serve(lake.root);
  for (const look of [{ width: 390, dark: true }, { width: 1440 }] as const) {
    const page = await pageFor(look);
    await page.goto(`${url}/model?threshold=0.4`);
    expect(await axeViolations(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).toBe(true);
  }
});
