import { join, resolve } from "node:path";
import { dashboardDefaults, dashboardEnvironment } from "../../configs/dashboard-environment.ts";
import { modelPolicy } from "../../configs/model-policy.ts";
import { riskTiers } from "../../configs/risk.ts";
import type { RunReport } from "../pipeline/run-report.ts";
import type { StepSummary } from "../step.ts";
import { count, counted, duration, euros, figure, megabytes, percent } from "./format.ts";
import { table, wrap } from "./table.ts";
import type { Terminal } from "./terminal.ts";

const LABEL_WIDTH = 24;
const TEXT_WIDTH = 76;

const INTERVALS = `on the holdout, with ${modelPolicy.bootstrap.confidence * 100} % intervals`;

type Facts = StepSummary | undefined;

function factsOf(report: RunReport, step: RunReport["steps"][number]["step"]): Facts {
  return report.steps.find((each) => each.step === step)?.facts;
}

function numberIn(facts: Facts, name: string): number | undefined {
  const value = facts?.[name];
  return typeof value === "number" ? value : undefined;
}

function entry(label: string, text: string): string {
  return `  ${label.padEnd(LABEL_WIDTH)}${text}`;
}

function population(report: RunReport): string[] {
  const facts = factsOf(report, "bronze");
  const customers = numberIn(facts, "customers");
  const labelled = numberIn(facts, "labelled_customers");
  const churned = numberIn(facts, "churned_customers");
  const quarantined = numberIn(facts, "rows_quarantined");
  const lines: string[] = [];
  if (customers !== undefined) lines.push(entry("Customers", count(customers)));
  if (labelled !== undefined && churned !== undefined && labelled > 0)
    lines.push(entry("Churn rate", `${percent(churned / labelled)} of ${count(labelled)} with a label`));
  if (quarantined !== undefined && quarantined > 0)
    lines.push(entry("Rows in quarantine", count(quarantined)));
  return lines;
}

function model({ model: shipped, candidate }: RunReport): string[] {
  if (shipped === null) return [];
  const { metrics } = shipped;
  const withInterval = (name: string) => {
    const estimate = metrics[name];
    return estimate === undefined
      ? "unknown"
      : `${figure(estimate.value)}  (${figure(estimate.low)} to ${figure(estimate.high)})`;
  };
  const role =
    candidate?.version !== shipped.version ? "champion" : candidate.promoted ? "new champion" : "refused";
  return [
    entry("Model", `${shipped.version}  (${role}, ${shipped.experiment})`),
    entry("PR-AUC", withInterval("prAuc")),
    entry("ROC-AUC", withInterval("rocAuc")),
    entry("Precision", withInterval("precision")),
    entry("Recall", withInterval("recall")),
    entry("Threshold", figure(shipped.threshold)),
    entry("", INTERVALS),
  ];
}

function refusal({ candidate }: RunReport): string[] {
  if (candidate === null || candidate.promoted) return [];
  return [
    "",
    `  The gate refused the model that was trained, ${candidate.version}:`,
    ...candidate.reasons.flatMap((reason) => wrap(reason, TEXT_WIDTH - 2).map((line) => `    ${line}`)),
  ];
}

function scores(report: RunReport): string[] {
  const facts = factsOf(report, "score");
  if (facts === undefined) return [];
  const customers = numberIn(facts, "customers") ?? 0;
  const rows = riskTiers.toReversed().map(({ id, label }) => {
    const inTier = numberIn(facts, `tier_${id}`) ?? 0;
    return [label, count(inTier), customers === 0 ? "" : percent(inTier / customers)];
  });
  const loss = numberIn(facts, "expected_monthly_loss_eur");
  const unknown = numberIn(facts, "margin_unknown") ?? 0;
  const tiers = table([{ title: "" }, { title: "", align: "right" }, { title: "", align: "right" }], rows);
  return [
    "",
    ...tiers.map((line, index) => entry(index === 0 ? "Risk tiers" : "", line)),
    ...(loss === undefined ? [] : [entry("Expected monthly loss", euros(loss))]),
    ...(unknown === 0 ? [] : [entry("", `without ${counted(unknown, "customer")} of unknown margin`)]),
  ];
}

