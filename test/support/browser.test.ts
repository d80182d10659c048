import { createServer, type Server } from "node:http";
import { gzipSync } from "node:zlib";
import type { Browser } from "playwright-core";
import { afterAll, expect, it, onTestFinished } from "vitest";
import { openChromium, openPage } from "./browser/chromium.ts";
import { axeViolations, firstContentfulPaint, pageFor, tabStops, transferred } from "./browser.ts";
import { loopbackServer } from "./loopback.ts";

const STRICT = "default-src 'none'; style-src 'self'; img-src 'self'";

/** For pages whose faults the tests look at themselves. */
let browser: Browser | undefined;
afterAll(() => browser?.close());

/** Serves a body in a document without faults. */
function serve(body: string, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const page = `<!doctype html><html lang="en"><head><title>Page</title><link rel="icon" href="data:,"></head>
    <body><main><h1>Page</h1>${body}</main></body></html>`;
  return loopbackServer(() => ({
    status: 200,
    headers: { "Content-Type": "text/html", ...headers },
    body: page,
  }));
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function opened(body: string, headers?: Readonly<Record<string, string>>) {
  const page = await pageFor();
  await page.goto(await serve(body, headers));
  return page;
}

it("finds nothing wrong with a page that is right, under the strictest of policies", async () => {
  const page = await opened("<p>Text</p>", { "Content-Security-Policy": `${STRICT} data:` });
  expect(await axeViolations(page)).toEqual([]);
  await page.screenshot({ fullPage: true });
});

it("reports what breaks a rule of accessibility, and where", async () => {
  const page = await opened('<p id="pale">Hard to read</p><input id="nameless">');
  await page.addStyleTag({ content: "#pale { color: #ccc; background: #fff }" });
  const violations = await axeViolations(page);
  expect(violations.map(({ rule, where }) => [rule, where])).toEqual([
    ["color-contrast", ["#pale"]],
    ["label", ["#nameless"]],
  ]);
});

it("looks as it is told to", async () => {
  const asked: (string | undefined)[] = [];
  const url = await loopbackServer(({ headers }) => {
    asked.push(headers["accept-language"]);
    return { status: 200, headers: { "Content-Type": "text/html" }, body: '<link rel="icon" href="data:,">' };
  });
  const page = await pageFor({ width: 390, dark: true, language: "es" });
  await page.goto(url);
  expect(asked[0]).toMatch(/^es-ES/);
  const seen = await page.evaluate("[innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]");
  expect(seen).toEqual([390, true]);
});

const OTHER_HOST = "request to another host: ";
it.each([
  [
    "asks another host by name",
    '<img alt="" src="http://other.example/x.png">',
    `${OTHER_HOST}http://other.example/x.png`,
  ],
  [
    "asks another host by address",
    '<img alt="" src="http://192.0.2.1/x.png">',
    `${OTHER_HOST}http://192.0.2.1/x.png`,
  ],
  [
    "opens a socket to another host",
    "<script>new WebSocket('ws://192.0.2.1/')</script>",
    `${OTHER_HOST}ws://192.0.2.1/`,
  ],
  ["throws in a script", "<script>throw new Error('thrown')</script>", "script: thrown"],
  ["writes an error on the console", "<script>console.error('written')</script>", "console: written"],
  ["has an inline style against its policy", '<p style="color: red">x</p>', "console: Applying inline style"],
  ["has an inline script against its policy", "<script>1</script>", "console: Executing inline script"],
])("takes it for a fault when a page %s", async (what, body, fault) => {
  browser ??= await openChromium();
  const { page, faults, close } = await openPage(browser);
  onTestFinished(close);
  await page.goto(await serve(body, what.includes("policy") ? { "Content-Security-Policy": STRICT } : {}));
  await expect.poll(() => faults).toContainEqual(expect.stringContaining(fault));
});

it.fails("fails a test for the faults of its pages", async () => {
  await opened("<script>console.error('written')</script>");
});

it("lets a request to another host reach nobody, and a test bring about a fault on purpose", async () => {
  const page = await pageFor({ expected: /other\.example|ERR_NAME_NOT_RESOLVED/ });
  await expect(page.goto("http://other.example/")).rejects.toThrow(/ERR_NAME_NOT_RESOLVED/);
});

it("walks a page with the Tab key, in the order of the page and with what is said of each stop", async () => {
  const page =
    await opened(`<a href="#x">Link</a><button disabled>Not this</button><label>Budget <input></label>
    <details><summary>More</summary><a href="#y">Hidden</a></details><select aria-label="Segment"></select>`);
  const stops = [
    { role: "link", name: "Link" },
    { role: "textbox", name: "Budget" },
    { role: "DisclosureTriangle", name: "More" },
    { role: "combobox", name: "Segment" },
  ];
  expect(await tabStops(page)).toEqual(stops);
  // Another walk begins where this one has ended, at the first stop.
  expect(await tabStops(page)).toEqual([...stops.slice(1), ...stops.slice(0, 1)]);
});

it("ends its walk on a page without anything to stop at", async () => {
  expect(await tabStops(await opened("<p>Text</p>"))).toEqual([]);
});

it.each(["", '<a href="#x">Link</a>'])("says where the focus is caught, after %j", async (before) => {
  const page = await opened(
    `${before}<button onkeydown="event.preventDefault()">Trap</button><a href="#y">Never</a>`,
  );
  await expect(tabStops(page)).rejects.toThrow('The focus is caught at button "Trap".');
});

it("measures the first paint from when the page was asked for", async () => {
  const page = await opened("<p>Text</p>");
  const ms = await firstContentfulPaint(page);
  expect(ms).toBeGreaterThan(0);
  expect(ms).toBeLessThan(10_000);
});

it("counts what comes over the wire: compressed, with redirections, and nothing from the cache", async () => {
  const style = gzipSync(`p { color: black }${" ".repeat(50_000)}`);
  const server = createServer(({ url }, response) => {
    if (url === "/old") response.writeHead(302, { Location: "/new" }).end();
    else if (url === "/style.css")
      response
        .writeHead(200, {
          "Content-Type": "text/css",
          "Content-Encoding": "gzip",
          "Cache-Control": "max-age=3600",
        })
        .end(style);
    else
      response
        .writeHead(200, { "Content-Type": "text/html" })
        .end(
          `<link rel="icon" href="data:,"><link rel="stylesheet" href="/style.css"><p>${"x".repeat(20_000)}`,
        );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${portOf(server)}`;
  const page = await pageFor();
  await page.goto(`${url}/old`);
  const first = await transferred(page);
  expect(first).toBeGreaterThan(20_000 + style.length);
  expect(first).toBeLessThan(22_000);
  await page.goto(`${url}/new`);
  const second = await transferred(page);
  expect(second).toBeGreaterThan(20_000);
  expect(second).toBeLessThan(first - style.length);
});

it("says what to do when there is no Chromium", () => {
  const before = process.env["CHROMIUM"];
  process.env["CHROMIUM"] = "/nowhere/chromium";
  try {
    expect(() => openChromium()).toThrow(/There is no Chromium at \/nowhere\/chromium. npm test installs/);
  } finally {
    if (before === undefined) delete process.env["CHROMIUM"];
    else process.env["CHROMIUM"] = before;
  }
});
