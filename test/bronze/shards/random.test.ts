import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it, vi } from "vitest";
import { isoDate } from "../../../configs/names.ts";
import { randomReadings } from "../../support/random-readings.ts";
import { alone, deliveryOf, type Outcome, together } from "./fixture.ts";

vi.setConfig({ testTimeout: 300_000 });

const HEADER = "customer_id,timestamp,consumption_elec_kwh,consumption_gas_m3";

function isOverlap(outcome: Outcome): boolean {
  return "error" in outcome && outcome.error === "ShardsOverlap";
}

it("whatever the readings, the files and the machines: the same bytes and words, or an hour in two shares", async () => {
  let merged = 0;
  await fc.assert(
    fc.asyncProperty(
      randomReadings,
      fc.constantFrom(null, isoDate("2024-12-15")),
      async ({ files, machines, overlaps }, asOf) => {
        const delivery = await deliveryOf([]);
        for (const [index, lines] of files.entries())
          writeFileSync(
            join(delivery, `consumption_hourly_2024-${index + 1}.csv`),
            `${[HEADER, ...lines].join("\n")}\n`,
          );
        const machineOf = (_: string, index: number) => machines[index] ?? 0;
        const shared = await together(delivery, { machines: Math.max(...machines) + 1, machineOf, asOf });
        if (isOverlap(shared)) expect(overlaps).toBe(true);
        else expect(shared).toEqual(await alone(delivery, { asOf }));
        merged += "facts" in shared ? 1 : 0;
      },
    ),
    { numRuns: 20 },
  );
  // Else the property would say nothing of tables.
  expect(merged).toBeGreaterThan(5);
});
