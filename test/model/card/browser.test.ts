import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it, vi } from "vitest";
import { billSchema } from "../../../runtime/model/card/bill.ts";
import { cardSchema } from "../../../runtime/model/card/card.ts";
import { cardFiles } from "../../../runtime/model/card/write.ts";
import { evaluateWith } from "../../../runtime/model/evaluate-step.ts";
import { trainWith } from "../../../runtime/model/train-step.ts";
import { axeViolations, pageFor } from "../../support/browser.ts";
import { sharedFolder } from "../../support/folders.ts";
import { loopbackServer } from "../../support/loopback.ts";
import { runStep } from "../../support/run-step.ts";
import { writeSyntheticGold } from "../../support/synthetic-gold.ts";
import { quickPolicy } from "../policy.ts";

/** The card of a model that was trained and judged here, as a browser shows it. */

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

const root = sharedFolder("spanishgas-card-");
const scratch = join(root, "scratch");
const gold = join(root, "gold");
const [candidate, evaluation] = [join(root, "candidate"), join(root, "evaluation")];

beforeAll(async () => {
  for (const folder of [gold, scratch]) mkdirSync(folder, { recursive: true });
  await writeSyntheticGold({ folder: gold, scratch, customers: 2400 });
  await runStep(trainWith(quickPolicy), { inputs: { gold }, outputs: { candidate }, scratch });
  await runStep(evaluateWith(quickPolicy), { inputs: { gold, candidate }, outputs: { evaluation }, scratch });
});

const file = (name: string) => readFileSync(join(evaluation, name), "utf8");

/** The page at an address; whatever else it asks for is not there, which its test would take for a fault. */
function served(): Promise<string> {
  return loopbackServer(({ path }) => ({
    status: path === "/" ? 200 : 404,
    headers: { "Content-Type": "text/html; charset=utf-8" },
    body: path === "/" ? file(cardFiles.page) : "",
  }));
}

const looks = [390, 1440].flatMap((width) => [false, true].map((dark) => ({ width, dark })));

it.each(looks)("has no barrier and is no wider than the window: %j", async (look) => {
  const page = await pageFor(look);
  await page.goto(await served());
  expect(await page.locator("h1").textContent()).toContain("E5_full as of 2024-12-31");
  expect(await page.locator("#verdict .verdict").textContent()).toMatch(/^Promoted: /);
  // A closed detail hides its figures from axe: they are opened as a reader would.
  await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true");
  expect(await axeViolations(page)).toEqual([]);
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(look.width);
});

it("keeps to its own content policy: its style holds, and a script brought into it does not run", async () => {
  const page = await pageFor();
  await page.goto(await served());
  expect(await page.evaluate("getComputedStyle(document.querySelector('#verdict')).borderRadius")).toBe(
    "6px",
  );
  const strange = await pageFor({ expected: /Content Security Policy/ });
  const withScript = file(cardFiles.page).replace("<main>", "<script>document.title = 'run'</script><main>");
  expect(withScript).toContain("<script>");
  await strange.goto(
    await loopbackServer(() => ({ status: 200, headers: { "Content-Type": "text/html" }, body: withScript })),
  );
  expect(await strange.title()).toMatch(/^Model card: /);
});

it("shows every curve with figures, and what the trees and the software are", async () => {
  const page = await pageFor();
  await page.goto(await served());
  expect(await page.locator("#curves svg").count()).toBe(4);
  for (const id of ["precision-recall", "roc", "gain"])
    expect(await page.locator(`[aria-labelledby=${id}-figures] tbody tr`).count(), id).toBe(40);
  const card = cardSchema.parse(JSON.parse(file(cardFiles.facts)));
  expect(await page.locator("#provenance").textContent()).toContain(card.model.modelSha256);
  expect(await page.locator("#provenance").textContent()).toContain(card.code);
  const bill = billSchema.parse(JSON.parse(file(cardFiles.bill)));
  expect(bill.components.length).toBeGreaterThan(20);
  expect(await page.locator("[aria-labelledby=components] tbody tr").count()).toBe(bill.components.length);
  expect(file(cardFiles.bill)).not.toMatch(/https?:|registry\./);
});
