import { readFile } from "node:fs/promises";
import { describe, expect, it, vi } from "vitest";
import { pageFor } from "../../support/browser.ts";
import { finishedLake } from "./finished-lake.ts";
import { addressOf, ownText, pagePaths, textOf } from "./pages.ts";

/** The pages as people use them, by mouse and by passing addresses on, whatever the lake lies in. */

vi.setConfig({ testTimeout: 120_000 });

/** Ids in a list, in its order. */
const idsOf = (text: string): readonly string[] => text.match(/C\d{5}/g) ?? [];

const kinds = ["folder", "bucket"] as const;
/** The same delivery run by the pipeline in a folder and in a bucket, each shown by the dashboard's own program. */
const lakes = { folder: finishedLake("folder"), bucket: finishedLake("bucket") };

describe.each(kinds)("on a lake in a %s", (kind) => {
  const finished = lakes[kind];

  it("filters by ticking and applying; the address holds it all through reload, back and sharing", async () => {
    const { url } = finished();
    const page = await pageFor();
    await page.goto(`${url}/customers`);
    const everybody = await textOf(page.locator("#list"));
    await page.getByText("Filters").click();
    await page.getByRole("checkbox", { name: "High (60-80%)" }).check();
    await page.getByRole("checkbox", { name: "Critical (>80%)" }).check();
    await page.getByRole("button", { name: "Apply" }).click();
    await page.waitForURL(/tier=critical/);
    const filtered = await textOf(page.locator("#list"));
    expect(filtered).not.toBe(everybody);
    expect(filtered).not.toMatch(/Low|Medium/);
    await page.getByRole("link", { name: "Loss a month" }).click();
    await page.waitForURL(/sort=loss/);
    const sorted = await textOf(page.locator("#list"));
    expect(new Set(idsOf(sorted))).not.toEqual(new Set());
    const shared = page.url();

    await page.reload();
    expect(await textOf(page.locator("#list"))).toBe(sorted);
    expect(await page.getByRole("checkbox", { name: "High (60-80%)" }).isChecked()).toBe(true);
    await page.goBack();
    expect(await textOf(page.locator("#list"))).toBe(filtered);
    await page.goForward();
    expect(await textOf(page.locator("#list"))).toBe(sorted);

    const other = await pageFor();
    await other.goto(shared);
    expect(await textOf(other.locator("#list"))).toBe(sorted);
  });

  it("turns pages without losing the filter, and no customer stands on two of them", async () => {
    const { url } = finished();
    const page = await pageFor();
    await page.goto(`${url}/customers?segment=Residential&size=50`);
    const first = idsOf(await textOf(page.locator("#list")));
    await page.getByRole("link", { name: "Next" }).click();
    await page.waitForURL(/page=2/);
    expect(page.url()).toContain("segment=Residential");
    const second = idsOf(await textOf(page.locator("#list")));
    expect(first).toHaveLength(50);
    expect(first.filter((id) => second.includes(id))).toEqual([]);
  });

  it("takes out exactly the customers that are listed, in their order", async () => {
    const { url } = finished();
    const page = await pageFor();
    await page.goto(`${url}/customers?tier=critical&sort=loss&size=500`);
    const listed = idsOf(await textOf(page.locator("#list")));
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "CSV" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("customers.csv");
    const [header = "", ...lines] = (await readFile(await download.path(), "utf8")).trimEnd().split("\n");
    expect(header.split(",")[0]).toBe("customer_id");
    expect(lines.map((line) => line.split(",")[0])).toEqual(listed);
  });

  it("suggests customers while an id is typed, and Enter leads to the one that is meant", async () => {
    const { url } = finished();
    const page = await pageFor();
    await page.goto(url);
    await page.keyboard.press("Tab");
    const field = page.getByRole("search").getByRole("combobox");
    await field.fill("c0001");
    await expect.poll(() => page.locator("#found option").count()).toBeGreaterThan(3);
    await field.fill("c00017");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/customers\/C00017$/);
    expect(await textOf(page.getByRole("heading", { level: 1 }))).toBe("Customer C00017");
  });

  it("moves the model's threshold in place: figures and address change, the rest of the page stays", async () => {
    const { url } = finished();
    const page = await pageFor();
    await page.goto(`${url}/model`);
    await page.evaluate("document.querySelector('h1').setAttribute('data-kept', 'yes')");
    const slider = page.getByRole("slider");
    await slider.focus();
    for (let press = 0; press < 5; press++) await page.keyboard.press("ArrowRight");
    await page.waitForURL(/threshold=/);
    await expect.poll(() => page.locator("h1[data-kept]").count()).toBe(1);
  });

  it("changes the language for good, and stays where the reader is", async () => {
    const { url } = finished();
    const page = await pageFor();
    await page.goto(`${url}/customers?tier=critical`);
    await page.getByRole("link", { name: "Español" }).click();
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe("/customers?tier=critical");
    expect(await page.locator("html").getAttribute("lang")).toBe("es");
    await page.goto(`${url}/`);
    expect(await page.locator("html").getAttribute("lang")).toBe("es");
  });

  it("works without scripts: search, filter and threshold are plain forms", async () => {
    const { url } = finished();
    for (const path of [
      "/lookup?q=c00017",
      "/customers?tier=critical",
      "/model?threshold=0.5",
      "/recommendations?budget=100",
    ])
      expect((await fetch(`${url}${path}`)).status, path).toBe(200);
  });
});

/** A page's text without what differs between any two runs: when they were, how long they took, what they needed. */
function withoutTimes(text: string, path: string): string {
  const timeless = text
    .replaceAll(/\d+ \w+ \d{4}, \d{2}:\d{2} UTC/g, "<time>")
    .replaceAll(/\bnow(?=Run)|\d+ (second|minute)s? ago/g, "<ago>");
  if (!path.startsWith("/pipeline")) return timeless;
  // How many steps an axis has, and whether it is of seconds or minutes, depends on how long the run took.
  return timeless.replaceAll(/\d[\d.,]*/g, "#").replaceAll(/(?:# (?:ms|s|min|h|MB) ?)+/g, "<amounts> ");
}

it.each(pagePaths)("shows %s from a bucket as from a folder", async (_name, path) => {
  const texts: string[] = [];
  for (const kind of kinds) {
    const lake = lakes[kind]();
    const page = await pageFor();
    await page.goto(await addressOf(lake, path));
    expect(await page.locator("main svg, main table, main form").count()).toBeGreaterThan(0);
    texts.push(withoutTimes(await ownText(page), path));
  }
  expect(texts[1]).toBe(texts[0]);
});
