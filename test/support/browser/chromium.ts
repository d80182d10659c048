import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";
import { countTransfers } from "./transferred.ts";

/** How a reader looks at a page. */
export interface Look {
  /** Width of the window, in CSS pixels. @default 1440 */
  readonly width?: number;
  /** Whether the reader's system is set to dark colours. @default false */
  readonly dark?: boolean;
  /** What the browser asks for as the reader's language. @default "en" */
  readonly language?: "en" | "es";
}

/** A page that is watched. */
export interface WatchedPage {
  readonly page: Page;
  /** What went wrong so far: requests to other hosts, errors on the console or in scripts, breaches of the policy. */
  readonly faults: readonly string[];
  /** Closes the page with its cookies and its cache. */
  close(): Promise<void>;
}

const DEBIAN_CHROMIUM = "/usr/bin/chromium";
const LOCALES = { en: "en-GB", es: "es-ES" } as const;
const PHONE_WIDTH = 600;
const HEIGHT = { phone: 844, desk: 900 } as const;
const LOOPBACK: readonly string[] = ["127.0.0.1", "localhost", "[::1]"];
/** Every other name and address leads nowhere, for Chromium's own errands, too. Unlike routing, this keeps its cache on. */
const NOWHERE_ELSE = `--host-resolver-rules=MAP * ~NOTFOUND, ${LOOPBACK.map((host) => `EXCLUDE ${host}`).join(", ")}`;

/** Opens Chromium without a window. @throws Error that says what to install when there is none */
export function openChromium(): Promise<Browser> {
  const executablePath = process.env["CHROMIUM"] || DEBIAN_CHROMIUM;
  if (!existsSync(executablePath))
    throw new Error(
      `There is no Chromium at ${executablePath}. npm test installs Debian's as root; elsewhere install one and name it ` +
        "in the variable CHROMIUM.",
    );
  return chromium.launch({
    executablePath,
    // Chromium refuses to start its sandbox for root, whom containers and this project's machines run as. All that it
    // is shown there are pages of the project itself.
    chromiumSandbox: process.getuid?.() !== 0,
    args: [NOWHERE_ELSE],
  });
}

/** Opens an empty page with cookies and a cache of its own, and watches what is loaded into it. */
export async function openPage(
  browser: Browser,
  { width = 1440, dark = false, language = "en" }: Look = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: { width, height: width < PHONE_WIDTH ? HEIGHT.phone : HEIGHT.desk },
    colorScheme: dark ? "dark" : "light",
    locale: LOCALES[language],
  });
  const faults: string[] = [];
  const note = (kind: string, text: string) => faults.push(`${kind}: ${text}`);
  const noteStranger = (address: string) => {
    if (!isOfThisMachine(address)) note("request to another host", address);
  };
  context.on("request", (request) => noteStranger(request.url()));
  // Breaches of the content policy are told here, as errors.
  context.on("console", (message) => {
    if (message.type() === "error") note("console", `${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => note("script", error.error().message));
  const page = await context.newPage();
  page.on("websocket", (socket) => noteStranger(socket.url()));
  await countTransfers(page);
  return { page, faults, close: () => context.close() };
}

function isOfThisMachine(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return ["data:", "blob:", "about:"].includes(protocol) || LOOPBACK.includes(hostname);
}
