import { type Place, places, type StepName, stepNames, steps } from "../../../configs/pipeline.ts";
import { limits, rates } from "./assumptions.ts";
import { cheapest, type Demand, type SizedJob } from "./machines.ts";
import { at, leaderboardCost, type Measured, stepGrowth } from "./measured.ts";
import { readingsOf, within } from "./paths.ts";

/** The steps after bronze, which one machine does each, and the sizes at which something ends. */

export const laterSteps: readonly StepName[] = stepNames.filter((step) => step !== "bronze");

function demandOf(measured: Measured, step: StepName, customers: number): Demand {
  const { cpu, memory } = stepGrowth(measured, step);
  const perCustomer = steps[step].reads.reduce((sum, place) => sum + mbOf(measured, place), 0);
  const leaderboard =
    step === "train" ? leaderboardCost(measured, customers) : { cpuSeconds: 0, memoryMb: 0 };
  return {
    downloadMb: (perCustomer * customers) / measured.lake.customers,
    cpuSeconds: at(cpu, customers) + leaderboard.cpuSeconds,
    memoryMb: Math.max(at(memory, customers), leaderboard.memoryMb),
  };
}

/** What a run leaves at a place; models are small, whatever the number of customers. */
function mbOf({ lake }: Measured, place: Place): number {
  const [folder = ""] = places[place].split("/");
  return folder === "models" ? 0 : (lake.mb[folder] ?? 0);
}

/** A step's job; undefined where no machine that is offered does it within the step's own limit. */
export function laterJob(measured: Measured, step: StepName, customers: number): SizedJob | undefined {
  return cheapest(1, demandOf(measured, step, customers), steps[step].timeoutSeconds / 60);
}

/** The most customers for which something holds that holds for few and not for many; 0 where it never does. */
export function mostCustomers(holds: (customers: number) => boolean): number {
  let [below, above] = [0, 1e12];
  while (above - below > Math.max(1, below * 1e-4)) {
    const middle = below === 0 ? Math.sqrt(above) : Math.sqrt(below * above);
    if (holds(Math.round(middle))) below = middle;
    else above = middle;
    if (below === 0 && above < 2) return 0;
  }
  return below;
}

/** A size at which something ends. */
export interface End {
  readonly what: string;
  readonly why: string;
  readonly customers: number;
}

/** What the advice of the guide goes by. */
export const endNames = {
  oneMachine: `One machine, bronze within ${limits.aimMinutes} minutes`,
  shards: `${limits.machines} machines, bronze within ${limits.aimMinutes} minutes`,
  frozen: "Freezing a delivery of files up to 5 GB",
} as const;

/** Entries that a `Map` or a `Set` of V8 takes: 2^24. */
const MAP_ENTRIES = 2 ** 24;

/** Where each way and each step ends, by the figures measured and the rates assumed. */
export function ends(measured: Measured): readonly End[] {
  const path = (name: Parameters<typeof within>[1], most: number) =>
    mostCustomers((customers) => within(measured, name, customers, most) !== undefined);
  const frozen = (copies: number) => {
    const mb = copies * rates.copyMbPerSecond * limits.lambdaSeconds;
    return mostCustomers((customers) => readingsOf(measured, customers).mb <= mb);
  };
  const { files, parts } = limits.copies;
  return [
    {
      what: endNames.oneMachine,
      why: "copying the readings in",
      customers: path("one machine", limits.aimMinutes),
    },
    {
      what: "One machine, bronze within the step's own hour",
      why: "copying the readings in",
      customers: path("one machine", Number.POSITIVE_INFINITY),
    },
    {
      what: endNames.shards,
      why: "the merge, on one machine: its memory",
      customers: path("shards", limits.aimMinutes),
    },
    {
      what: "Athena, query and bronze",
      why: "the query's 30 minutes, or copying the readings in",
      customers: path("Athena", Number.POSITIVE_INFINITY),
    },
    {
      what: endNames.frozen,
      why: `${files} copies at once, within the function's ${limits.lambdaSeconds} s`,
      customers: frozen(files),
    },
    {
      what: "Freezing a delivery of larger files",
      why: `${files * parts} copies of parts at once, within the same time`,
      customers: frozen(files * parts),
    },
    {
      what: "Tables by customer inside JavaScript",
      why: "a Map or a Set takes 2^24 entries: train keeps labelled customers in one, score those that were trained on",
      customers: MAP_ENTRIES,
    },
    ...laterSteps.map((step) => ({
      what: `Step ${step}`,
      why: whyStepEnds(measured, step),
      customers: mostCustomers((customers) => laterJob(measured, step, customers) !== undefined),
    })),
  ];
}

/** Is it the time or the memory that a step is short of first? */
function whyStepEnds(measured: Measured, step: StepName): string {
  const timeless = mostCustomers(
    (customers) => cheapest(1, demandOf(measured, step, customers), Infinity) !== undefined,
  );
  const timed = mostCustomers((customers) => laterJob(measured, step, customers) !== undefined);
  return timed < timeless * 0.99
    ? `its limit of ${steps[step].timeoutSeconds / 60} minutes`
    : "the memory of the largest machine";
}
