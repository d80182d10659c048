import { once } from "node:events";
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { artifactSchema } from "../../runtime/model/artifact.ts";
import { Lake } from "../score/lake.ts";
import { sharedFolder, temporaryFolder } from "../support/folders.ts";
import { csv, jsonLines } from "./rows-as-text.ts";
import { ServingContainer } from "./serving-container.ts";
import { validRow } from "./valid-row.ts";

const lake = new Lake();
let row: Record<string, string | number> = {};

beforeAll(async () => {
  await lake.prepare();
  const text = readFileSync(join(lake.folder("champion"), "artifact.json"), "utf8");
  row = validRow(artifactSchema.parse(JSON.parse(text)).features);
});

/** A folder in the place of `/opt/ml`, with the model in it. */
function place(): string {
  const root = temporaryFolder("spanishgas-ml-");
  cpSync(lake.folder("champion"), join(root, "model"), { recursive: true });
  return root;
}

function started(root = place(), variables: Readonly<Record<string, string>> = {}): ServingContainer {
  const container = new ServingContainer(root, variables);
  onTestFinished(async () => void (await container.end()));
  return container;
}

/** Rows enough to keep a thread at work for long, just below the limit. */
function manyRows(): string {
  const line = jsonLines([row]);
  return line.repeat(Math.floor((6 * 1024 * 1024) / line.length));
}

describe("rows", () => {
  let container: ServingContainer;
  beforeAll(async () => {
    const root = sharedFolder("spanishgas-ml-");
    cpSync(lake.folder("champion"), join(root, "model"), { recursive: true });
    container = new ServingContainer(root);
    await container.address();
  });
  afterAll(() => container.end());

  test("that are bad are answered with 400 and the reason; none of the others is scored", async () => {
    const rows = [row, { ...row, customer_id: "C00042", tenure_months: -1 }, row];
    for (const [body, type] of [
      [jsonLines(rows), "application/jsonlines"],
      [JSON.stringify(rows), "application/json"],
      [csv(rows, ["customer_id", ...Object.keys(row)]), "text/csv"],
    ] as const) {
      const response = await container.invoke(body, type, { accept: "text/csv" });
      expect([response.status, response.headers.get("content-type")]).toEqual([400, "application/json"]);
      expect(await response.json()).toEqual({
        error: "One thing is wrong with these rows; no row was scored.",
        remedy: "Correct what is named in faults and send all rows again.",
        faults: [
          {
            row: 2,
            column: "tenure_months",
            reason: "is below 0",
            remedy: "Give a number from 0, or nothing.",
          },
        ],
      });
    }
    expect(container.lines.join()).not.toContain("C00042");
  });

  test.each([
    ["no UTF-8", "text/csv", Uint8Array.of(0xff, 0xfe, 0x41), "The body is no UTF-8."],
    ["half a character", "application/json", Uint8Array.of(0x7b, 0xc3), "The body is no UTF-8."],
    ["no row in a list", "application/json", "[]", "The body holds no row."],
    ["a header alone", "text/csv", "HEADER", "The body holds no row."],
    ["white space", "application/jsonlines", " ", "One thing is wrong with these rows; no row was scored."],
  ])("are missing: %s", async (_, type, body, error) => {
    const sent = body === "HEADER" ? csv([], Object.keys(row)) : body;
    const response = await container.invoke(sent, type);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error });
  });

  test("with levels that training never saw are scored, as the batch step scores them", async () => {
    const response = await container.invoke(jsonLines([{ ...row, sales_channel: "Carrier pigeon" }]));
    expect(response.status).toBe(200);
  });
});

test("pings are answered while the only thread scores the largest batch", async () => {
  const container = started(place(), { SERVE_WORKERS: "1" });
  const address = await container.address();
  let scored = false;
  const batch = container.invoke(manyRows()).then((response) => {
    scored = true;
    return response;
  });
  let pings = 0;
  while (!scored) {
    expect((await fetch(`${address}/ping`)).status).toBe(200);
    pings += scored ? 0 : 1;
  }
  expect((await batch).status).toBe(200);
  // A ping or two may go by before the batch has come whole; a thread that scored here would answer no other.
  expect(pings).toBeGreaterThan(10);
});

test("asked to stop it answers what it has begun to hear, takes nothing more, and ends well", async () => {
  const container = started(place(), { SERVE_WORKERS: "1" });
  const address = await container.address();
  const body = jsonLines([row]);
  const socket = connect(Number(new URL(address).port), "127.0.0.1");
  socket.write(
    `POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: application/jsonlines\r\nExpect: 100-continue\r\n` +
      `Content-Length: ${body.length}\r\n\r\n`,
  );
  const [begun] = await once(socket, "data");
  expect(String(begun)).toMatch(/^HTTP\/1\.1 100 Continue/);
  container.signal("SIGTERM");
  await container.said("Asked to stop");
  await expect(fetch(`${address}/ping`)).rejects.toThrow();
  socket.write(body);
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 .*connection: close.*"churn_proba":/is);
  const { code, lines } = await container.ended;
  expect(code).toBe(0);
  expect(lines.map((line) => JSON.parse(line).message)).toEqual(["Serving", "Asked to stop", "Request"]);
});

describe("a container that cannot serve ends and says why", () => {
  const change = (root: string, name: string, to: (text: string) => string) =>
    writeFileSync(join(root, "model", name), to(readFileSync(join(root, "model", name), "latin1")), "latin1");

  test.each<[string, (root: string) => void, RegExp]>([
    ["no folder", (root) => rmSync(join(root, "model"), { recursive: true }), /artifact\.json is missing/],
    ["no trees", (root) => rmSync(join(root, "model/model.ubj")), /model\.ubj is missing/],
    [
      "half of the facts",
      (root) => change(root, "artifact.json", (text) => text.slice(0, 99)),
      /damaged: it is no JSON/,
    ],
    [
      "a changed byte in the trees",
      (root) => change(root, "model.ubj", (text) => `${text.slice(0, -1)}~`),
      /was changed after/,
    ],
    [
      "another artifact version",
      (root) =>
        change(root, "artifact.json", (text) => text.replace('"artifactVersion": 2', '"artifactVersion": 3')),
      /is not a model of this version/,
    ],
    [
      "a feature that gold does not have",
      (root) => change(root, "artifact.json", (text) => text.replaceAll('"tenure_months"', '"shoe_size"')),
      /reads shoe_size, which is no column of gold_master/,
    ],
  ])("%s", async (_, spoil, reason) => {
    const root = place();
    spoil(root);
    const { code, lines } = await started(root).ended;
    expect(code).toBe(1);
    const said = lines.map((line) => JSON.parse(line));
    expect(said.at(-1)).toMatchObject({ level: "error", message: "The model cannot be served" });
    expect(said.at(-1).reason).toMatch(reason);
    expect(existsSync(join(root, "output/message")), "no exit message: that is for jobs").toBe(false);
  });

  test("a setting of no use", async () => {
    const { code, lines } = await started(place(), { SERVE_WORKERS: "0" }).ended;
    expect([code, lines.join()]).toEqual([
      1,
      expect.stringContaining("SERVE_WORKERS must be a whole number from 1"),
    ]);
  });
});
