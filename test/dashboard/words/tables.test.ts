import { globSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

/** Every table of texts that a page shows, whichever pages there are. */

const dashboard = join(import.meta.dirname, "../../../dashboard");
const files = globSync(["words/*.ts", "pages/**/*words*.ts"], { cwd: dashboard }).sort();

/** A table with its texts by language. */
interface Table {
  readonly name: string;
  readonly en: unknown;
  readonly es: unknown;
}

async function tablesIn(file: string): Promise<readonly Table[]> {
  const loaded: Readonly<Record<string, unknown>> = await import(join(dashboard, file));
  return Object.entries(loaded).flatMap(([name, value]) =>
    typeof value === "object" && value !== null && "en" in value && "es" in value
      ? [{ name: `${file} ${name}`, en: value.en, es: value.es }]
      : [],
  );
}
const tables = (await Promise.all(files.map(tablesIn))).flat();

/** A text, or what makes one, by its path through the table. */
interface Text {
  readonly path: string;
  readonly value: unknown;
}

function textsIn(value: unknown, path = ""): readonly Text[] {
  if (typeof value !== "object" || value === null) return [{ path, value }];
  return Object.entries(value).flatMap(([name, inner]) => textsIn(inner, `${path}/${name}`));
}

/** The texts that a value gives; what it is made of is written so that it can be found in it. */
function written(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "function") throw new Error(`A text is a ${typeof value}.`);
  const places = Array.from({ length: value.length }, (_, place) => `<${place}>`);
  return [places, places.map(() => ""), places.map(() => undefined)].flatMap((given) => {
    try {
      const text: unknown = Reflect.apply(value, undefined, given);
      return typeof text === "string" ? [text] : [];
    } catch {
      return [];
    }
  });
}

/** Tables whose words differ by what a language knows of data; others are shown as data name them. */
const ownWords = [/domain\.ts domainWords \/(?:channels|levels)\//];

/** Names that are the same in both languages: of measures, formats, parts of a machine, and of what Spanish calls alike. */
const same: readonly string[] = [
  "PR-AUC",
  "ROC-AUC",
  "ROC",
  "F1",
  "CPU",
  "SHA-256",
  "PSI",
  "KS",
  "Total",
  "Error",
  "No",
  "no",
  "Gas (m³)",
];

/** What a text says beside what it is given. */
const ownLetters = (text: string) => text.replaceAll(/<\d>|undefined/g, "").match(/\p{L}{2}/u);

it("finds the tables of the pages", () => {
  expect(files.length).toBeGreaterThan(10);
  expect(tables.length).toBeGreaterThan(10);
  for (const part of ["overview", "customers", "customer", "lookup", "recommendations", "model"])
    expect(
      tables.some(({ name }) => name.startsWith(`pages/${part}/`)),
      part,
    ).toBe(true);
});

describe.each(tables)("$name", ({ name, en, es }) => {
  const english = textsIn(en);
  const spanish = textsIn(es);
  const isOwn = ({ path }: Text) => ownWords.some((pattern) => pattern.test(`${name} ${path}`));

  it("has the same texts in both languages, of the same kind", () => {
    const kinds = (texts: readonly Text[]) =>
      texts.filter((text) => !isOwn(text)).map(({ path, value }) => `${path} ${typeof value}`);
    expect(kinds(spanish).toSorted()).toEqual(kinds(english).toSorted());
  });

  it("says something everywhere", () => {
    for (const { path, value } of [...english, ...spanish])
      expect(
        written(value).some((text) => text.trim() !== ""),
        path,
      ).toBe(true);
  });

  it("makes every figure that it is given a part of its text", () => {
    const used = (value: unknown) => {
      const [text = ""] = written(value);
      return typeof value === "function" && value.length > 0
        ? [...text.matchAll(/<\d>/g)].map(([place]) => place).toSorted()
        : [];
    };
    const byPath = new Map(spanish.map(({ path, value }) => [path, value]));
    for (const { path, value } of english) expect(used(byPath.get(path)), path).toEqual(used(value));
  });

  it("says it in Spanish, too", () => {
    const byPath = new Map(english.map(({ path, value }) => [path, value]));
    const untranslated = spanish.flatMap(({ path, value }) => {
      const other = byPath.get(path);
      if (other === undefined) return [];
      const [texts, others] = [written(value), written(other)];
      const alike = texts.filter((text, place) => text === others[place] && ownLetters(text));
      const unexpected = alike.filter((text) => !same.includes(text));
      return unexpected.map((text) => `${path}: ${text}`);
    });
    expect(untranslated).toEqual([]);
  });
});
