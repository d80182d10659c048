import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { makeDemo } from "../../runtime/demo/index.ts";
import { stepFactsSchema } from "../../runtime/pipeline/step-facts.ts";
import { containerVariables, TestContainer } from "../support/container.ts";
import { emfLine } from "../support/emf.ts";
import { sharedFolder, temporaryFolder } from "../support/folders.ts";
import { bronzeRun } from "../support/run-bronze.ts";
import { digestOfFolder } from "../support/toy-steps.ts";

const raw = join(sharedFolder("spanishgas-container-"), "raw");
beforeAll(() => makeDemo({ out: raw, customers: 120, seed: 3, threads: 1 }));

function containerWithDelivery(): TestContainer {
  const container = new TestContainer(temporaryFolder("spanishgas-ml-"));
  cpSync(raw, container.input("delivery"), { recursive: true });
  return container;
}

test("a step in the container writes the same bytes as on this machine, and says what it did", async () => {
  const container = containerWithDelivery();
  const { code, message, lines } = await container.run("bronze");
  expect([code, message]).toEqual([0, undefined]);
  const here = bronzeRun(raw);
  const facts = await here.run();
  expect(digestOfFolder(container.output("bronze"))).toBe(digestOfFolder(here.bronze));
  expect(digestOfFolder(container.output("quarantine"))).toBe(digestOfFolder(here.quarantine));
  const said = stepFactsSchema.parse(JSON.parse(readFileSync(join(container.facts, "bronze.json"), "utf8")));
  expect(said.facts).toEqual(facts);
  expect(said.usage.peakMemoryMb).toBeGreaterThan(20);
  for (const line of lines) expect(JSON.parse(line)).toMatchObject({ run_id: "0123456789ab-1" });
  const measured = lines.filter((line) => line.includes("_aws"));
  for (const line of measured) expect(() => emfLine.parse(JSON.parse(line))).not.toThrow();
  expect(measured.flatMap((line) => Object.keys(JSON.parse(line)))).toEqual(
    expect.arrayContaining(["StepSeconds", "StepCpuSeconds", "StepPeakMemoryMb", "ReadingsPerSecond"]),
  );
});

test("a container that is told that nobody judges the tone leaves it empty, as this machine does", async () => {
  const container = containerWithDelivery();
  const { code } = await container.run("bronze", { ...containerVariables, SENTIMENT: "none" });
  expect(code).toBe(0);
  const here = bronzeRun(raw);
  await here.run({ sentiment: "none" });
  expect(digestOfFolder(container.output("bronze"))).toBe(digestOfFolder(here.bronze));
  const said = stepFactsSchema.parse(JSON.parse(readFileSync(join(container.facts, "bronze.json"), "utf8")));
  expect(said.facts).toMatchObject({ sentiment_scorer: "none" });
});

test("bad input ends with its class and the user's words, and leaves nothing to upload", async () => {
  const container = containerWithDelivery();
  writeFileSync(join(container.input("delivery"), "churn_label.csv"), "customer_id\nC1\n");
  const { code, message, lines } = await container.run("bronze");
  expect(code).toBe(1);
  expect(message).toMatch(/^InputError: churn_label\.csv .*churn/);
  for (const folder of [container.output("bronze"), container.output("quarantine"), container.facts])
    expect(readdirSync(folder)).toEqual([]);
  expect(lines.at(-1)).toContain('"error":"InputError"');
  expect(lines.join("\n"), "the words may quote data").not.toContain("has no column");
});

const STOPPED = "CancelledError: The job was stopped before its work was done; nothing of it was kept.";

test("a job that is stopped says so", async () => {
  const container = containerWithDelivery();
  const { code, message } = await container.run("bronze", {}, (line, stop) => {
    if (line.includes("Step started")) stop();
  });
  expect([code, message]).toEqual([1, STOPPED]);
  expect(readdirSync(container.output("bronze"))).toEqual([]);
});

test.each([
  ["unknown step", "brass", {}, /Name one step \(bronze, silver/],
  ["missing variables", "bronze", { SEED: "", THREADS: "" }, /SEED, THREADS/],
  ["wrong number", "bronze", { THREADS: "many" }, /THREADS must be a whole number from 1; it is "many"/],
  ["wrong day", "bronze", { AS_OF: "2024-02-30" }, /AS_OF must be a day/],
  ["wrong scorer", "bronze", { SENTIMENT: "roberta" }, /SENTIMENT must be lexicon, none, or the path/],
])("a container that was started wrongly says how: %s", async (_, step, variables, expected) => {
  const container = new TestContainer(temporaryFolder("spanishgas-ml-"));
  const { code, message } = await container.run(step, { ...containerVariables, ...variables });
  expect(code).toBe(1);
  expect(message).toMatch(expected);
});
