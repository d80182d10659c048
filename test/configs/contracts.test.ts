import { expect, test } from "vitest";
import { contractNamed, contracts, contractsWith, featureNamed } from "../../configs/contracts.ts";
import { features } from "../../configs/features.ts";

test("no two tables share a name", () => {
  const names = contracts.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test("every file that exports a contract is listed: seven raw files and the tables of each layer", () => {
  const byLayer = Map.groupBy(contracts, ({ layer }) => layer);
  const counts = Object.fromEntries([...byLayer].map(([layer, list]) => [layer, list.length]));
  expect(counts).toEqual({ raw: 7, bronze: 3, silver: 2, gold: 8, model: 2, scored: 2, monitoring: 2 });
});

test("every feature is found with its column, its formula and the tables that hold it", () => {
  for (const { name } of features) {
    expect(featureNamed(name)?.column.formula, name).toBeTruthy();
    expect(contractsWith(name).map((contract) => contract.name)).toContain("gold_master");
  }
  expect(featureNamed("nonsense")).toBeUndefined();
  expect(contractNamed("gold_master")?.layer).toBe("gold");
});
