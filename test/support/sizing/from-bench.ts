import { stepNames } from "../../../configs/pipeline.ts";
import type { BenchReport } from "../../bench/report.ts";
import type { Measured, MeasuredCost } from "./measured.ts";

/** What a run of `npm run bench` measures. */
export function fromBench(report: BenchReport, at: Pick<Measured, "date" | "command">): Measured {
  const [demo] = report.demos.slice(-1);
  const [pipeline] = report.pipelines.slice(-1);
  if (demo === undefined || pipeline === undefined) throw new Error("The report holds no demo or no run.");
  const { withLeaderboard } = pipeline;
  if (withLeaderboard === null) throw new Error("The run was too small for a leaderboard.");
  const { cpuSeconds, peakMemoryMb, customers, bytes } = report.conversion;
  return {
    ...at,
    machine: `${report.cpu}, Node ${report.node}`,
    readings: { customers: demo.customers, bytes: demo.bytes },
    hourly: report.hourly.map(({ customers: size, aggregation }) => ({
      customers: size,
      cpuSeconds: Math.min(...aggregation.map((cost) => cost.cpuSeconds)),
      peakMemoryMb: Math.max(...aggregation.map((cost) => cost.peakMemoryMb)),
    })),
    conversion: { customers, cpuSeconds, peakMemoryMb, bytes },
    merge: {
      customers: report.sums.customers,
      cpuSeconds: report.sums.cpuSeconds,
      peakMemoryMb: report.sums.peakMemoryMb,
    },
    // Of files cut by time, where every machine has a row for every customer: the most that there can be.
    sumBytesPerCustomer: report.sums.bytes / report.sums.customers,
    steps: stepCosts(report),
    withLeaderboard: {
      customers: pipeline.customers,
      cpuSeconds: withLeaderboard.cpuSeconds,
      peakMemoryMb: withLeaderboard.peakMemoryMb,
    },
    lake: { customers: pipeline.customers, mb: { ...pipeline.lakeMb } },
  };
}

function stepCosts({ pipelines }: BenchReport): Measured["steps"] {
  const of = (step: string): MeasuredCost[] =>
    pipelines.flatMap(({ customers, steps }) =>
      steps
        .filter((cost) => cost.step === step)
        .map(({ cpuSeconds, peakMemoryMb }) => ({ customers, cpuSeconds, peakMemoryMb })),
    );
  const [bronze, silver, gold, train, evaluate, score, drift] = stepNames;
  return {
    bronze: of(bronze),
    silver: of(silver),
    gold: of(gold),
    train: of(train),
    evaluate: of(evaluate),
    score: of(score),
    drift: of(drift),
  };
}
