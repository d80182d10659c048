import { once } from "node:events";
import { Agent, get, type IncomingMessage } from "node:http";
import autocannon from "autocannon";
import { quantileSorted } from "simple-statistics";
import { randomStream } from "../../../runtime/demo/random.ts";
import type { RunningDashboard } from "./running-dashboard.ts";

/** How long answers took, in ms. */
export interface Times {
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** An answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly ms: number;
  readonly bytes: number;
  /** Whether it sent us elsewhere first. */
  readonly redirected: boolean;
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const HEADERS = { "accept-encoding": "gzip, deflate, br" } as const;
const MOST_REDIRECTIONS = 3;

export function timesOf(values: readonly number[]): Times {
  const sorted = values.toSorted((a, b) => a - b);
  if (sorted.length === 0) return { p50: Number.NaN, p95: Number.NaN, max: Number.NaN };
  return {
    p50: quantileSorted(sorted, 0.5),
    p95: quantileSorted(sorted, 0.95),
    max: sorted.at(-1) ?? Number.NaN,
  };
}

async function respond(address: string | URL, headers: Readonly<Record<string, string>>) {
  const [response]: IncomingMessage[] = await once(get(address, { agent, headers }), "response");
  if (response === undefined) throw new Error(`${address} was not answered.`);
  return response;
}

/** Asks for a page as a browser does, follows redirections, and reads all of it. */
export async function ask(url: string, path: string): Promise<Answer> {
  const begun = performance.now();
  let address = new URL(path, url);
  for (let redirections = 0; ; redirections += 1) {
    const response = await respond(address, HEADERS);
    let bytes = 0;
    for await (const chunk of response) bytes += chunk.length;
    const { statusCode: status = 0, headers } = response;
    const goesOn = status >= 300 && status < 400 && headers.location !== undefined;
    if (!goesOn || redirections === MOST_REDIRECTIONS)
      return { status, ms: performance.now() - begun, bytes, redirected: redirections > 0 };
    address = new URL(headers.location ?? "", address);
  }
}

/** What many readers at once met with. */
export interface Load {
  readonly connections: number;
  readonly seconds: number;
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Connections that broke, and answers that did not come in time. */
  readonly errors: number;
  readonly non2xx: number;
}

/** Paths that one reader goes through, before beginning anew. */
const PATHS_PER_READER = 50;

/** Many readers at once, each going through pages of its own in an order of its own. */
export async function load(
  url: string,
  paths: readonly string[],
  { connections, seconds }: { readonly connections: number; readonly seconds: number },
): Promise<Load> {
  let reader = 0;
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    headers: HEADERS,
    setupClient: (client) => {
      const random = randomStream(reader, "reader");
      reader += 1;
      const own = Array.from({ length: PATHS_PER_READER }, () => ({
        path: paths[random.integer(0, paths.length - 1)] ?? "/",
        headers: HEADERS,
      }));
      client.setRequests(own);
    },
  });
  return {
    connections,
    seconds,
    requests: result.requests.total,
    requestsPerSecond: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
    errors: result.errors,
    non2xx: result.non2xx,
  };
}

/** What an export of all customers took. */
export interface Export {
  readonly status: number;
  readonly rows: number;
  readonly bytes: number;
  readonly seconds: number;
  /** Memory of the dashboard at most while it wrote, over what it was before, in MB. */
  readonly growthMb: number;
}

const SAMPLE_MS = 50;
const NEWLINE = 10;

/** Takes a whole CSV file as a stream, and watches the dashboard's memory meanwhile. */
export async function exportAll(
  dashboard: Pick<RunningDashboard, "url" | "isAlive" | "memory">,
  path: string,
): Promise<Export> {
  const before = dashboard.memory().nowMb;
  let most = before;
  const watch = setInterval(() => {
    if (dashboard.isAlive) most = Math.max(most, dashboard.memory().nowMb);
  }, SAMPLE_MS);
  try {
    const begun = performance.now();
    const response = await respond(new URL(path, dashboard.url), { "accept-encoding": "identity" });
    let bytes = 0;
    let lines = 0;
    for await (const chunk of response) {
      bytes += chunk.length;
      for (const byte of chunk) if (byte === NEWLINE) lines += 1;
    }
    const seconds = (performance.now() - begun) / 1000;
    most = Math.max(most, dashboard.memory().nowMb);
    // The first line names the columns.
    return {
      status: response.statusCode ?? 0,
      rows: Math.max(lines - 1, 0),
      bytes,
      seconds,
      growthMb: most - before,
    };
  } finally {
    clearInterval(watch);
  }
}
