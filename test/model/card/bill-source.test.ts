import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import packageFile from "../../../package.json" with { type: "json" };
import { billOf } from "../../../runtime/model/card/bill.ts";
import { billSource } from "../../../runtime/model/card/bill-source.ts";
import { sharedFolder } from "../../support/folders.ts";

const root = sharedFolder("spanishgas-bill-");
const fresh = () => mkdtempSync(join(root, "program-"));
const lockWith = (version: string) =>
  JSON.stringify({ lockfileVersion: 3, packages: { "node_modules/a": { version } } });

it("prefers what is installed to what is locked, and says when it knows neither", async () => {
  const folder = fresh();
  expect(await billSource(folder)).toEqual({ kind: "unknown" });
  writeFileSync(join(folder, "package-lock.json"), lockWith("1.0.0"));
  expect(await billSource(folder)).toEqual({
    kind: "locked",
    lock: { packages: { "node_modules/a": { version: "1.0.0" } } },
  });
  mkdirSync(join(folder, "node_modules"));
  expect((await billSource(folder)).kind).toBe("locked");
  writeFileSync(join(folder, "node_modules", ".package-lock.json"), lockWith("1.0.1"));
  expect(await billSource(folder)).toEqual({
    kind: "installed",
    lock: { packages: { "node_modules/a": { version: "1.0.1" } } },
  });
});

it.each(["[]", "{}", "{"])("takes %s for a damaged lock file, not for an absent one", async (text) => {
  const folder = fresh();
  writeFileSync(join(folder, "package-lock.json"), text);
  await expect(billSource(folder)).rejects.toThrow(
    /package-lock\.json is damaged: .* Install the packages again\.$/,
  );
});

it("finds this program's packages: those it names with the versions it names, and none for development", async () => {
  const source = await billSource(join(import.meta.dirname, "../../.."));
  expect(source.kind).toBe("installed");
  const { components } = billOf(packageFile, source, {});
  const names = new Map(
    components.map(({ group, name, version }) => [group === undefined ? name : `${group}/${name}`, version]),
  );
  for (const [name, version] of Object.entries(packageFile.dependencies)) {
    expect(
      components.some((each) => each.purl.endsWith(`${name.split("/").at(-1)}@${version}`)),
      name,
    ).toBe(true);
    expect(names.has(name), name).toBe(true);
  }
  const development = Object.keys(packageFile.devDependencies).filter((name) => name.startsWith("@types/"));
  expect(development.filter((name) => names.has(name))).toEqual([]);
  for (const name of ["typescript", "vitest", "@biomejs/biome", "@pulumi/pulumi", "playwright-core"])
    expect(names.has(name), name).toBe(false);
  expect(components.filter(({ licenses, hashes }) => licenses === undefined || hashes === undefined)).toEqual(
    [],
  );
});
