import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Browser, Page } from "playwright-core";
import { z } from "zod";
import { type Look, openChromium, openPage } from "./browser/chromium.ts";

const HELP = `node test/support/screens.ts --url URL --out FOLDER [options]

Takes pictures of all pages of a dashboard on this machine, for people to look at: 390 and 1440 pixels wide, light and
dark, in English, and in Spanish for the wide light one. What an address needs is taken from the pages' own links.

  --url <url>          the dashboard, for example http://127.0.0.1:8501
  --out <folder>       where the pictures go
  --customer <id>      the customer of the customer's page
  --table <name>       the table of the table's page
  --feature <name>     the feature of the feature's page
  --run <id>           the run of the run's page
  --only <page>        one page alone, by the name of its pictures
`;

const { values } = parseArgs({
  options: {
    url: { type: "string" },
    out: { type: "string" },
    customer: { type: "string" },
    table: { type: "string" },
    feature: { type: "string" },
    run: { type: "string" },
    only: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

const looks: readonly (Required<Look> & { readonly name: string })[] = [
  ...[390, 1440].flatMap((width) =>
    [false, true].map((dark) => ({
      name: `${width}-${dark ? "dark" : "light"}-en`,
      width,
      dark,
      language: "en" as const,
    })),
  ),
  { name: "1440-light-es", width: 1440, dark: false, language: "es" },
];

/** A page of the dashboard under the name of its pictures. */
interface Screen {
  readonly name: string;
  readonly path: string;
}

/** The path of the first link from one page to a page below another; undefined where there is none. */
async function linked(page: Page, url: string, from: string, below: string): Promise<string | undefined> {
  await page.goto(new URL(from, url).href);
  const link = page.locator(`main a[href^="${below}"]`).first();
  if ((await link.count()) === 0) return undefined;
  return new URL((await link.getAttribute("href")) ?? "", url).pathname;
}

/** All pages, as far as the dashboard has what they are about. */
async function screensOf(browser: Browser, url: string): Promise<readonly Screen[]> {
  const { page, close } = await openPage(browser);
  const find = (given: string | undefined, from: string, below: string) =>
    given === undefined ? linked(page, url, from, below) : `${below}${encodeURIComponent(given)}`;
  const customer = await find(values.customer, "/customers", "/customers/");
  const found: readonly (readonly [string, string | undefined])[] = [
    ["overview", "/"],
    ["data", "/data"],
    ["data-table", await find(values.table, "/data", "/data/")],
    ["model", "/model"],
    ["customers", "/customers"],
    ["customers-filtered", "/customers?tier=high&tier=critical&sort=loss&size=10"],
    ["customer", customer],
    ["lookup", "/lookup"],
    ["lookup-unknown", "/lookup?q=nobody"],
    ["recommendations", "/recommendations"],
    ["recommendations-budget", "/recommendations?budget=5000&save_rate=30"],
    ["drift", "/drift"],
    ["drift-feature", await find(values.feature, "/drift", "/drift/")],
    ["pipeline", "/pipeline"],
    ["pipeline-run", await find(values.run, "/pipeline", "/pipeline/")],
    ["not-found", "/no-such-page"],
    ["bad-query", "/customers?size=many"],
  ];
  await close();
  return found.flatMap(([name, path]) => {
    if (values.only !== undefined && values.only !== name) return [];
    if (path !== undefined) return [{ name, path }];
    process.stdout.write(`${name}: no link leads to such a page; name one with an option.\n`);
    return [];
  });
}

/** Takes the picture, and tells of what people may not see on it. */
async function take(browser: Browser, url: string, screen: Screen, look: (typeof looks)[number]) {
  const { page, faults, close } = await openPage(browser, look);
  try {
    const address = new URL(screen.path, url).href;
    const response = await page.goto(address, { waitUntil: "load" });
    const file = join(values.out ?? ".", `${screen.name}-${look.name}.png`);
    await page.screenshot({ path: file, fullPage: true });
    const width = z.number().parse(await page.evaluate("document.documentElement.scrollWidth"));
    const notes = [
      ...(width > look.width ? [`${width} pixels wide: it must be scrolled sideways`] : []),
      // That the page itself was answered with an error shows in its status.
      ...faults.filter((fault) => !fault.endsWith(`(${address})`) || !fault.includes("status of")),
    ];
    process.stdout.write(`${file} ${screen.path} ${response?.status() ?? "-"} ${notes.join("; ")}`.trimEnd());
    process.stdout.write("\n");
  } finally {
    await close();
  }
}

if (values.help || values.url === undefined || values.out === undefined) {
  process.stdout.write(HELP);
  process.exitCode = values.help ? 0 : 2;
} else {
  mkdirSync(values.out, { recursive: true });
  const browser = await openChromium();
  try {
    for (const screen of await screensOf(browser, values.url))
      for (const look of looks) await take(browser, values.url, screen, look);
  } finally {
    await browser.close();
  }
}
