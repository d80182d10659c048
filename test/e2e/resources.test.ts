import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test, vi } from "vitest";
import { type Digests, filesBelow } from "../support/digests.ts";
import { sharedFolder } from "../support/folders.ts";
import { halfWritten, jsonAt, outcomeOf, resultsOf, spanishgas, start, written } from "../support/journey.ts";
import { copyDelivery, correctPrice, makeDelivery } from "../support/journey-delivery.ts";
import { mountDisk, resizeDisk } from "../support/small-disk.ts";

/** What the machine refuses: a disk without space, and a lake at which another run is at work. With the real steps. */

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const folder = sharedFolder("spanishgas-resources-");
const raw = join(folder, "raw");
let expected: Digests = {};

beforeAll(async () => {
  await makeDelivery(raw, { customers: 400, seed: 5 });
  const lake = join(folder, "undisturbed");
  expected = resultsOf(
    lake,
    outcomeOf(await spanishgas("run", "--raw", raw, "--lake", lake, "--json")).run_id,
  );
});

/** Takes all space that a disk has left. */
function fillDisk(at: string): void {
  const file = openSync(join(at, "filler"), "w");
  for (const bytes of [1 << 20, 1 << 12]) {
    const block = Buffer.alloc(bytes);
    try {
      while (writeSync(file, block) > 0);
    } catch (thrown) {
      if (!String(thrown).includes("ENOSPC")) throw thrown;
    }
  }
  closeSync(file);
}

test("a full disk ends a run with a remedy, whatever it was doing; with space it goes on to the same bytes", async (context) => {
  const lake = join(folder, "small");
  const reason = mountDisk(lake, "8m");
  if (reason !== undefined) context.skip(reason);
  const ask = ["run", "--raw", raw, "--lake", lake];
  const message = `spanishgas: The disk that holds ${lake} is full. Free some space there and start the run again: nothing was published.\n`;

  // Too small for the delivery itself.
  const delivery = await spanishgas(...ask);
  expect(delivery.code, delivery.stderr).toBe(1);
  expect(delivery.stderr).toContain(message);
  expect(filesBelow(lake, "deliveries")).toEqual([]);
  expect(filesBelow(lake, ".work")).toEqual([]);

  resizeDisk(lake, "64m");
  const fullDuring = { Bronze: "✓ Delivery", Silver: "✓ Bronze", Train: "✓ Gold", Score: "✓ Register" };
  for (const [state, before] of Object.entries(fullDuring)) {
    const running = start(...ask);
    await written(running, before);
    fillDisk(lake);
    const { code, stderr } = await running.ended;
    expect(code, stderr).toBe(1);
    expect(stderr).toContain(`✗ ${state}`);
    expect(stderr.split(message), stderr).toHaveLength(2);
    expect(stderr).not.toMatch(/rollback|SQLITE|ENOSPC/i);
    expect(filesBelow(lake, ".work")).toEqual([]);
    expect(jsonAt(lake, "pointers/current-run.json")).toBeNull();
    rmSync(join(lake, "filler"));
    const { runs } = JSON.parse((await spanishgas("runs", "--lake", lake, "--json")).stdout);
    expect(halfWritten(lake, runs[0].run_id, expected), state).toEqual([]);
  }

  const outcome = outcomeOf(await spanishgas(...ask, "--json"));
  expect(outcome.state).toBe("completed");
  expect(halfWritten(lake, outcome.run_id, expected)).toEqual([]);
  expect(resultsOf(lake, outcome.run_id)).toHaveProperty(["scored/<run>/recommendations.parquet"]);
  expect(jsonAt(lake, "pointers/current-run.json")).toMatchObject({ run: outcome.run_id });
});

test("of two runs started at once one completes; the other says so, and loses nothing", async () => {
  const lake = join(folder, "shared");
  correctPrice(copyDelivery(raw, join(folder, "raw-price")));
  const asks = ["raw", "raw-price"].map((name) => [
    "run",
    "--raw",
    join(folder, name),
    "--lake",
    lake,
    "--json",
  ]);
  const ends = await Promise.all(asks.map((ask) => spanishgas(...ask)));
  const won = ends.findIndex(({ code }) => code === 0);
  const [winner, loser] = [ends[won], ends[1 - won]];
  if (winner === undefined || loser === undefined)
    throw new Error(ends.map(({ stderr }) => stderr).join("\n"));
  const first = outcomeOf(winner);
  expect(first.state).toBe("completed");
  expect(loser.stderr).toMatch(
    new RegExp(
      `^spanishgas: Run ${first.run_id} is at work on this lake \\(process \\d+ on .+\\)\\. Wait until`,
      "m",
    ),
  );
  // Nothing is wrong with the input: a scheduler may try again.
  expect(loser.code).toBe(1);
  expect(loser.stderr).not.toContain("--verbose");
  if (won === 0) expect(resultsOf(lake, first.run_id)).toEqual(expected);

  const second = outcomeOf(await spanishgas(...(asks[1 - won] ?? [])));
  expect(second).toMatchObject({ outcome: "completed", report: { mode: "score", champion: first.run_id } });
  expect(jsonAt(lake, "pointers/current-run.json")).toMatchObject({
    run: second.run_id,
    model: first.run_id,
  });
});
