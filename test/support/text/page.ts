import { fileURLToPath } from "node:url";
import { type PartReport, reportTables } from "./report.ts";

/** The page that shows the figures. */
export const textPage = fileURLToPath(new URL("../../../docs/text.md", import.meta.url));

const BEGIN = "<!-- figures: node test/support/text-report.ts --write -->\n\n";
const END = "\n\n<!-- end of figures -->";

/** The page with these figures in it. @throws Error when it has no place for them. */
export function withFigures(page: string, reports: readonly PartReport[]): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END, begin);
  if (begin < 0 || end < 0) throw new Error("docs/text.md has no place for the figures.");
  return page.slice(0, begin + BEGIN.length) + reportTables(reports) + page.slice(end);
}
