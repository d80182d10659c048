import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { environments } from "../../infra/stack.ts";
import { prices } from "../support/costs/prices.ts";
import { costSheet } from "../support/costs/sheet.ts";
import { costPage } from "../support/costs/text.ts";
import { type Recording, ROOT, runProgram, sharedUpdate } from "../support/engine/index.ts";

/** The cost sheet of the guides, computed from what the program makes. Whether the prices are AWS's is for a person. */

let recordings: readonly Recording[];
beforeAll(async () => {
  recordings = await Promise.all(environments.map(sharedUpdate));
});
const dev = () => recordings.filter(({ stack }) => stack === "dev").map(costSheet)[0];
const usdOf = (what: string) => dev()?.standing.find((line) => line.what === what)?.usd;

test("the page in docs is what the stacks cost now; `npm run costs` writes it anew", () => {
  const page = readFileSync(join(ROOT, "docs", "costs.md"), "utf8");
  expect(page).toBe(costPage(recordings.map(costSheet)));
});

describe("worked by hand, for dev", () => {
  test("half a processor and 1 GB all month: (0.02024 + 0.004445) x 730", () => {
    expect(usdOf("Dashboard's tasks")).toBeCloseTo(18.02, 2);
  });

  test("three endpoints in one zone: 3 x 0.011 x 730", () => {
    expect(usdOf("Interface endpoints")).toBeCloseTo(24.09, 2);
  });

  test("four runs of five jobs of five minutes on ml.m5.xlarge: 4 x 5 x 5/60 x 0.257", () => {
    expect(dev()?.used.find(({ what }) => what === "Scoring runs")?.usd).toBeCloseTo(0.43, 2);
  });

  test("one run of seven jobs, train three minutes longer: (7 x 5 + 3)/60 x 0.257", () => {
    expect(dev()?.used.find(({ what }) => what === "Training runs")?.usd).toBeCloseTo(0.16, 2);
  });

  test("the sum is the sum of the lines", () => {
    const lines = [...(dev()?.standing ?? []), ...(dev()?.used ?? [])];
    expect(dev()?.usd).toBeCloseTo(
      lines.reduce((sum, { usd }) => sum + usd, 0),
      9,
    );
  });
});

test("a larger machine costs in proportion, and one without a price is an error", () => {
  const withMachine = (type: string): Recording => {
    const [recording] = recordings;
    if (recording === undefined) throw new Error("No recording.");
    const resources = recording.resources.map((resource) =>
      resource.type === "aws:sfn/stateMachine:StateMachine"
        ? {
            ...resource,
            inputs: {
              ...resource.inputs,
              definition: String(resource.inputs["definition"]).replaceAll("ml.m5.xlarge", type),
            },
          }
        : resource,
    );
    return { ...recording, resources };
  };
  const runs = (type: string) => costSheet(withMachine(type)).used[0]?.usd ?? 0;
  expect(runs("ml.m5.4xlarge") / runs("ml.m5.xlarge")).toBeCloseTo(4, 9);
  expect(() => runs("ml.p3.2xlarge")).toThrow("ml.p3.2xlarge");
});

describe("readings that are summed before the bronze step", () => {
  const withStack = async (overrides: Readonly<Record<string, unknown>>) => {
    const sheet = costSheet(await runProgram({ stack: "dev", mode: "update", overrides }));
    return (what: string) => sheet.used.find((line) => line.what === what)?.usd;
  };

  test("by Athena: five runs scan 0.7 GB each, 5 x 0.0007 x 5", async () => {
    const used = await withStack({ scale: { hourlyScan: "athena" } });
    expect(used("Queries of the readings")).toBeCloseTo(0.0175, 6);
    expect(dev()?.used.find(({ what }) => what === "Queries of the readings")).toBeUndefined();
  });

  test("by four machines of their own: four more jobs, 4 x (5 + 4) x 5/60 x 0.257", async () => {
    const sizes = { bronze: { instanceType: "ml.m5.xlarge", instances: 4 } };
    const used = await withStack({ pipeline: { sizes } });
    expect(used("Scoring runs")).toBeCloseTo(0.771, 3);
  });
});

test("no stack costs more than its budget warns of", () => {
  for (const recording of recordings) {
    const [budget] = recording.resources.filter(({ type }) => type === "aws:budgets/budget:Budget");
    expect(costSheet(recording).usd).toBeLessThan(Number(budget?.inputs["limitAmount"]));
  }
});

test("the prices say of which day and region they are", () => {
  expect(prices.asOf).toMatch(/^20\d\d-\d\d-\d\d$/);
  expect(costPage([])).toContain(prices.region);
});
