import { type Html, html } from "../../../runtime/html.ts";
import { bars } from "../../charts/bars.ts";
import { figure } from "../../charts/figure.ts";
import { driftHistory, type PastDrift } from "../../data/drift-history.ts";
import { type Drift, judgedPsi } from "../../lake/documents.ts";
import { SourceFault } from "../../lake/source.ts";
import type { PageRoute, Site } from "../../web/page.ts";
import { cards, section } from "../../web/parts.ts";
import { readQuery } from "../../web/query.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { lacking } from "../../web/states.ts";
import { decimals, pValue } from "../../words/decimals.ts";
import { adviceCard, adviceParagraph } from "./advice.ts";
import { historyFigures } from "./history.ts";
import { driftQuerySchema, featureList, listed } from "./list.ts";
import { performanceSection } from "./performance.ts";
import { realisedSection } from "./realised.ts";
import { comparedName, featureLink, statusBadge, statusText, statusTones } from "./status.ts";
import { driftWords } from "./words.ts";

/** Whether the customers of now still look like those that the model learnt from (D29). */
export const driftPage: PageRoute = {
  path: "/drift",
  id: "drift",
  needs: "run",
  answer: async ({ run, site, reader, search }) => {
    const query = readQuery(driftQuerySchema, search);
    const { drift } = run.documents;
    const history = await readableHistory(site);
    const words = wordsFor(driftWords, reader);
    return {
      kind: "page",
      title: words.title,
      content: html`${
        drift === undefined
          ? lacking(words.report, reader)
          : html`${verdictParts(drift, reader)}
${performanceSection(drift.performance, run.documents.evaluation, reader)}
${realisedSection(drift.realised, reader)}
<h2 id="prediction">${words.prediction}</h2>
${predictionCards(drift, reader)}
${section("features", words.features, featureList(drift, query, reader))}
${section("effect", words.effect, effectFigure(drift, reader))}`
      }
${section("history", words.history, historyFigures(history, reader))}`,
    };
  },
};

/** Books and reports of before are read beside the run: while they cannot be, everything else is still shown. */
async function readableHistory(site: Site): Promise<readonly PastDrift[] | undefined> {
  try {
    return await driftHistory(site);
  } catch (thrown) {
    if (thrown instanceof SourceFault) return undefined;
    throw thrown;
  }
}

/** Features that the sentence names. */
const NAMED = 5;

/** The verdict in plain words, and what to do. */
function verdictParts(drift: Drift, reader: Reader): Html {
  const { formats } = reader;
  const words = wordsFor(driftWords, reader);
  const verdict = words.verdicts[drift.verdict];
  const moved = [...drift.features, drift.prediction]
    .filter(({ status }) => status !== "stable")
    .toSorted((a, b) => judgedPsi(b) - judgedPsi(a));
  const more = moved.length - NAMED;
  const names = moved.slice(0, NAMED).map(({ feature }) => comparedName(feature, reader));
  const basis = html`${moved.length > 0 && words.moved(names.join("; "), more > 0 ? formats.count(more) : undefined)}
${words.basis(
  formats.count(drift.current_rows),
  formats.day(drift.as_of),
  formats.count(drift.reference_rows),
  formats.day(drift.reference_as_of),
)}`;
  return html`${cards([
    ...adviceCard(drift.advice, reader),
    {
      title: words.detected,
      value: drift.verdict === "none" ? words.no : words.yes,
      note: `${verdict.name}. ${verdict.meaning}`,
    },
    {
      title: words.drifted,
      value: formats.count(drift.features_drifted),
      note: words.driftedNote(formats.count(drift.features_compared), formats.count(drift.features_critical)),
    },
  ])}
${
  drift.advice === undefined
    ? html`<p class="${drift.verdict === "critical" ? "banner" : "note"}"><strong>${verdict.name}.</strong> ${verdict.remedy}
${basis}</p>`
    : adviceParagraph(drift.advice, basis, reader)
}`;
}

function predictionCards({ prediction }: Drift, reader: Reader): Html {
  const { language } = reader;
  const words = wordsFor(driftWords, reader);
  return html`${cards([
    { title: words.ks, value: decimals(prediction.statistic, 4, language) },
    { title: words.p, value: pValue(prediction.p_value, language) },
    { title: words.psi, value: decimals(judgedPsi(prediction), 4, language) },
    { title: words.status, value: statusBadge(prediction.status, reader) },
  ])}
<p class="note">${words.predictionNote(statusText(prediction.status, reader))} <a href="${featureLink(prediction.feature)}">${words.scoreLink}</a></p>`;
}

/** Features that are drawn; the table holds all. */
const DRAWN = 20;

function effectFigure({ features, limits }: Drift, reader: Reader): Html {
  const { formats, language } = reader;
  const words = wordsFor(driftWords, reader);
  const nameOf = ({ feature }: { readonly feature: string }) => comparedName(feature, reader);
  const all = listed(features, { status: [], sort: "psi", order: "desc" }, nameOf);
  const top = all.slice(0, DRAWN);
  const title = words.effectTop(formats.count(top.length), formats.count(all.length));
  return figure(
    {
      id: "effect-figure",
      title,
      drawing: bars(
        "effect-chart",
        title,
        top.map((compared) => ({
          label: nameOf(compared),
          value: judgedPsi(compared),
          text:
            compared.status === "stable"
              ? decimals(judgedPsi(compared), 4, language)
              : `${statusText(compared.status, reader)} ${decimals(judgedPsi(compared), 4, language)}`,
          tone: statusTones[compared.status],
        })),
        limits.numeric.psi.drifted,
      ),
      columns: [{ title: words.feature }, { title: words.psi }, { title: words.status, align: "left" }],
      rows: all.map((compared) => [
        nameOf(compared),
        decimals(judgedPsi(compared), 4, language),
        statusText(compared.status, reader),
      ]),
      note: words.effectNote(formats.short(limits.numeric.psi.drifted)),
    },
    reader,
  );
}
