import { prices } from "./prices.ts";
import type { CostLine, CostSheet } from "./sheet.ts";
import { usage } from "./usage.ts";

const usd = (value: number) => value.toFixed(2);

/** The cost sheets of all stacks as a page for people, in Markdown. */
export function costPage(sheets: readonly CostSheet[]): string {
  const summary = sheets.map(({ stack, standing, used, usd: total }) => {
    const sum = (lines: readonly CostLine[]) => usd(lines.reduce((all, line) => all + line.usd, 0));
    return `| ${stack} | ${sum(standing)} | ${sum(used)} | **${usd(total)}** |`;
  });
  return [
    "# What it costs",
    "",
    `US dollars a month, computed by \`npm run costs\` from what each stack's file makes, list prices of`,
    `${prices.region} of ${prices.asOf} (\`test/support/costs/prices.ts\`), and a month's use as`,
    "`test/support/costs/usage.ts` takes it: 20,099 customers with 176.5 million readings,",
    `${usage.scoringRuns} runs that score and ${usage.trainingRuns} that trains. Without tax, discounts and free tiers. The prices are written down by`,
    "hand: hold them against https://calculator.aws before a budget depends on them.",
    "",
    "| Stack | Always | By use | Together |",
    "|---|---:|---:|---:|",
    ...summary,
    "",
    "What stands there all month is nearly all of it; the machine learning itself is a few dollars. A dashboard that is",
    "needed in the daytime only, fewer zones or endpoints, and `dashboard.spot` are where there is something to save:",
    "the arguments' comments in `infra/` say what each costs.",
    ...sheets.flatMap(({ stack, standing, used }) => [
      "",
      `## ${stack}`,
      "",
      "| What | How | A month |",
      "|---|---|---:|",
      ...[...standing, ...used].map((line) => `| ${line.what} | ${line.how} | ${usd(line.usd)} |`),
    ]),
    "",
  ].join("\n");
}
