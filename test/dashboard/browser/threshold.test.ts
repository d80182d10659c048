import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "vitest";
import { pageFor } from "../../support/browser.ts";
import { temporaryFolder } from "../../support/folders.ts";
import { holdout, judgedLake } from "../model/judged-lake.ts";
import { serve } from "../serve.ts";

/** A reader who moves the threshold faster than the server answers. */

async function shownModel() {
  const lake = await judgedLake(temporaryFolder());
  const { url } = await serve(lake.root);
  const page = await pageFor();
  await page.goto(`${url}/model`);
  return page;
}

const calledAt = (threshold: number) =>
  holdout.filter(({ churn_proba }) => churn_proba >= threshold).length.toLocaleString("en-GB");

it("ends where the slider was left, although the answers come late and out of their order", async () => {
  const page = await shownModel();
  const asked: number[] = [];
  await page.route(/threshold=/, async (route) => {
    const threshold = Number(new URL(route.request().url()).searchParams.get("threshold"));
    asked.push(threshold);
    // What was asked first is answered last.
    await pause(asked.length === 1 ? 1_500 : 100);
    await route.continue().catch(() => undefined);
  });
  const slider = page.locator("#threshold");
  await slider.focus();
  await page.keyboard.press("Home");
  await expect.poll(() => asked).toEqual([0]);
  for (let press = 0; press < 5; press += 1) await page.keyboard.press("ArrowRight");
  await page.waitForURL(/threshold=0\.05/);
  await pause(2_000);
  expect(await slider.inputValue()).toBe("0.05");
  expect(page.url()).toMatch(/threshold=0\.05$/);
  expect(await page.locator("#threshold-value").textContent()).toBe("0.05");
  const called = page.locator("#confusion").getByRole("row", { name: /Customers called, of the holdout/ });
  expect(await called.textContent()).toContain(calledAt(0.05));
  // Keys that follow each other quickly are one question.
  expect(asked.length).toBeLessThanOrEqual(4);
  expect(asked.at(-1)).toBe(0.05);
});

it("keeps the slider itself in the page, so that a mouse that drags it goes on dragging", async () => {
  const page = await shownModel();
  const slider = page.locator("#threshold");
  await page.evaluate("document.querySelector('#threshold').setAttribute('data-kept', 'yes')");
  await slider.focus();
  await page.keyboard.press("Home");
  await page.waitForURL(/threshold=0$/);
  await expect.poll(() => page.locator("#confusion").textContent()).toContain(calledAt(0));
  expect(await slider.getAttribute("data-kept")).toBe("yes");
  expect(await page.evaluate("document.activeElement.id")).toBe("threshold");
});
