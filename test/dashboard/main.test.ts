import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { dashboardEnvironment } from "../../configs/dashboard-environment.ts";
import { settingsFrom } from "../../dashboard/settings.ts";
import { temporaryFolder } from "../support/folders.ts";

const MAIN = join(import.meta.dirname, "../../dashboard/main.ts");
const HEALTH_CHECK = join(import.meta.dirname, "../../dashboard/health-check.ts");

function start(program: string, environment: Readonly<Record<string, string>>, args: readonly string[] = []) {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH, HOME, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, ended, stdout: () => stdout, stderr: () => stderr };
}

async function startServing(environment: Readonly<Record<string, string>> = {}) {
  const program = start(MAIN, { LAKE: temporaryFolder(), PORT: "0", ...environment });
  const address = () => /on (http:\/\/\S+)\//.exec(program.stderr())?.[1];
  await expect.poll(address, { timeout: 20_000 }).toBeDefined();
  return { ...program, url: address() ?? "" };
}

it("listens on loopback alone unless it is told otherwise, and says where", async () => {
  const { url } = await startServing();
  expect(new URL(url).hostname).toBe("127.0.0.1");
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

it("answers what it has begun when it is told to stop, and ends well", async () => {
  const { url, child, ended, stdout } = await startServing();
  const answers = Promise.all(Array.from({ length: 20 }, () => fetch(url).then(({ status }) => status)));
  await fetch(`${url}/healthz`);
  child.kill("SIGTERM");
  expect(new Set(await answers)).toEqual(new Set([200]));
  expect(await ended).toBe(0);
  const lines = stdout()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines.filter(({ route }) => route === "/")).toHaveLength(20);
});

it("has a health check that passes while it answers and fails when nobody does", async () => {
  const { url, child, ended } = await startServing();
  const { port } = new URL(url);
  expect(await start(HEALTH_CHECK, { PORT: port }).ended).toBe(0);
  child.kill("SIGTERM");
  await ended;
  expect(await start(HEALTH_CHECK, { PORT: port }).ended).toBe(1);
});

it("names every wrong setting at once, without a stack", async () => {
  const { ended, stderr } = start(MAIN, { LAKE: "s3://Wrong_Name/x", PORT: "80a" });
  expect(await ended).toBe(2);
  expect(stderr()).toBe(
    "dashboard: The dashboard cannot start: LAKE must be a folder or s3://bucket, without anything after the bucket's name; " +
      "PORT must be a whole number from 0 to 65535. Correct the environment.\n",
  );
});

it("teaches how to start it, and what each variable does", async () => {
  const { ended, stdout, stderr } = start(MAIN, { PORT: "wrong" }, ["--help"]);
  expect(await ended).toBe(0);
  expect(stderr()).toBe("");
  for (const name of Object.values(dashboardEnvironment))
    expect(stdout()).toMatch(new RegExp(`^  ${name} +\\S.{20}`, "m"));
  expect(stdout()).toMatch(/^ {2}LAKE=lake PORT=8501 node dashboard\/main\.ts$/m);
  expect(
    Math.max(
      ...stdout()
        .split("\n")
        .map(({ length }) => length),
    ),
  ).toBeLessThan(130);
});

it("takes no argument for something that it is not", async () => {
  const { ended, stderr } = start(MAIN, {}, ["--port=80"]);
  expect(await ended).toBe(2);
  expect(stderr()).toBe(
    'dashboard: There is no argument "--port=80"; --help lists the variables that it reads.\n',
  );
});

it("warns when it listens to a network in which nobody may ask", async () => {
  const { stderr } = await startServing({ HOST: "0.0.0.0" });
  expect(stderr()).toMatch(
    /^dashboard: The server listens on 0\.0\.0\.0, but only requests from this machine/,
  );
});

it("says so when its port is taken", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const { ended, stderr } = start(MAIN, { LAKE: temporaryFolder(), PORT: String(port) });
  expect(await ended).toBe(2);
  expect(stderr()).toBe(`dashboard: Port ${port} is in use; set PORT to another one.\n`);
});

it("takes what is left out or empty for the default", () => {
  const defaults = settingsFrom({});
  expect(defaults).toMatchObject({ lake: { kind: "folder", folder: "lake" }, host: "127.0.0.1", port: 8501 });
  const empty = Object.fromEntries(Object.values(dashboardEnvironment).map((name) => [name, " "]));
  expect(settingsFrom(empty)).toEqual(defaults);
});

it.each([
  ["s3://spanishgas-data-dev", { kind: "bucket", bucket: "spanishgas-data-dev" }],
  ["s3://spanishgas-data-dev/", { kind: "bucket", bucket: "spanishgas-data-dev" }],
  ["/data/lake", { kind: "folder", folder: "/data/lake" }],
])("reads the lake %s", (text, lake) => {
  expect(settingsFrom({ LAKE: text }).lake).toEqual(lake);
});

it.each(["s3://", "s3://a", "s3://bucket/prefix", "s3://UPPER", "http://bucket", "s3://-bucket"])(
  "refuses the lake %s",
  (text) => {
    expect(() => settingsFrom({ LAKE: text })).toThrow(/LAKE must be/);
  },
);

it.each(["-1", "65536", "1.5", "port", "0x"])("refuses the port %s", (text) => {
  expect(() => settingsFrom({ PORT: text })).toThrow(/PORT must be/);
});
