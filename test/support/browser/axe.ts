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

/** The rules that look at colours. All others see the same in the light and in the dark. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"] as const;

/**
 * The rules of accessibility that a page breaks, by axe. The debugger brings it into the page: its content policy stays
 * as strict as readers get it.
 *
 * @param rules which are asked: all, or those of colour alone, for a page that was asked about all in other colours
 */
export async function axeViolations(
  page: Page,
  rules: "all" | "colour" = "all",
): Promise<readonly Violation[]> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe.source);
  const options = JSON.stringify({
    runOnly: rules === "all" ? RULES : { type: "rule", values: COLOUR_RULES },
    resultTypes: ["violations"],
  });
  const { violations } = resultSchema.parse(await page.evaluate(`axe.run(document, ${options})`));
  return violations.map(({ id, help, nodes }) => ({
    rule: id,
    help,
    where: nodes.map(({ target }) => target.map(String).join(" ")),
  }));
}
