import { z } from "zod";

/** A software bill of materials: what a program consists of, as CycloneDX 1.6 (ECMA-424) writes it. */

/** A package as npm's lock files name it, by the folder that it lies in. */
const packageSchema = z.object({
  name: z.string().optional(),
  version: z.string().optional(),
  integrity: z.string().optional(),
  license: z.string().optional(),
  dev: z.boolean().optional(),
  link: z.boolean().optional(),
  extraneous: z.boolean().optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
  peerDependencies: z.record(z.string(), z.string()).optional(),
});

/** What is read of npm's lock files, version 2 or 3. */
export const lockSchema = z.object({ packages: z.record(z.string(), packageSchema) });
export type Lock = z.infer<typeof lockSchema>;
type LockedPackage = Lock["packages"][string];

/** Where the packages were read from, and how far the bill can be trusted. */
export type BillSource =
  | { readonly kind: "installed"; readonly lock: Lock }
  | { readonly kind: "locked"; readonly lock: Lock }
  | { readonly kind: "unknown" };

const hashSchema = z.strictObject({
  alg: z.enum(["SHA-1", "SHA-256", "SHA-384", "SHA-512"]),
  content: z.string(),
});
const licenceSchema = z.union([
  z.strictObject({ license: z.strictObject({ id: z.string() }) }),
  z.strictObject({ license: z.strictObject({ name: z.string() }) }),
  z.strictObject({ expression: z.string() }),
]);
const componentSchema = z.strictObject({
  type: z.enum(["application", "library", "platform"]),
  "bom-ref": z.string(),
  group: z.string().optional(),
  name: z.string(),
  version: z.string(),
  scope: z.enum(["required", "optional"]).optional(),
  hashes: z.array(hashSchema).readonly().optional(),
  licenses: z.array(licenceSchema).readonly().optional(),
  purl: z.string(),
});
type Component = z.infer<typeof componentSchema>;

/** `sbom.json`. Time and serial number, both optional, are left out: the same program has the same bill. */
export const billSchema = z.strictObject({
  bomFormat: z.literal("CycloneDX"),
  specVersion: z.literal("1.6"),
  version: z.literal(1),
  metadata: z.strictObject({
    component: componentSchema,
    properties: z.array(z.strictObject({ name: z.string(), value: z.string() })).readonly(),
  }),
  components: z.array(componentSchema).readonly(),
  dependencies: z
    .array(z.strictObject({ ref: z.string(), dependsOn: z.array(z.string()).readonly() }))
    .readonly(),
  compositions: z
    .array(z.strictObject({ aggregate: z.enum(["complete", "incomplete"]), assemblies: z.array(z.string()) }))
    .readonly(),
});
export type Bill = z.infer<typeof billSchema>;

const sourceWords: Readonly<Record<BillSource["kind"], string>> = {
  installed:
    "node_modules/.package-lock.json: the packages that are installed, without those for development",
  locked:
    "package-lock.json: the packages that an installation may bring, those of other systems included, without those for " +
    "development; what is installed is not known",
  unknown:
    "nothing: neither node_modules/.package-lock.json nor package-lock.json is there, so npm packages are missing here",
};

/** The package URL of an npm package. */
export function npmPurl(name: string, version: string): string {
  return `pkg:npm/${name.split("/").map(encodeURIComponent).join("/")}@${encodeURIComponent(version)}`;
}

const algorithms: ReadonlyMap<string, z.infer<typeof hashSchema>["alg"]> = new Map([
  ["sha1", "SHA-1"],
  ["sha256", "SHA-256"],
  ["sha384", "SHA-384"],
  ["sha512", "SHA-512"],
]);

/** Subresource integrity in the digits that CycloneDX wants; there may be several, parted by blanks. */
function hashesOf(integrity: string | undefined): Pick<Component, "hashes"> {
  const hashes = (integrity ?? "").split(/\s+/).flatMap((each) => {
    const [, name = "", digest = ""] = /^(\w+)-([\w+/=]+)/.exec(each) ?? [];
    const alg = algorithms.get(name);
    return alg === undefined ? [] : [{ alg, content: Buffer.from(digest, "base64").toString("hex") }];
  });
  return hashes.length === 0 ? {} : { hashes };
}

/** One SPDX identifier, several in an expression, or words of a package's own. */
function licensesOf(license: string | undefined): Pick<Component, "licenses"> {
  if (license === undefined) return {};
  if (/ (OR|AND|WITH) /.test(license)) return { licenses: [{ expression: license }] };
  return /^[\w.+-]+$/.test(license) && license !== "UNLICENSED"
    ? { licenses: [{ license: { id: license } }] }
    : { licenses: [{ license: { name: license } }] };
}

