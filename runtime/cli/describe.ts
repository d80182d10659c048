import type { Column, Contract } from "../../configs/contract.ts";
import { contractNamed, contracts, contractsWith, featureNamed } from "../../configs/contracts.ts";
import { experiments, features, tiers } from "../../configs/features.ts";
import { nearest } from "../bronze/nearest.ts";
import { InputError } from "../errors.ts";
import { type CommandContext, type CommonOptions, printJson } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { table, wrap } from "./table.ts";
import type { Terminal } from "./terminal.ts";

const WIDTH = 96;

/** `spanishgas describe`: what a table holds, or how a feature or column is computed, from the contracts. */
export async function describe(
  name: string | undefined,
  options: CommonOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { out } = context;
  if (name === undefined) {
    if (options.json === true) printJson(context, { tables: contracts.map((each) => each.name), features });
    else for (const line of overview(out)) out.line(line);
    return exitCodes.done;
  }
  const contract = contractNamed(name);
  const holders = contractsWith(name);
  if (contract === undefined && holders.length === 0)
    throw new InputError(
      `There is no table, column or feature "${name}"${suggestion(name)}; \`spanishgas describe\` lists the tables and features.`,
    );
  if (options.json === true) printJson(context, contract ?? columnJson(name, holders));
  else
    for (const line of contract === undefined ? columnText(name, holders, out) : tableText(contract, out))
      out.line(line);
  return exitCodes.done;
}

function suggestion(name: string): string {
  const known = [...contracts.map((each) => each.name), ...features.map((each) => each.name)];
  const alike = known.filter((each) => each.includes(name) || name.includes(each)).slice(0, 3);
  const near = alike.length > 0 ? alike : [nearest(name, known)].filter((each) => each !== undefined);
  return near.length === 0 ? "" : ` (did you mean ${near.join(", ")}?)`;
}

function overview(out: Terminal): string[] {
  const heading = (text: string) => out.style("bold", text);
  const tables = table(
    [{ title: "" }, { title: "" }, { title: "" }],
    contracts.map(({ layer, name, description }) => [layer, name, description.split(/(?<=\.)\s/)[0] ?? ""]),
  );
  const groups = tiers.flatMap(({ id, title, features: own }) => [
    `  ${out.style("dim", `${id}: ${title}`)}`,
    ...wrap(own.map(({ name }) => name).join(", "), WIDTH).map((line) => `    ${line}`),
  ]);
  return [heading("Tables"), ...tables.map((line) => `  ${line}`), "", heading("Features"), ...groups];
}

function tableText(contract: Contract, out: Terminal): string[] {
  const rows = contract.columns.map((column) => [
    `${column.name}${contract.key.includes(column.name) ? " *" : ""}`,
    typeOf(column),
    column.description,
  ]);
  return [
    `${out.style("bold", contract.name)}  ${out.style("dim", `${contract.layer}, version ${contract.version}`)}`,
    contract.description,
    `One row: ${contract.grain}.`,
    "",
    ...table([{ title: "Column" }, { title: "Type" }, { title: "Meaning" }], rows, (text) =>
      out.style("dim", text),
    ),
    ...(contract.key.length > 0 ? ["", out.style("dim", "* identifies a row.")] : []),
  ];
}

function typeOf({ type, unit, nullBudget }: Column): string {
  return `${type}${unit === undefined ? "" : `, ${unit}`}${nullBudget === undefined ? "" : ", may be empty"}`;
}

const personalInWords = {
  identifier: "names a person; in no report",
  words: "what people said or wrote; in no report",
} as const satisfies Record<NonNullable<Column["personal"]>, string>;

/** The rules that a column's values keep, in words. */
function rules({ min, max, allowed, pattern, maxLength, nullBudget }: Column): string[] {
  return [
    ...(min !== undefined || max !== undefined ? [`from ${min ?? "any"} to ${max ?? "any"}`] : []),
    ...(allowed !== undefined ? [`one of ${allowed.join(", ")}`] : []),
    ...(pattern !== undefined ? [`of the form ${pattern}`] : []),
    ...(maxLength !== undefined ? [`at most ${maxLength} characters`] : []),
    nullBudget === undefined
      ? "never empty"
      : `empty in at most ${(nullBudget * 100).toFixed(0)} % of the rows`,
  ];
}

/** The column that says most: the one with a formula, and of those the latest. */
function tellingColumn(name: string, holders: readonly Contract[]): Column | undefined {
  const feature = featureNamed(name);
  if (feature !== undefined) return feature.column;
  const columns = holders.flatMap((each) => each.columns.filter((column) => column.name === name));
  return columns.find(({ formula }) => formula !== undefined) ?? columns[0];
}

function experimentsWith(name: string): string[] {
  const tier = featureNamed(name)?.feature.tier;
  return Object.entries(experiments)
    .filter(([, { tiers: ids }]) => ids.some((id) => id === tier))
    .map(([experiment]) => experiment);
}

function columnJson(name: string, holders: readonly Contract[]) {
  const feature = featureNamed(name)?.feature;
  return {
    ...tellingColumn(name, holders),
    feature: feature === undefined ? null : { tier: feature.tier, kind: feature.kind },
    tables: holders.map((each) => each.name),
    experiments: experimentsWith(name),
  };
}

function columnText(name: string, holders: readonly Contract[], out: Terminal): string[] {
  const column = tellingColumn(name, holders);
  if (column === undefined) return [];
  const feature = featureNamed(name)?.feature;
  const entries: [string, string][] = [
    ["Formula", column.formula ?? ""],
    ["Values", rules(column).join("; ")],
    ["Personal", column.personal === undefined ? "" : personalInWords[column.personal]],
    ["Feature", feature === undefined ? "" : `tier ${feature.tier}, ${feature.kind}`],
    ["Experiments", experimentsWith(name).join(", ")],
    ["Tables", holders.map((each) => each.name).join(", ")],
  ];
  return [
    `${out.style("bold", name)}  ${out.style("dim", typeOf(column))}`,
    column.description,
    "",
    ...entries
      .filter(([, text]) => text !== "")
      .flatMap(([label, text]) =>
        wrap(text, WIDTH - 14).map((line, index) => `  ${(index === 0 ? label : "").padEnd(12)}  ${line}`),
      ),
  ];
}
