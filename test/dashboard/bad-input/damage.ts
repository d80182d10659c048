import { copyFileSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What can be wrong with a lake, and what a page says of it. Every sentence is for people, without a stack. */

/** Changes files of a lake; `at` gives their places. */
export interface Damage {
  readonly what: string;
  readonly do: (at: (path: string) => string) => void;
  readonly says: RegExp;
}

const scored = "scored/run-1/scored_customers.parquet";
const recommended = "scored/run-1/recommendations.parquet";
const evaluation = "models/run-1/evaluation/evaluation.json";
const pointer = "pointers/current-run.json";

const write =
  (path: string, text: string): Damage["do"] =>
  (at) => {
    mkdirSync(join(at(path), ".."), { recursive: true });
    writeFileSync(at(path), text);
  };
const remove =
  (path: string): Damage["do"] =>
  (at) =>
    rmSync(at(path), { recursive: true });
const copy =
  (from: string, to: string): Damage["do"] =>
  (at) =>
    copyFileSync(at(from), at(to));
const half =
  (path: string): Damage["do"] =>
  (at) =>
    truncateSync(at(path), Math.floor(readFileSync(at(path)).length / 2));
const folderAt =
  (path: string): Damage["do"] =>
  (at) => {
    rmSync(at(path));
    mkdirSync(at(path));
  };
const pointTo = (run: unknown, more: object = {}) =>
  write(pointer, JSON.stringify({ run, model: "run-1", published_at: "2025-01-02T03:04:05.000Z", ...more }));

const badPointer = /A pointer of the lake is not as it should be\./;
const noRun = /The pointer to the current run names something that is no run\./;
const noTables = /The tables of run run-1 cannot be read\./;

/** Nothing of the run can be shown. */
export const damages: readonly Damage[] = [
  { what: "a pointer that is no JSON", do: write(pointer, "{"), says: badPointer },
  { what: "an empty pointer", do: write(pointer, ""), says: badPointer },
  { what: "a pointer of another form", do: write(pointer, '{"run":1}'), says: badPointer },
  { what: "a pointer with NUL", do: write(pointer, "\0\0\0"), says: badPointer },
  {
    what: "a pointer that is a folder",
    do: folderAt(pointer),
    says: /current-run\.json cannot be read in the lake/,
  },
  {
    what: "a pointer to a run that was deleted",
    do: pointTo("gone"),
    says: /scored\/gone\/\S+ is missing in the lake\./,
  },
  { what: "a pointer out of the lake", do: pointTo("../../etc"), says: noRun },
  { what: "a pointer with HTML", do: pointTo("<script>zq()</script>"), says: noRun },
  { what: "a pointer to a model out of the lake", do: pointTo("run-1", { model: "../../etc" }), says: noRun },
  {
    what: "a run that was deleted",
    do: remove("scored/run-1"),
    says: /scored\/run-1\/\S+ is missing in the lake\./,
  },
  {
    what: "a run without scores",
    do: remove(scored),
    says: /scored_customers\.parquet is missing in the lake\./,
  },
  {
    what: "a run without recommendations",
    do: remove(recommended),
    says: /recommendations\.parquet is missing/,
  },
  { what: "scores that are half written", do: half(scored), says: noTables },
  { what: "recommendations that are half written", do: half(recommended), says: noTables },
  { what: "scores without a byte", do: write(scored, ""), says: noTables },
  { what: "scores that are a text", do: write(scored, "PAR1 <script>zq()</script> PAR1"), says: noTables },
  {
    what: "scores that are another table",
    do: copy("gold/run-1/gold_master.parquet", scored),
    says: noTables,
  },
  { what: "scores that are a folder", do: folderAt(scored), says: noTables },
  {
    what: "recommendations for other customers",
    do: copy("scored/run-2/recommendations.parquet", recommended),
    says: /Scores and recommendations of the run are not about the same customers\./,
  },
  { what: "a gold master that is half written", do: half("gold/run-1/gold_master.parquet"), says: noTables },
  {
    what: "a model without its evaluation",
    do: remove(evaluation),
    says: /evaluation\.json is missing in the lake\./,
  },
  {
    what: "a model that was deleted",
    do: remove("models/run-1"),
    says: /evaluation\.json is missing in the lake\./,
  },
  {
    what: "an evaluation that is no JSON",
    do: write(evaluation, "{"),
    says: /is not the evaluation of a model\./,
  },
  {
    what: "an evaluation that is a list",
    do: write(evaluation, "[]"),
    says: /is not the evaluation of a model\./,
  },
  {
    what: "an evaluation with a figure that is none",
    do: write(evaluation, '{"experiment":"E5_full","threshold":"zq","metrics":{}}'),
    says: /is not the evaluation of a model\./,
  },
  { what: "a champion of another form", do: write("pointers/champion.json", "{}"), says: badPointer },
  {
    what: "a drift report of another form",
    do: write("monitoring/run-1/drift.json", "{}"),
    says: /is not a drift report\./,
  },
  {
    what: "a summary of the quarantine of another form",
    do: write("quarantine/run-1/summary.json", "[]"),
    says: /is not the summary of a quarantine\./,
  },
  {
    what: "a model's card of another form",
    do: write("models/run-1/evaluation/card.json", "null"),
    says: /is not the card of a model\./,
  },
];

/** Something is not there that pages can do without: its place says so. */
export const gaps: readonly (Damage & { readonly path: string })[] = [
  {
    what: "no gold master",
    do: remove("gold/run-1/gold_master.parquet"),
    path: "/data",
    says: /This run does not hold it .*gold_master is missing\./,
  },
  {
    what: "no profile of a customer",
    do: remove("gold/run-1/gold_master.parquet"),
    path: "/customers/C00002",
    says: /This run does not hold it .*gold_master is missing\./,
  },
  {
    what: "no months",
    do: remove("gold/run-1/customer_months.parquet"),
    path: "/customers/C00002",
    says: /This run does not hold it .*customer_months is missing\./,
  },
  { what: "no gold at all", do: remove("gold"), path: "/customers/C00002", says: /Risk Assessment/ },
  { what: "no champion", do: remove("pointers/champion.json"), path: "/", says: /Total Customers Scored/ },
  { what: "no drift report", do: () => undefined, path: "/drift", says: /This run does not hold it/ },
  {
    what: "no drift report",
    do: () => undefined,
    path: "/drift/tenure_months",
    says: /This run does not hold it/,
  },
  { what: "no books", do: () => undefined, path: "/pipeline", says: /\p{Lu}[^.]+\./u },
];
