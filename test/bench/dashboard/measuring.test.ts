import { beforeAll, expect, it } from "vitest";
import { SmallLake, scoredOf } from "../../dashboard/small-lake.ts";
import { sharedFolder, temporaryFolder } from "../../support/folders.ts";
import { loopbackServer } from "../../support/loopback.ts";
import { type LakeFacts, pageKinds, pathsOf } from "./pages.ts";
import { ask, exportAll, load } from "./requests.ts";
import { RunningDashboard } from "./running-dashboard.ts";

const facts: LakeFacts = {
  run: "run-1",
  customers: 1000,
  ids: ["C1", "C/2"],
  channels: ["Own Website"],
  features: ["tenure_months"],
  tables: ["gold_master"],
};
const lake = sharedFolder();

beforeAll(async () => {
  await (await SmallLake.at(lake)).publish("run-1", scoredOf(300, 3));
});

it("asks for all pages, always with the same addresses", () => {
  const kinds = pageKinds(facts);
  expect(kinds.map(({ name }) => name)).toContain("/customers/<id>");
  for (const kind of kinds) {
    const paths = pathsOf(kind, 100);
    expect(pathsOf(kind, 100)).toEqual(paths);
    for (const path of paths) expect(new URL(path, "http://127.0.0.1").pathname).toMatch(/^\/[\w/%-]*$/);
  }
  const lists = kinds.filter(({ name }) => name === "/customers").flatMap((kind) => pathsOf(kind, 100));
  expect(new Set(lists).size).toBeGreaterThan(60);
});

it("follows redirections, reads answers to their end and takes the time", async () => {
  const url = await loopbackServer(({ path }) =>
    path === "/old"
      ? { status: 303, headers: { Location: "/new" } }
      : { status: 200, body: "x".repeat(100_000) },
  );
  expect(await ask(url, "/old")).toMatchObject({ status: 200, bytes: 100_000, redirected: true });
  const { ms, redirected } = await ask(url, "/new");
  expect(redirected).toBe(false);
  expect(ms).toBeGreaterThan(0);
});

it("sends many readers through all paths, and counts what goes wrong", async () => {
  const asked = new Set<string>();
  const url = await loopbackServer(({ path }) => {
    asked.add(path);
    return { status: path === "/b" ? 500 : 200 };
  });
  const loaded = await load(url, ["/a", "/b", "/c?d=e"], { connections: 5, seconds: 1 });
  expect([...asked].toSorted()).toEqual(["/a", "/b", "/c?d=e"]);
  expect(loaded.errors).toBe(0);
  expect(loaded.non2xx).toBeGreaterThan(0);
  expect(loaded.requests).toBeGreaterThan(loaded.non2xx);
});

it("starts the dashboard in a process of its own and knows its memory", async () => {
  await using dashboard = await RunningDashboard.start(lake);
  expect(dashboard.readySeconds).toBeGreaterThan(0);
  expect((await ask(dashboard.url, "/healthz")).status).toBe(200);
  const { nowMb, peakMb } = dashboard.memory();
  expect(nowMb).toBeGreaterThan(20);
  expect(peakMb).toBeGreaterThanOrEqual(nowMb);
  await dashboard.settle();
  expect(dashboard.cpuSeconds()).toBeGreaterThan(0);
  expect(dashboard.isAlive).toBe(true);
});

it("says why the dashboard does not start", async () => {
  await expect(RunningDashboard.start("ftp://nowhere")).rejects.toThrow(/did not become ready: .*LAKE/s);
});

it("counts the rows of an export", async () => {
  const lines = ["id,name", ...Array.from({ length: 5000 }, (_, index) => `C${index},x`)];
  const url = await loopbackServer(() => ({ status: 200, body: `${lines.join("\r\n")}\r\n` }));
  await using dashboard = await RunningDashboard.start(temporaryFolder());
  const exported = await exportAll(
    { url, isAlive: true, memory: () => dashboard.memory() },
    "/customers.csv",
  );
  expect(exported).toMatchObject({ status: 200, rows: 5000 });
  expect(exported.growthMb).toBeGreaterThanOrEqual(0);
});
