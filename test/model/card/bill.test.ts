import fc from "fast-check";
import { expect, it } from "vitest";
import { billOf, billSchema, lockSchema, npmPurl } from "../../../runtime/model/card/bill.ts";

const program = {
  name: "made-up",
  version: "1.0.0",
  license: "Apache-2.0",
  dependencies: { "@x/a": "^1", b: "2" },
};
const libraries = { xgboost: "1.7.4", node: "24.21.0", duckdb: "1.5.5" };

/** "made-up" needs @x/a and b; b brings an a of its own, c stands above; d is for development alone. */
const lock = lockSchema.parse({
  packages: {
    "": { name: "made-up", version: "1.0.0" },
    "node_modules/@x/a": {
      version: "1.0.0",
      resolved: "https://registry.example/@x/a/-/a-1.0.0.tgz",
      integrity: "sha512-AAEC/w==",
      license: "MIT",
      dependencies: { c: "^3", absent: "^1" },
    },
    "node_modules/b": {
      version: "2.0.0",
      license: "(MIT OR Apache-2.0)",
      dependencies: { c: "^4", "@x/a": "^1" },
    },
    "node_modules/b/node_modules/c": { version: "4.0.0", license: "SEE LICENSE IN FILE" },
    "node_modules/c": { version: "3.0.0", optionalDependencies: { e: "5" } },
    "node_modules/d": { version: "9.0.0", dev: true, license: "MIT" },
    "node_modules/e": { version: "5.0.0-rc.1+7", optional: true },
    "node_modules/again/node_modules/c": { version: "3.0.0" },
    "node_modules/linked": { version: "1.0.0", link: true },
    "node_modules/stray": { version: "1.0.0", extraneous: true },
  },
});
const bill = billOf(program, { kind: "installed", lock }, libraries);

it("names every package once by its package URL, none for development, and XGBoost and Node beside them", () => {
  expect(bill.components.map(({ purl }) => purl)).toEqual([
    "pkg:generic/node@24.21.0",
    "pkg:generic/xgboost@1.7.4",
    "pkg:npm/%40x/a@1.0.0",
    "pkg:npm/b@2.0.0",
    "pkg:npm/c@3.0.0",
    "pkg:npm/c@4.0.0",
    "pkg:npm/e@5.0.0-rc.1%2B7",
  ]);
});

it("tells licences as SPDX has them, and digests in hexadecimal digits", () => {
  const component = (purl: string) => bill.components.find((each) => each.purl === purl);
  expect(component("pkg:npm/%40x/a@1.0.0")).toEqual({
    type: "library",
    "bom-ref": "pkg:npm/%40x/a@1.0.0",
    group: "@x",
    name: "a",
    version: "1.0.0",
    licenses: [{ license: { id: "MIT" } }],
    hashes: [{ alg: "SHA-512", content: "000102ff" }],
    purl: "pkg:npm/%40x/a@1.0.0",
  });
  expect(component("pkg:npm/b@2.0.0")?.licenses).toEqual([{ expression: "(MIT OR Apache-2.0)" }]);
  expect(component("pkg:npm/c@4.0.0")?.licenses).toEqual([{ license: { name: "SEE LICENSE IN FILE" } }]);
  expect(component("pkg:npm/c@3.0.0")).not.toHaveProperty("licenses");
});

it("says what needs what, as Node finds it: the nearest one", () => {
  const edges = Object.fromEntries(bill.dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
  expect(edges["pkg:npm/made-up@1.0.0"]).toEqual([
    "pkg:generic/node@24.21.0",
    "pkg:generic/xgboost@1.7.4",
    "pkg:npm/%40x/a@1.0.0",
    "pkg:npm/b@2.0.0",
  ]);
  expect(edges["pkg:npm/%40x/a@1.0.0"]).toEqual(["pkg:npm/c@3.0.0"]);
  expect(edges["pkg:npm/b@2.0.0"]).toEqual(["pkg:npm/%40x/a@1.0.0", "pkg:npm/c@4.0.0"]);
  expect(edges["pkg:npm/c@3.0.0"]).toEqual(["pkg:npm/e@5.0.0-rc.1%2B7"]);
});

it("is a document of its schema in which every reference is there, and holds no host, time or serial number", () => {
  expect(billSchema.parse(bill)).toEqual(bill);
  const known = new Set([bill.metadata.component, ...bill.components].map((each) => each["bom-ref"]));
  expect(new Set(bill.dependencies.map(({ ref }) => ref))).toEqual(known);
  for (const { dependsOn } of bill.dependencies) for (const ref of dependsOn) expect(known).toContain(ref);
  const text = JSON.stringify(bill);
  expect(text).not.toMatch(/https?:|registry\.|serialNumber|timestamp/);
});

it.each([
  ["installed", { kind: "installed", lock }, "complete", /^node_modules\/\.package-lock\.json/],
  ["locked", { kind: "locked", lock }, "incomplete", /^package-lock\.json: .* not known$/],
  ["unknown", { kind: "unknown" }, "incomplete", /^nothing: .* missing here$/],
] as const)("says where its packages come from when they are %s", (_name, source, aggregate, words) => {
  const { compositions, metadata, components } = billOf(program, source, libraries);
  expect(compositions).toEqual([{ aggregate, assemblies: ["pkg:npm/made-up@1.0.0"] }]);
  expect(metadata.properties[0]?.value).toMatch(words);
  expect(components.length).toBe(source.kind === "unknown" ? 2 : 7);
});

it("does not depend on the order of the lock file", () => {
  const entries = Object.entries(lock.packages);
  fc.assert(
    fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), (shuffled) => {
      const other = { packages: Object.fromEntries(shuffled) };
      expect(billOf(program, { kind: "installed", lock: other }, libraries)).toEqual(bill);
    }),
  );
});

it("writes package URLs that name and version can be read from again", () => {
  expect(npmPurl("@scope/name", "1.0.0")).toBe("pkg:npm/%40scope/name@1.0.0");
  fc.assert(
    fc.property(fc.stringMatching(/^[\w.~+-]+$/), fc.stringMatching(/^[\w.+-]+$/), (name, version) => {
      const [, readName = "", readVersion = ""] =
        /^pkg:npm\/([^@]+)@([^@]+)$/.exec(npmPurl(name, version)) ?? [];
      expect([decodeURIComponent(readName), decodeURIComponent(readVersion)]).toEqual([name, version]);
    }),
  );
});