function drift(report: RunReport): string[] {
  const facts = factsOf(report, "drift");
  if (facts === undefined) return [];
  const verdict = String(facts["verdict"] ?? "unknown");
  const texts = (name: string) => wrap(String(facts[name] ?? ""), TEXT_WIDTH - LABEL_WIDTH);
  const advice = facts["advice"];
  return [
    entry("Drift", verdict),
    ...texts("summary").map((line) => entry("", line)),
    // Runs of before this was said are told without it.
    ...(typeof advice === "string"
      ? [entry("Advice", advice), ...texts("advice_sentence").map((line) => entry("", line))]
      : []),
  ];
}

function timings(report: RunReport, terminal: Terminal): string[] {
  const rows = report.steps.map(({ step, seconds, cpu_seconds, peak_memory_mb }) => [
    step,
    duration(seconds),
    duration(cpu_seconds),
    megabytes(peak_memory_mb),
  ]);
  const cpu = report.steps.reduce((sum, step) => sum + step.cpu_seconds, 0);
  const peak = Math.max(0, ...report.steps.map(({ peak_memory_mb }) => peak_memory_mb));
  const right = "right" as const;
  return table(
    [
      { title: "Step" },
      { title: "Time", align: right },
      { title: "CPU", align: right },
      { title: "Memory", align: right },
    ],
    [...rows, ["together", duration(report.step_seconds), duration(cpu), megabytes(peak)]],
    (text) => terminal.style("dim", text),
  ).map((line) => `  ${line}`);
}

function lookNext(report: RunReport, lake: string): string[] {
  const at = (path: string) => join(lake, path);
  const run = report.run_id;
  const places =
    report.champion === null
      ? [
          [at(`models/${run}/evaluation/card.html`), "why the model was refused"],
          [at(`quarantine/${run}/`), "rows that were set aside"],
        ]
      : [
          [at(`scored/${run}/scored_customers.parquet`), "every customer's risk"],
          [at(`scored/${run}/recommendations.parquet`), "what to do about it"],
          [at(`models/${report.champion}/evaluation/card.html`), "the model card"],
          [at(`monitoring/${run}/drift.json`), "what has changed"],
          [at(`quarantine/${run}/`), "rows that were set aside"],
        ];
  return table(
    [{ title: "" }, { title: "" }],
    [...places, [dashboardCommand(lake), `${DASHBOARD}: all of it, with charts`]],
  ).map((line) => `  ${line}`);
}

const { host, port, lake: usualLake } = dashboardDefaults;
const DASHBOARD = `http://${host}:${port}/`;

/** How the dashboard of this lake is started. */
function dashboardCommand(lake: string): string {
  const command = "npm run dashboard";
  return resolve(lake) === resolve(usualLake) ? command : `${dashboardEnvironment.lake}=${lake} ${command}`;
}

/** What a person wants to know after a run, in the order in which they ask. */
export function summaryLines(report: RunReport, lake: string, terminal: Terminal): string[] {
  const heading = (text: string) => terminal.style("bold", text);
  const asOf = report.as_of === null ? "" : `, as of ${report.as_of}`;
  const title =
    report.champion === null
      ? `Delivery ${report.delivery_id} was not scored: the gate refused the model, and there is no champion`
      : `Delivery ${report.delivery_id} is scored${asOf}`;
  return [
    heading(title),
    "",
    ...population(report),
    ...model(report),
    ...refusal(report),
    ...scores(report),
    ...drift(report),
    "",
    ...timings(report, terminal),
    "",
    heading("Where to look next"),
    ...lookNext(report, lake),
  ];
}
