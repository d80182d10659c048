/**
 * `npm run bench:dashboard`: the dashboard in a process of its own, on a real lake and on one of a million customers. Time
 * of answers, first loads in a browser, many readers at once, memory, and the export of all customers.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import type { Browser } from "playwright-core";
import { InputError } from "../../runtime/errors.ts";
import { jsonText } from "../../runtime/json.ts";
import { openChromium } from "../support/browser/chromium.ts";
import {
  figuresText,
  isMet,
  type LakeFigures,
  type LakeLimits,
  linesOf,
  type PageFigures,
} from "./dashboard/figures.ts";
import { firstLoad } from "./dashboard/first-load.ts";
import { keptBigLake, makeDemoLake } from "./dashboard/lakes.ts";
import { factsOf, type LakeFacts, type PageKind, pageKinds, pathsOf } from "./dashboard/pages.ts";
import { ask, exportAll, load, timesOf } from "./dashboard/requests.ts";
import { RunningDashboard } from "./dashboard/running-dashboard.ts";

const HELP = `npm run bench:dashboard -- [options]

  --lake <folder>      a finished lake (default: a demo of 20099 customers is made and run, and kept in bench-results)
  --big-lake <folder>  a lake of many customers (default: made of the other one, and kept among temporary files)
  --customers <n>      customers of the big lake (default 1000000)
  --only <which>       lake or big-lake: measure this one alone
  --requests <n>       requests for the times of each kind of page (default 200)
  --paints <n>         first loads of each kind of page; 0 does without a browser (default 7)
  --connections <n>    readers at once (default 200)
  --seconds <n>        how long they read (default 60)
  --json               the figures as JSON instead of text
  --out <file>         where the figures go as JSON (default bench-results/dashboard.json)
`;

const { values } = parseArgs({
  options: {
    lake: { type: "string" },
    "big-lake": { type: "string" },
    customers: { type: "string", default: "1000000" },
    only: { type: "string" },
    requests: { type: "string", default: "200" },
    paints: { type: "string", default: "7" },
    connections: { type: "string", default: "200" },
    seconds: { type: "string", default: "60" },
    json: { type: "boolean", default: false },
    out: { type: "string", default: "bench-results/dashboard.json" },
    help: { type: "boolean", default: false },
  },
});

const DEMO = { customers: 20_099, raw: "data/bench/20099", lake: "bench-results/dashboard-lake" } as const;
const smallLimits: LakeLimits = { p95Ms: 50, memoryMb: 350, readySeconds: 3 };
const bigLimits: LakeLimits = { p95Ms: 150, memoryMb: 1000 };
const OK = 200;

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** What a kind of page takes, asked for one after the other and in the browser, and whether many may read it at once. */
async function measurePage(dashboard: RunningDashboard, kind: PageKind, browser: Browser | undefined) {
  const { url } = dashboard;
  const paths = pathsOf(kind, Number(values.requests));
  const cpuBefore = dashboard.cpuSeconds();
  const first = await ask(url, paths[0] ?? "/");
  const { name } = kind;
  if (first.status !== OK) return { figures: { name, status: first.status }, paths: [] };
  const times = [first.ms];
  for (const path of paths.slice(1)) {
    const { status, ms } = await ask(url, path);
    if (status !== OK) return { figures: { name: `${name} (${path})`, status }, paths: [] };
    times.push(ms);
  }
  const cpuMs = (1000 * (dashboard.cpuSeconds() - cpuBefore)) / times.length;
  const opened = paths.slice(0, Number(values.paints)).map((path) => `${url}${path}`);
  const figures: PageFigures = {
    name,
    status: OK,
    times: timesOf(times),
    cpuMs,
    ...(browser === undefined ? {} : { firstLoad: await firstLoad(browser, opened) }),
  };
  return { figures, paths: first.redirected ? [] : paths };
}

async function measurePages(dashboard: RunningDashboard, facts: LakeFacts) {
  const browser = Number(values.paints) > 0 ? await openChromium() : undefined;
  try {
    // The first page of a browser that has just started tells more of the browser than of the page.
    if (browser !== undefined) await firstLoad(browser, [dashboard.url]);
    const pages: PageFigures[] = [];
    const paths: string[] = [];
    for (const kind of pageKinds(facts)) {
      const measured = await measurePage(dashboard, kind, browser);
      pages.push(measured.figures);
      paths.push(...measured.paths);
    }
    return { pages, paths };
  } finally {
    await browser?.close();
  }
}

async function measure(lake: string): Promise<LakeFigures> {
  const facts = await factsOf(lake);
  say(`${facts.customers} customers in ${lake}: pages ...`);
  await using dashboard = await RunningDashboard.start(lake);
  const { url, readySeconds } = dashboard;
  const { pages, paths } = await measurePages(dashboard, facts);
  const readers = { connections: Number(values.connections), seconds: Number(values.seconds) };
  say(`${readers.connections} readers for ${readers.seconds} s ...`);
  const loaded = await load(url, paths, readers);
  await dashboard.settle();
  const memory = dashboard.memory();
  say("the export ...");
  const exported = await exportAll(dashboard, "/customers.csv");
  return { customers: facts.customers, readySeconds, pages, load: loaded, memory, export: exported };
}

async function demoLake(): Promise<string> {
  say("A demo through the pipeline, unless it is there ...");
  await makeDemoLake(DEMO);
  return DEMO.lake;
}

async function bigLake(from: string): Promise<string> {
  say(`A lake of ${values.customers} customers, unless it is there ...`);
  return keptBigLake(from, Number(values.customers));
}

async function bench(): Promise<number> {
  const measured: { readonly figures: LakeFigures; readonly limits: LakeLimits }[] = [];
  const lake =
    values.lake ??
    (values.only === "big-lake" && values["big-lake"] !== undefined ? undefined : await demoLake());
  if (lake !== undefined && values.only !== "big-lake")
    measured.push({ figures: await measure(lake), limits: smallLimits });
  if (values.only !== "lake") {
    const big = values["big-lake"] ?? (await bigLake(lake ?? DEMO.lake));
    measured.push({ figures: await measure(big), limits: bigLimits });
  }
  const report = {
    node: process.versions.node,
    cpu: `${cpus().length} x ${cpus()[0]?.model.trim() ?? "unknown processor"}`,
    lakes: measured.map(({ figures, limits }) => ({ ...figures, limits: linesOf(figures, limits) })),
  };
  mkdirSync(dirname(values.out), { recursive: true });
  writeFileSync(values.out, jsonText(report));
  const texts = measured.map(({ figures, limits }) => figuresText(figures, limits));
  process.stdout.write(
    values.json
      ? jsonText(report)
      : `Node ${report.node}, ${report.cpu}\n\n${texts.join("\n\n")}\n\nAs JSON: ${values.out}\n`,
  );
  return measured.every(({ figures, limits }) => isMet(figures, limits)) ? 0 : 1;
}

if (values.help) process.stdout.write(HELP);
else
  try {
    process.exitCode = await bench();
  } catch (thrown) {
    if (!(thrown instanceof InputError)) throw thrown;
    say(thrown.message);
    process.exitCode = 2;
  }
