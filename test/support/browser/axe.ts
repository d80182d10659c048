import axe from "axe-core";
import type { Page } from "playwright-core";
import { z } from "zod";

/** WCAG 2.2 at level AA, and what axe holds for good practice beside it. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] as const;

/** A rule that a page breaks. */
export interface Violation {
  readonly rule: string;
  readonly help: string;
  /** The elements that break it, as CSS selectors. */
  readonly where: readonly string[];
}

const resultSchema = z.object({
  violations: z.array(
    z.object({
      id: z.string(),
      help: z.string(),
      nodes: z.array(z.object({ target: z.array(z.unknown()) })),
    }),
  ),
});

/**
 * The rules of accessibility that a page breaks, by axe. The debugger brings it into the page: its content policy stays
 * as strict as readers get it.
 */
export async function axeViolations(page: Page): Promise<readonly Violation[]> {
  await page.evaluate(axe.source);
  const options = JSON.stringify({ runOnly: RULES, resultTypes: ["violations"] });
  const { violations } = resultSchema.parse(await page.evaluate(`axe.run(document, ${options})`));
  return violations.map(({ id, help, nodes }) => ({
    rule: id,
    help,
    where: nodes.map(({ target }) => target.map(String).join(" ")),
  }));
}
