import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { settingsSchema } from "../../infra/settings/schema.ts";

/** What the guides name must be there: files, commands, outputs, alarms. That AWS's own commands work is not proven here. */

const ROOT = join(import.meta.dirname, "..", "..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const guides = [
  "README.md",
  "policy/README.md",
  ...readdirSync(join(ROOT, "docs"))
    .filter((file) => file.endsWith(".md"))
    .map((file) => join("docs", file)),
];
const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = ""]) => name);

test.each(guides)("the links and scripts of %s lead somewhere", (guide) => {
  const text = read(guide);
  const links = found(text, /\]\((?!https?:)([^)#]+)/g).map((link) => join(dirname(guide), link));
  const scripts = found(text, /\bsh (scripts\/\S+\.sh)/g);
  const files = found(text, /`((?:infra|configs|policy|scripts|test|docs)\/[\w./-]+\.\w+)`/g);
  expect([...links, ...scripts, ...files].filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

test.each(guides)("the commands of %s are those of package.json", (guide) => {
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(read("package.json")));
  const commands = found(read(guide), /\bnpm run (?:--silent )?([a-z][\w-]*)/g);
  expect(commands.filter((name) => scripts[name] === undefined)).toEqual([]);
});

test.each(guides)("the outputs that %s asks a stack for are outputs of the program", (guide) => {
  const outputs = found(read("infra/index.ts"), /^export const (\w+)/gm);
  const asked = found(read(guide), /pulumi stack output (?!--)(\w+)/g);
  expect(asked.filter((name) => !outputs.includes(name))).toEqual([]);
});

test("the alarms, functions and tables of the operations guide are in the snapshot of prod", () => {
  const snapshot = read("test/infra/snapshots/prod.yaml");
  const names = found(read("docs/operations.md"), /\$?\bP-([a-z]+(?:-[a-z]+)+)/g);
  expect(names.length).toBeGreaterThan(2);
  expect(names.filter((name) => !snapshot.includes(`spanishgas-prod-${name}`))).toEqual([]);
});

test("the settings of the guide to deploying are those that a stack's file may hold, the pipeline's one by one", () => {
  const [, section = ""] = read("docs/deploy.md").split("\n## Settings\n");
  const rows = found(section, /^\| (`.+) \|$/gm).map((row) => row.split(" | "));
  expect(rows.flatMap(([settings = ""]) => found(settings, /`(\w+)`/g)).sort()).toEqual(
    Object.keys(settingsSchema.shape).sort(),
  );
  const [, pipeline = ""] = rows.find(([settings]) => settings === "`pipeline`") ?? [];
  expect(found(pipeline, /`(\w+)`/g)).toEqual(Object.keys(settingsSchema.shape.pipeline.unwrap().shape));
});

test("the README counts the rules of the policy pack", () => {
  const rules = readdirSync(join(ROOT, "policy", "rules")).length;
  expect(read("README.md")).toContain(`held to ${rules} rules`);
});
