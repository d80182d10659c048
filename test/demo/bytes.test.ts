import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { makeDemo } from "../../runtime/demo/index.ts";
import { CancelledError, InputError } from "../../runtime/errors.ts";
import { digestsBelow } from "../support/digests.ts";
import { sharedFolder } from "../support/folders.ts";

const parent = sharedFolder();
const files = [
  "churn_label.csv",
  "consumption_hourly_2024.parquet",
  "costs_by_province_month.csv",
  "customer_attributes.csv",
  "customer_contracts.csv",
  "customer_interactions.json",
  "price_history.csv",
];

describe("bytes", () => {
  let first: Record<string, string> = {};
  beforeAll(async () => {
    // 100 customers are four row groups, so that two and three threads share them unevenly.
    await makeDemo({ out: join(parent, "one"), customers: 100, seed: 7, threads: 1 });
    first = digestsBelow(join(parent, "one"));
  });

  test("seven files, the same whatever the threads", async () => {
    expect(Object.keys(first)).toEqual(files);
    for (const threads of [2, 3]) {
      const out = join(parent, `threads-${threads}`);
      await makeDemo({ out, customers: 100, seed: 7, threads });
      expect(digestsBelow(out)).toEqual(first);
    }
  });

  test("another seed changes every file", async () => {
    const out = join(parent, "seed");
    await makeDemo({ out, customers: 100, seed: 8 });
    const other = digestsBelow(out);
    for (const name of files) expect(other[name], name).not.toBe(first[name]);
  });

  test("without the readings the six small files are the same", async () => {
    const out = join(parent, "small");
    const summary = await makeDemo({ out, customers: 100, seed: 7, hourly: false });
    const { "consumption_hourly_2024.parquet": readings, ...small } = first;
    expect(readings).toBeDefined();
    expect(digestsBelow(out)).toEqual(small);
    expect(summary).toMatchObject({ readings: 0, readingsBytes: 0, readingsPerSecond: null });
  });

  test("one customer is enough", async () => {
    const out = join(parent, "lonely");
    expect(await makeDemo({ out, customers: 1, seed: 1 })).toMatchObject({ customers: 1, readings: 8784 });
    expect(readdirSync(out).sort()).toEqual(files);
  });
});

describe("the folder", () => {
  const leftovers = () => readdirSync(parent).filter((name) => name.includes(".partial-"));

  test("is filled when it exists and is empty, and refused when it holds something", async () => {
    const out = join(parent, "empty");
    mkdirSync(out);
    await makeDemo({ out, customers: 3, seed: 1, hourly: false });
    expect(readdirSync(out).length).toBe(6);
    const again = makeDemo({ out, customers: 3, seed: 1, hourly: false });
    await expect(again).rejects.toThrow(InputError);
    await expect(again).rejects.toThrow(/already holds churn_label\.csv\. Empty the folder/);
  });

  test("stays absent when the making is cancelled", async () => {
    const out = join(parent, "cancelled");
    const controller = new AbortController();
    const making = makeDemo({
      out,
      customers: 400,
      seed: 1,
      signal: controller.signal,
      progress: ({ unit }) => unit === "rows" && controller.abort(),
    });
    await expect(making).rejects.toThrow(CancelledError);
    expect(existsSync(out)).toBe(false);
    expect(leftovers()).toEqual([]);
  });

  test("stays absent when the process is killed; the next run clears what it left", async () => {
    const out = join(parent, "killed");
    const script = join(parent, "make.mjs");
    const module = new URL("../../runtime/demo/index.ts", import.meta.url).href;
    writeFileSync(
      script,
      `import { makeDemo } from ${JSON.stringify(module)};
       await makeDemo({ out: ${JSON.stringify(out)}, customers: 5000, seed: 1,
         progress: ({ unit }) => unit === "rows" && process.send("writing") });`,
    );
    const child = spawn(process.execPath, [script], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
    await new Promise((resolve) => child.once("message", resolve));
    expect(leftovers().length).toBe(1);
    child.kill("SIGKILL");
    await new Promise((resolve) => child.once("exit", resolve));
    await wait(10);
    expect(existsSync(out)).toBe(false);
    await makeDemo({ out, customers: 3, seed: 1 });
    expect(readdirSync(out).sort()).toEqual(files);
    expect(leftovers()).toEqual([]);
  });

  test.each([
    [{ customers: 0 }, "customers"],
    [{ customers: 2.5 }, "customers"],
    [{ seed: -1 }, "seed"],
    [{ threads: 0 }, "threads"],
  ])("options out of range are refused: %o", async (wrong, name) => {
    const making = makeDemo({ out: join(parent, "wrong"), customers: 3, seed: 1, ...wrong });
    await expect(making).rejects.toThrow(`The demo's ${name} must be a whole number`);
  });
});
