import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { jsonText } from "../../../runtime/json.ts";
import type { BenchReport } from "../../bench/report.ts";
import { ROOT } from "../engine/index.ts";
import { fromBench } from "./from-bench.ts";
import { MEASURED_FILE, measuredSchema, readMeasured } from "./measured.ts";
import { sizingPage } from "./text.ts";

/** `npm run sizing`: computes docs/sizing.md anew; with `-- --bench FILE` from the figures of a new `npm run bench`. */

const { values } = parseArgs({
  options: { bench: { type: "string" }, command: { type: "string", default: "npm run bench" } },
});

if (values.bench !== undefined) {
  const report: BenchReport = JSON.parse(readFileSync(values.bench, "utf8"));
  const date = new Date().toISOString().slice(0, 10);
  const measured = fromBench(report, { date, command: values.command });
  writeFileSync(MEASURED_FILE, jsonText(measuredSchema.parse(measured)));
}
const page = sizingPage(readMeasured());
writeFileSync(join(ROOT, "docs", "sizing.md"), page);
process.stdout.write(page);
