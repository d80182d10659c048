import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { RunningDashboard } from "../../bench/dashboard/running-dashboard.ts";
import { sharedFolder } from "../../support/folders.ts";
import { outcomeOf, spanishgas } from "../../support/journey.ts";
import { makeDelivery } from "../../support/journey-delivery.ts";

/** A lake as the pipeline leaves it, shown by the dashboard as its command starts it, for all tests of a file. */
export interface Finished {
  readonly lake: string;
  readonly run: string;
  readonly url: string;
}

/** Large enough for every tier to be found, small enough to be made while a test waits. */
const CUSTOMERS = 800;

/** Makes the lake and starts the dashboard before the tests of a file; both are gone afterwards. */
export function finishedLake(): () => Finished {
  const folder = sharedFolder("spanishgas-shown-");
  let dashboard: RunningDashboard | undefined;
  let finished: Finished | undefined;
  beforeAll(async () => {
    const raw = join(folder, "raw");
    const lake = join(folder, "lake");
    await makeDelivery(raw, { customers: CUSTOMERS, seed: 7 });
    const { run_id: run } = outcomeOf(await spanishgas("run", "--raw", raw, "--lake", lake, "--json"));
    dashboard = await RunningDashboard.start(lake);
    finished = { lake, run, url: dashboard.url };
  }, 300_000);
  afterAll(async () => dashboard?.[Symbol.asyncDispose]());
  return () => {
    if (finished === undefined) throw new Error("The lake is not made yet.");
    return finished;
  };
}
