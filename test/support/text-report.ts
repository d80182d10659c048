import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { textPage, withFigures } from "./text/page.ts";
import { developmentErrors, reportTables, textReport } from "./text/report.ts";

/**
 * `node test/support/text-report.ts`: how well intent and tone are read in the labelled notes. `--json` prints all
 * figures with the confusions, `--errors` the development half's misreadings, `--write` puts the tables into docs/text.md.
 */

const { values } = parseArgs({
  options: { json: { type: "boolean" }, errors: { type: "boolean" }, write: { type: "boolean" } },
});
const reports = textReport();
if (values.write === true) writeFileSync(textPage, withFigures(readFileSync(textPage, "utf8"), reports));
if (values.json === true) process.stdout.write(`${JSON.stringify(reports, null, 2)}\n`);
else process.stdout.write(`${reportTables(reports)}\n`);
if (values.errors === true) process.stdout.write(`\n${developmentErrors().join("\n")}\n`);