const FOLDER = "node_modules/";

function nameOf(place: string, { name }: LockedPackage): string {
  return name ?? place.slice(place.lastIndexOf(FOLDER) + FOLDER.length);
}

/** The packages that a program runs with, by folder: none that is for development alone, and no link into the project. */
function productionOf({ packages }: Lock): ReadonlyMap<string, LockedPackage & { readonly version: string }> {
  return new Map(
    Object.entries(packages).flatMap(([place, each]) => {
      const { version, dev, link, extraneous } = each;
      const left = !place.includes(FOLDER) || version === undefined || [dev, link, extraneous].includes(true);
      return left ? [] : [[place, { ...each, version }] as const];
    }),
  );
}

function componentOf(place: string, found: LockedPackage & { readonly version: string }): Component {
  const full = nameOf(place, found);
  const [group, name] = full.startsWith("@") ? full.split("/") : [undefined, full];
  const purl = npmPurl(full, found.version);
  return {
    type: "library",
    "bom-ref": purl,
    ...(group === undefined ? {} : { group }),
    name: name ?? full,
    version: found.version,
    ...licensesOf(found.license),
    ...hashesOf(found.integrity),
    purl,
  };
}

/** The folder that Node would find a package in, seen from another one: its own, else the nearest above. */
function resolve(from: string, name: string, places: ReadonlyMap<string, unknown>): string | undefined {
  const place = `${from === "" ? "" : `${from}/`}${FOLDER}${name}`;
  if (places.has(place)) return place;
  if (from === "") return undefined;
  const above = from.lastIndexOf(FOLDER);
  return resolve(above <= 0 ? "" : from.slice(0, above - 1), name, places);
}

const generic = (name: string, version: string, type: "library" | "platform"): Component => {
  const purl = `pkg:generic/${encodeURIComponent(name)}@${encodeURIComponent(version)}`;
  return { type, "bom-ref": purl, name, version, purl };
};

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** The program itself, as its package.json has it. */
export interface Program {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

/**
 * The bill of a program: its npm packages with licences, digests and what needs what, and the libraries that npm does not
 * know. The same package in two folders is named once.
 *
 * @param libraries versions as the model's artifact has them; XGBoost and Node are taken from it
 */
export function billOf(
  program: Program,
  source: BillSource,
  libraries: Readonly<Record<string, string>>,
): Bill {
  const found = productionOf(source.kind === "unknown" ? { packages: {} } : source.lock);
  const purls = new Map(
    [...found].map(([place, each]) => [place, npmPurl(nameOf(place, each), each.version)]),
  );
  const needs = (from: string, names: readonly string[]) =>
    names.flatMap((name) => purls.get(resolve(from, name, purls) ?? "") ?? []);
  const { xgboost, node } = libraries;
  const others = [
    ...(xgboost === undefined ? [] : [generic("xgboost", xgboost, "library")]),
    ...(node === undefined ? [] : [generic("node", node, "platform")]),
  ];
  const root: Component = {
    type: "application",
    "bom-ref": npmPurl(program.name, program.version),
    name: program.name,
    version: program.version,
    ...licensesOf(program.license),
    purl: npmPurl(program.name, program.version),
  };
  const edges = new Map<string, Set<string>>();
  const add = (ref: string, targets: readonly string[]) =>
    edges.set(ref, new Set([...(edges.get(ref) ?? []), ...targets]));
  add(root["bom-ref"], [...needs("", Object.keys(program.dependencies)), ...others.map(({ purl }) => purl)]);
  for (const [place, { dependencies, optionalDependencies, peerDependencies }] of found)
    add(
      purls.get(place) ?? "",
      needs(place, Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })),
    );
  for (const { purl } of others) add(purl, []);
  const components = new Map(
    [...[...found].map(([place, each]) => componentOf(place, each)), ...others].map((each) => [
      each.purl,
      each,
    ]),
  );
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      component: root,
      properties: [{ name: "spanishgas:source", value: sourceWords[source.kind] }],
    },
    components: [...components.values()].toSorted((a, b) => byText(a.purl, b.purl)),
    dependencies: [...edges]
      .map(([ref, targets]) => ({ ref, dependsOn: [...targets].toSorted(byText) }))
      .toSorted((a, b) => byText(a.ref, b.ref)),
    compositions: [
      { aggregate: source.kind === "installed" ? "complete" : "incomplete", assemblies: [root["bom-ref"]] },
    ],
  };
}
