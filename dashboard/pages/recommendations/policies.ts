import { type Content, type Html, html } from "../../../runtime/html.ts";
import type { Estimate } from "../../../runtime/model/metrics/estimate.ts";
import { dataTable, figure } from "../../charts/figure.ts";
import { lines } from "../../charts/lines.ts";
import { fromZero, linear } from "../../charts/scale.ts";
import type { ComparedPolicies } from "../../lake/documents.ts";
import { section } from "../../web/parts.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { lacking } from "../../web/states.ts";
import { MISSING } from "../../words/formats.ts";
import { own } from "../../words/own.ts";
import { policyWords } from "./policy-words.ts";

type Cell = ComparedPolicies["sensitivity"][number];

/** The ways of deciding that are drawn, and the class of each one's colour. */
const tones = { impact: "one", tier_rule: "two", threshold: "three" } as const;
const drawn = ["impact", "tier_rule", "threshold"] as const;

/** What ways of deciding about offers would have earned with customers of whom it is known who left. */
export function policiesSection(policies: ComparedPolicies | undefined, reader: Reader): Html {
  const words = wordsFor(policyWords, reader);
  const { formats } = reader;
  if (policies === undefined) return section("policies", words.title, lacking(words.lacking, reader));
  const { assumptions, customers, marginUnknown } = policies;
  return section(
    "policies",
    words.title,
    html`<p>${words.intro(formats.count(customers))} ${whatItSays(policies, reader)}</p>
${policyTable(policies, reader)}
${marginUnknown > 0 && html`<p class="hint">${words.marginUnknown(formats.count(marginUnknown))}</p>`}
${sensitivityFigure(policies, reader)}
<p class="hint">${words.note(formats.percent(assumptions.threshold))}</p>`,
  );
}

/** The table in sentences. */
function whatItSays({ policies, sensitivity }: ComparedPolicies, reader: Reader): string {
  const words = wordsFor(policyWords, reader);
  const { count, euros } = reader.formats;
  const impact = policies.find(({ policy }) => policy === "impact");
  const ahead = impact?.toTierRuleEur ?? null;
  if (impact === undefined || ahead === null) return "";
  const { value, low, high } = impact.valueEur;
  const tried = sensitivity.flatMap(aheadIn);
  const worse = tried.filter((each) => each.value < 0);
  const better = tried.filter((each) => each.value > 0);
  return [
    words.earns(euros(value), euros(low), euros(high)),
    ahead.value < 0
      ? words.less(euros(-ahead.value), euros(-ahead.high), euros(-ahead.low))
      : words.more(euros(ahead.value), euros(ahead.low), euros(ahead.high)),
    ...(ahead.low <= 0 && ahead.high >= 0 && ahead.value !== 0 ? [words.chance] : []),
    worse.length === 0
      ? words.nowhereWorse(
          count(tried.length),
          count(better.length),
          count(better.filter((each) => each.low > 0).length),
        )
      : words.worse(
          count(tried.length),
          count(worse.length),
          count(worse.filter((each) => each.high < 0).length),
        ),
  ].join(" ");
}

/** How much more offers by expected gain earned than those by tier alone. */
function aheadIn({ policies }: Cell): readonly Estimate[] {
  const ahead = policies.find(({ policy }) => policy === "impact")?.toTierRuleEur ?? null;
  return ahead === null ? [] : [ahead];
}

function nameOf(policy: string, reader: Reader): string {
  return own(wordsFor(policyWords, reader).names, policy) ?? policy;
}

function withInterval(estimate: Estimate | null | undefined, { formats }: Reader): Content {
  if (estimate === null || estimate === undefined) return MISSING;
  const { value, low, high } = estimate;
  return html`${formats.euros(value)} <small>(${formats.euros(low)} – ${formats.euros(high)})</small>`;
}

function policyTable({ assumptions, policies }: ComparedPolicies, reader: Reader): Html {
  const { formats } = reader;
  const words = wordsFor(policyWords, reader);
  return dataTable("policies-table", {
    caption: words.caption(formats.percent(assumptions.saveRate), formats.count(assumptions.horizonMonths)),
    columns: [
      { title: words.policy },
      { title: words.offers },
      { title: words.churners },
      { title: words.cost },
      { title: words.expected },
      { title: words.value },
      { title: words.toTierRule },
    ],
    rows: policies.map((each) => [
      nameOf(each.policy, reader),
      formats.count(each.offers),
      formats.count(each.churners),
      formats.euros(each.costEur),
      formats.euros(each.expectedEur),
      withInterval(each.valueEur, reader),
      withInterval(each.toTierRuleEur, reader),
    ]),
  });
}

/** The ways of deciding over the save rates, with all rates and horizons as a table. */
function sensitivityFigure({ assumptions, sensitivity }: ComparedPolicies, reader: Reader): Html {
  const { formats } = reader;
  const words = wordsFor(policyWords, reader);
  const shown = sensitivity.filter(({ horizonMonths }) => horizonMonths === assumptions.horizonMonths);
  const valueIn = ({ policies }: Cell, name: string) =>
    policies.find(({ policy }) => policy === name)?.valueEur;
  const series = drawn.map((name) => ({
    tone: tones[name],
    dashed: name === "tier_rule",
    points: shown.flatMap((cell) => {
      const estimate = valueIn(cell, name);
      return estimate === undefined ? [] : [{ x: cell.saveRate, y: estimate.value }];
    }),
  }));
  const rates = shown.map(({ saveRate }) => saveRate);
  const [from, to] = [Math.min(...rates), Math.max(...rates)];
  const percent = (share: number) => `${formats.count(share * 100)} %`;
  return figure(
    {
      id: "policies-figure",
      title: words.chart(formats.count(assumptions.horizonMonths)),
      drawing: lines(
        {
          id: "policies-chart",
          summary: words.chartSummary(percent(from), percent(to)),
          x: linear(from, to),
          y: fromZero(series.flatMap(({ points }) => points.map(({ y }) => y))),
          xText: percent,
          yText: formats.count,
          xTitle: words.saveRate,
          yTitle: words.gain,
        },
        series,
      ),
      legend: drawn.map((name) => ({ label: words.names[name], tone: tones[name] })),
      columns: [
        { title: words.horizon },
        { title: words.saveRate },
        ...drawn.map((name) => ({ title: words.names[name] })),
        { title: words.toTierRule },
      ],
      rows: sensitivity.map((cell) => [
        formats.count(cell.horizonMonths),
        percent(cell.saveRate),
        ...drawn.map((name) => withInterval(valueIn(cell, name), reader)),
        withInterval(aheadIn(cell)[0], reader),
      ]),
    },
    reader,
  );
}
