import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { beforeAll, expect, test, vi } from "vitest";
import { ALL_FAULTS } from "../support/all-faults.ts";
import { type Digests, filesBelow } from "../support/digests.ts";
import { sharedFolder } from "../support/folders.ts";
import { halfWritten, jsonAt, outcomeOf, resultsOf, spanishgas, start, written } from "../support/journey.ts";
import { makeDelivery } from "../support/journey-delivery.ts";

/**
 * `kill -9` at random moments of a run with the real steps: whatever was being done, the next run goes on, and in the
 * end every byte is that of a run that nobody disturbed. It cannot show a power cut, which also loses what the
 * operating system had not written yet.
 */

vi.setConfig({ testTimeout: 600_000, hookTimeout: 300_000 });

/** Every stretch of the run once; `npm run test:faults` goes on with others. */
const KILLS = ALL_FAULTS ? 20 : 11;
/** Kills of one run before it may complete. */
const KILLS_PER_RUN = 3;
/** Runs beyond those planned, for moments that came too late. */
const SPARE_RUNS = 4;
const SEED = 20240229;

const folder = sharedFolder("spanishgas-kill-");
const raw = join(folder, "raw");
const ask = (lake: string) => ["run", "--raw", raw, "--lake", lake];

/** What the command writes when a stretch of the run begins; `Run` stands for the claim of the delivery. */
const stretches = [
  { name: "Identify", begins: "" },
  { name: "Delivery", begins: "Run " },
  { name: "Bronze", begins: "✓ Delivery" },
  { name: "Silver", begins: "✓ Bronze" },
  { name: "Gold", begins: "✓ Silver" },
  { name: "Train", begins: "✓ Gold" },
  { name: "Evaluate", begins: "✓ Train" },
  { name: "Register", begins: "✓ Evaluate" },
  { name: "Score", begins: "✓ Register" },
  { name: "Drift", begins: "✓ Score" },
  { name: "Publish", begins: "✓ Drift" },
] as const;

type Stretch = (typeof stretches)[number];

interface Moment {
  readonly stretch: Stretch;
  /** Share of the stretch's time that has passed, as long as it took in the undisturbed run. */
  readonly share: number;
  /** The step's process is killed with the command; else it is left an orphan. */
  readonly withStep: boolean;
}

const generator = xoroshiro128plus(SEED);
/** From 0 to 1. */
const random = () => (generator.next() >>> 0) / 2 ** 32;

/** How long each stretch took in the undisturbed run, in ms. */
const took = new Map<string, number>();
let expected: Digests = {};
let expectedRun = "";
/** Files of the alerts that the undisturbed run kept. */
let alerts: string[] = [];

beforeAll(async () => {
  await makeDelivery(raw, { customers: 400, seed: 3 });
  const lake = join(folder, "undisturbed");
  const running = start(...ask(lake));
  const begun: number[] = [];
  for (const { begins } of stretches) {
    await written(running, begins);
    begun.push(performance.now());
  }
  const { code, stderr } = await running.ended;
  expect(code, stderr).toBe(0);
  for (const [index, { name }] of stretches.entries())
    took.set(name, (begun[index + 1] ?? performance.now()) - (begun[index] ?? 0));
  const outcome = outcomeOf(await spanishgas(...ask(lake), "--json"));
  expect(outcome.report?.candidate?.promoted).toBe(true);
  expectedRun = outcome.run_id;
  expected = resultsOf(lake, expectedRun);
  alerts = alertsOf(lake);
});

/** A stretch by its share of the run's time. */
function anywhere(): Stretch {
  let left = random() * [...took.values()].reduce((sum, ms) => sum + ms, 0);
  for (const stretch of stretches) {
    left -= took.get(stretch.name) ?? 0;
    if (left < 0) return stretch;
  }
  return stretches[0];
}

function momentIn(stretch: Stretch): Moment {
  return { stretch, share: random(), withStep: random() < 0.5 };
}

/** Every stretch once, then moments anywhere in the run; in the order of the run. */
function drawMoments(count: number): Moment[] {
  return Array.from({ length: count }, (_, index) => momentIn(stretches[index] ?? anywhere())).sort(
    (a, b) => stretches.indexOf(a.stretch) - stretches.indexOf(b.stretch),
  );
}

/** Runs the command and kills it at a moment. @returns false when the run had ended before */
async function killAt(lake: string, { stretch, share, withStep }: Moment): Promise<boolean> {
  const running = start(...ask(lake));
  await written(running, stretch.begins);
  await Promise.race([pause(share * (took.get(stretch.name) ?? 0)), running.ended]);
  const { pid, exitCode } = running.process;
  if (pid !== undefined && exitCode === null) process.kill(withStep ? -pid : pid, "SIGKILL");
  const { code, stderr } = await running.ended;
  if (code !== null) expect(code, stderr).toBe(0);
  return code === null;
}

test(`after each of ${KILLS} kills the next run goes on to the same bytes`, async () => {
  const moments = drawMoments(KILLS);
  const runs = Math.ceil(KILLS / KILLS_PER_RUN);
  // A run meets early, middle and late moments, in this order.
  const plans = Array.from({ length: runs }, (_, run) => moments.filter((_, index) => index % runs === run));
  let kills = 0;
  for (let run = 0; kills < KILLS && run < runs + SPARE_RUNS; run++) {
    const lake = join(folder, `lake-${run}`);
    const plan = plans[run] ?? [momentIn(anywhere())];
    for (const moment of plan) {
      if (!(await killAt(lake, moment))) break;
      kills++;
      const when = `killed in ${moment.stretch.name} at ${moment.share.toFixed(2)}`;
      expect(halfWritten(lake, expectedRun, expected), when).toEqual([]);
    }
    const ended = await spanishgas(...ask(lake), "--json");
    const plot = plan.map(({ stretch, share }) => `${stretch.name} ${share.toFixed(2)}`).join(", ");
    expect(ended.code, `${plot}\n${ended.stderr}`).toBe(0);
    expect(outcomeOf(ended), plot).toMatchObject({
      run_id: expectedRun,
      state: "completed",
      report: { champion: expectedRun },
    });
    expect(resultsOf(lake, expectedRun), plot).toEqual(expected);
    expect(jsonAt(lake, "pointers/champion.json")).toMatchObject({ version: expectedRun, previous: [] });
    expect(jsonAt(lake, "pointers/current-run.json")).toMatchObject({ run: expectedRun, model: expectedRun });
    expect(filesBelow(lake, ".work"), plot).toEqual([]);
    expect(alertsOf(lake), plot).toEqual(alerts);
    expect(strangersIn(lake), plot).toEqual([]);
    rmSync(lake, { recursive: true });
  }
  expect(kills).toBeGreaterThanOrEqual(KILLS);
});

function alertsOf(lake: string): string[] {
  return filesBelow(lake, ".").filter((path) => path.startsWith("monitoring/alerts/"));
}

/** Files of a lake that neither a completed run nor its books account for. */
function strangersIn(lake: string): string[] {
  const results = Object.keys(expected).map((path) => path.replace("<run>", expectedRun));
  const known = new Set([...results, ...alerts]);
  const books =
    /^(deliveries\/[\w-]+\/[\w.]+|pointers\/[\w-]+\.json|models\/[\w-]+\/registration\.json|monitoring\/[\w-]+\/run_report\.json|manifest\.sqlite(-wal|-shm)?|\.lock\.sqlite)$/;
  return filesBelow(lake, ".").filter((path) => !known.has(path) && !books.test(path));
}
