import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { deliveryOf } from "../bronze/shards/fixture.ts";
import { TestContainer } from "../support/container.ts";
import { digestsBelow } from "../support/digests.ts";
import { temporaryFolder } from "../support/folders.ts";
import { dealOut } from "../support/shared.ts";
import { smallReadings } from "../support/small-delivery.ts";

vi.setConfig({ testTimeout: 180_000 });

/** The image's program on each machine of a job and on the one that merges, in processes of their own. */

const readings = smallReadings(20);
const part = (n: number) => `SELECT * FROM (${readings}) WHERE hash(customer_id) % 4 = ${n}`;

const container = () => new TestContainer(temporaryFolder("container-"));

async function bronze(delivery: string, consumption?: string) {
  const machine = container();
  cpSync(delivery, machine.input("delivery"), { recursive: true });
  if (consumption !== undefined) cpSync(consumption, machine.input("consumption"), { recursive: true });
  const end = await machine.run("bronze", { TODAY: "2025-03-01" });
  return { end, tables: digestsBelow(machine.output("bronze")), facts: join(machine.facts, "bronze.json") };
}

async function share(parts: readonly string[]) {
  const delivery = await deliveryOf(parts);
  const { others, consumption, shards, hosts } = dealOut(delivery, { machines: 3 });
  for (const { host, readings: files, config } of hosts) {
    const machine = container();
    cpSync(others, machine.input("delivery"), { recursive: true });
    cpSync(files, join(machine.root, "processing/input/readings"), { recursive: true });
    mkdirSync(join(machine.root, "config"));
    cpSync(config, join(machine.root, "config"), { recursive: true });
    const { code, lines } = await machine.run("bronze-shard", { TODAY: "2025-03-01" });
    expect([code, lines.join("\n")]).toEqual([0, expect.not.stringContaining("C0000")]);
    cpSync(join(machine.root, "processing/output/shards", host), join(shards, host), { recursive: true });
  }
  return { delivery, others, consumption };
}

it("three machines and a merge write what one machine writes", async () => {
  const { delivery, others, consumption } = await share([0, 1, 2, 3].map(part));
  const merged = await bronze(others, consumption);
  expect(merged.end).toMatchObject({ code: 0, message: undefined });
  expect(JSON.parse(readFileSync(merged.facts, "utf8"))).toMatchObject({
    facts: { readings_summed_by: "shards" },
  });
  const whole = await bronze(delivery);
  expect(Object.keys(merged.tables)).toContain("bronze_customer_month.parquet");
  expect(merged.tables).toEqual(whole.tables);
});

it("shares that cannot be merged end the job with the name that leads to one machine", async () => {
  const { others, consumption } = await share([part(0), part(1), `${part(2)} UNION ALL ${part(3)}`, part(1)]);
  const { end, tables } = await bronze(others, consumption);
  expect(end).toMatchObject({
    code: 1,
    message: expect.stringMatching(/^ShardsOverlap: Several machines have read/),
  });
  expect(tables).toEqual({});
});
