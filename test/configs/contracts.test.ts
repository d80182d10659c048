import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Contract } from "../../configs/contract.ts";
import { contractNamed, contracts, contractsWith, featureNamed } from "../../configs/contracts.ts";
import { features } from "../../configs/features.ts";

const CONFIGS = join(import.meta.dirname, "../../configs");

function isContract(value: unknown): value is Contract {
  return typeof value === "object" && value !== null && "grain" in value && "columns" in value;
}

test("no two tables share a name", () => {
  const names = contracts.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test("every contract that a file of configs/ exports is listed", async () => {
  const files = readdirSync(CONFIGS).filter((name) => name.endsWith(".ts"));
  const modules = await Promise.all(files.map((name) => import(join(CONFIGS, name))));
  const exported = modules.flatMap((module) => Object.values(module)).filter(isContract);
  expect(exported.length).toBeGreaterThan(10);
  const listed = contracts.map(({ name }) => name);
  expect(exported.map(({ name }) => name).filter((name) => !listed.includes(name))).toEqual([]);
});

test("there are seven raw files, and the tables of each layer", () => {
  const byLayer = Map.groupBy(contracts, ({ layer }) => layer);
  const counts = Object.fromEntries([...byLayer].map(([layer, list]) => [layer, list.length]));
  expect(counts).toEqual({ raw: 7, bronze: 3, silver: 2, gold: 9, model: 3, scored: 4, monitoring: 2 });
});

test("the description of every table and column ends as a sentence does", () => {
  for (const { name, description, columns } of contracts)
    for (const text of [description, ...columns.map((column) => column.description)])
      expect(text, name).toMatch(/\.$/);
});

test("columns that name people or hold their words are marked in every table", () => {
  const columns = contracts.flatMap((contract) => contract.columns);
  for (const { name, personal } of columns.filter(({ name }) => name === "customer_id"))
    expect(personal, name).toBe("identifier");
  for (const { name, personal } of columns.filter(({ name }) =>
    /summary|text|note|name|address|mail|phone/.test(name),
  ))
    expect(personal, name).toBe("words");
  expect(new Set(columns.filter(({ personal }) => personal !== undefined).map(({ name }) => name))).toEqual(
    new Set(["customer_id", "interaction_summary"]),
  );
});

test("every feature is found with its column, its formula and the tables that hold it", () => {
  for (const { name } of features) {
    expect(featureNamed(name)?.column.formula, name).toBeTruthy();
    expect(contractsWith(name).map((contract) => contract.name)).toContain("gold_master");
  }
  expect(featureNamed("nonsense")).toBeUndefined();
  expect(contractNamed("gold_master")?.layer).toBe("gold");
});
