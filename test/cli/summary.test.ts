import { describe, expect, it } from "vitest";
import { summaryLines } from "../../runtime/cli/summary.ts";
import { Terminal } from "../../runtime/cli/terminal.ts";
import { runReportSchema } from "../../runtime/pipeline/run-report.ts";

function scoredWith(facts: Record<string, number>, lake = "lake"): string {
  return summaryOf("score", facts, lake);
}

function summaryOf(step: string, facts: Record<string, number | string>, lake = "lake"): string {
  const report = runReportSchema.parse({
    run_id: "d-1",
    delivery_id: "d",
    attempt: 1,
    mode: "score",
    as_of: "2024-12-31",
    experiment: "E5_full",
    seed: 42,
    code: "c",
    started_at: "2025-01-01T00:00:00Z",
    ended_at: "2025-01-01T00:01:00Z",
    champion: "d-1",
    candidate: null,
    model: null,
    step_seconds: 1,
    steps: [{ step, seconds: 1, cpu_seconds: 1, peak_memory_mb: 100, facts }],
  });
  return summaryLines(report, lake, new Terminal(process.stdout)).join("\n");
}

describe("the summary of a run", () => {
  it("says whose loss its sum leaves out: an unknown margin is no margin of 0 (D26)", () => {
    const facts = { customers: 2000, expected_monthly_loss_eur: 1350.4 };
    expect(scoredWith({ ...facts, margin_unknown: 8 })).toMatch(
      /Expected monthly loss +1,350 EUR\n +without 8 customers of unknown margin/,
    );
    expect(scoredWith({ ...facts, margin_unknown: 0 })).not.toContain("unknown margin");
  });

  it("tells the advice below the drift, and nothing of it for runs that gave none", () => {
    const facts = { verdict: "watch", summary: "Watch: 1 of 56 model inputs (tenure) moved." };
    const told = summaryOf("drift", {
      ...facts,
      advice: "retrain",
      advice_sentence: "Retrain: inputs have moved far; by the scores, PR-AUC has fallen.",
    });
    expect(told).toMatch(
      /^ {2}Drift {19}watch\n {26}Watch: 1 of 56 [^\n]*\n {2}Advice {18}retrain\n {26}Retrain: inputs have moved far;/m,
    );
    expect(summaryOf("drift", facts)).not.toContain("Advice");
  });

  it("names the dashboard, and the lake that it is to show where that is not the usual one", () => {
    const facts = { customers: 2000 };
    expect(scoredWith(facts)).toMatch(/^ {2}npm run dashboard +http:\/\/127\.0\.0\.1:8501\/: all of it/m);
    expect(scoredWith(facts, "other/lake")).toMatch(/^ {2}LAKE=other\/lake npm run dashboard +http/m);
  });
});
