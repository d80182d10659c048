import { steps } from "../../configs/pipeline.ts";
import { namesIn } from "../pipeline/delivered-files.ts";
import { type CommandContext, type CommonOptions, printJson } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { count } from "./format.ts";
import { ProgressLine } from "./progress.ts";
import { withScratch } from "./scratch.ts";
import { table } from "./table.ts";

export interface CheckOptions extends CommonOptions {
  readonly raw: string;
  readonly threads: number;
}

const marks = {
  error: { style: "red", sign: "✗" },
  quarantined: { style: "yellow", sign: "!" },
  note: { style: "dim", sign: "·" },
} as const;

/** `spanishgas check`: the raw files against their contracts, without running anything. */
export async function check(options: CheckOptions, context: CommandContext): Promise<ExitCode> {
  await namesIn(options.raw);
  const { checkDelivery } = await import("../bronze/check-delivery.ts");
  const line = new ProgressLine(context.log);
  const result = await withScratch("check", (scratch) =>
    checkDelivery(options.raw, {
      threads: options.threads,
      memoryLimitMb: steps.bronze.memoryLimitMb,
      scratch,
      signal: context.signal,
      progress: (event) => line.show("Check", event),
    }),
  ).finally(() => line.end());
  if (options.json === true) printJson(context, result);
  else for (const text of textOf(result, context)) context.out.line(text);
  return result.accepted ? exitCodes.done : exitCodes.input;
}

type Result = Awaited<ReturnType<typeof import("../bronze/check-delivery.ts")["checkDelivery"]>>;

function textOf({ findings, datasets, accepted }: Result, { out }: CommandContext): string[] {
  const rows = datasets.map(({ dataset, rows_read, rows_quarantined }) => [
    dataset,
    count(rows_read),
    count(rows_quarantined),
  ]);
  const right = "right" as const;
  const figures = table(
    [{ title: "Data set" }, { title: "Rows", align: right }, { title: "Rejected", align: right }],
    rows,
    (text) => out.style("dim", text),
  );
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const verdict = accepted
    ? out.style("green", "The delivery is accepted.")
    : out.style("red", `The delivery is refused: ${errors === 1 ? "1 fault" : `${errors} faults`}.`);
  return [
    ...findings.map(({ severity, message }) => {
      const { style, sign } = marks[severity];
      return `${out.style(style, sign)} ${message}`;
    }),
    ...(findings.length > 0 ? [""] : []),
    ...(rows.length > 0 ? [...figures, ""] : []),
    verdict,
  ];
}
