import { riskTiers } from "../../../configs/risk.ts";
import type { Html } from "../../../runtime/html.ts";
import { bars } from "../../charts/bars.ts";
import { figure } from "../../charts/figure.ts";
import { lines } from "../../charts/lines.ts";
import { fromZero } from "../../charts/scale.ts";
import type { CampaignAction, CampaignTotals, CurvePoint } from "../../data/campaign.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { domainWords } from "../../words/domain.ts";
import { recommendationsWords } from "./words.ts";

/** How many offers there are of each kind. */
export function actionBars(actions: readonly CampaignAction[], reader: Reader): Html {
  const { formats } = reader;
  const words = wordsFor(recommendationsWords, reader);
  const names = wordsFor(domainWords, reader).actions;
  return figure(
    {
      id: "action-figure",
      title: words.byAction,
      drawing: bars(
        "action-chart",
        words.byAction,
        actions.map(({ action, customers }) => ({
          label: names[action],
          value: customers,
          text: formats.count(customers),
          tone: riskTiers.find((tier) => tier.action === action)?.id ?? "low",
        })),
      ),
      columns: [words.action, words.customers, words.cost, words.impact].map((title) => ({ title })),
      rows: actions.map(({ action, customers, cost, impact }) => [
        names[action],
        formats.count(customers),
        formats.euros(cost),
        formats.euros(impact),
      ]),
    },
    reader,
  );
}

/** What each budget would earn: it rises steeply first, for the best offers come first. */
export function budgetCurve(curve: readonly CurvePoint[], totals: CampaignTotals, reader: Reader): Html {
  const { formats } = reader;
  const words = wordsFor(recommendationsWords, reader);
  const points = [{ cost: 0, impact: 0 }, ...curve];
  return figure(
    {
      id: "curve-figure",
      title: words.curve,
      drawing: lines(
        {
          id: "curve-chart",
          summary: words.curveSummary(formats.euros(totals.impact), formats.euros(totals.cost)),
          x: fromZero(points.map(({ cost }) => cost)),
          y: fromZero(points.map(({ impact }) => impact)),
          xText: formats.count,
          yText: formats.count,
          xTitle: words.curveX,
          yTitle: words.curveY,
        },
        [{ tone: "one", points: points.map(({ cost, impact }) => ({ x: cost, y: impact })) }],
        [{ x: totals.cost, text: words.chosen }],
      ),
      columns: [{ title: words.curveX }, { title: words.curveY }],
      rows: points.map(({ cost, impact }) => [formats.euros(cost), formats.euros(impact)]),
    },
    reader,
  );
}
