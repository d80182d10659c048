import { html } from "../../../runtime/html.ts";
import { holdoutOf } from "../../data/holdout.ts";
import { importanceOf } from "../../data/importance.ts";
import { modelsOf, type RegisteredModel } from "../../data/models.ts";
import { type Source, SourceFault } from "../../lake/source.ts";
import { NotFound, type PageRoute } from "../../web/page.ts";
import { section } from "../../web/parts.ts";
import { readQuery } from "../../web/query.ts";
import { wordsFor } from "../../web/reader.ts";
import { lacking } from "../../web/states.ts";
import { beforeSection } from "./before.ts";
import { CARD_PAGE_PATH, CARD_PATH, cardSection } from "./card.ts";
import { confusionSection, thresholdSchema, trialOf } from "./confusion.ts";
import { contestSection } from "./contest.ts";
import { curveWords } from "./curve-words.ts";
import { curveFigures } from "./curves.ts";
import { gateSection } from "./gate.ts";
import { importanceSection } from "./importance.ts";
import { rivalsSection, versionsSection } from "./leaderboard.ts";
import { leakageSection } from "./leakage.ts";
import { operatingPointsSection } from "./operating-points.ts";
import { probabilitiesSection } from "./probabilities.ts";
import { slicesSection } from "./slices.ts";
import { summary } from "./summary.ts";
import { modelWords } from "./words.ts";

/** How good the model is that scored the customers shown, and how it came to be. */
export const modelPage: PageRoute = {
  path: "/model",
  id: "model",
  needs: "run",
  answer: async ({ run, site, view, reader, search }) => {
    const { threshold } = readQuery(thresholdSchema, search);
    const { evaluation, card, leaderboard, findings } = run.documents;
    const [holdout, models, effects] = await Promise.all([
      holdoutOf(run),
      registeredModels(site.source),
      importanceOf(run),
    ]);
    const trial =
      holdout === undefined
        ? undefined
        : await trialOf(holdout, run.database, evaluation.threshold, threshold);
    const words = wordsFor(modelWords, reader);
    const roles = {
      champion: view.kind === "run" ? view.champion?.version : undefined,
      scored: run.current.model,
    };
    const registration = models?.find((model) => model.registration.version === roles.scored)?.registration;
    return {
      kind: "page",
      title: words.title,
      content: html`${summary(run, reader)}
${section(
  "curves",
  wordsFor(curveWords, reader).heading,
  holdout === undefined ? lacking(words.holdoutScores, reader) : curveFigures(holdout, evaluation, reader),
)}
${confusionSection(trial, evaluation, reader)}
${operatingPointsSection(evaluation, findings, reader)}
${beforeSection(evaluation, card, holdout, reader)}
${probabilitiesSection(evaluation, findings, reader)}
${slicesSection(evaluation.slices, reader)}
${importanceSection(card, effects, reader)}
${leakageSection(findings, reader)}
${gateSection(evaluation, registration, reader)}
${contestSection(leaderboard, reader)}
${rivalsSection(card, reader)}
${versionsSection(models, roles, reader)}
${cardSection(card, reader)}`,
    };
  },
};

/** The registry is read beside the run: while it cannot be, everything else is still shown. */
async function registeredModels(source: Source): Promise<readonly RegisteredModel[] | undefined> {
  try {
    return await modelsOf(source);
  } catch (thrown) {
    if (thrown instanceof SourceFault) return undefined;
    throw thrown;
  }
}

/** A file of the model's evaluation as it lies in the lake, to be kept. */
function evaluationFile(path: string, name: string, type: string): PageRoute {
  return {
    path,
    id: "model",
    needs: "run",
    answer: async ({ run, site }) => {
      const stored = await site.source.read(run.keys.ofModel("evaluation", name));
      if (stored === undefined) throw new NotFound();
      return { kind: "file", name, type, body: stored.text };
    },
  };
}

/** The card of the model, to be read by a program. */
export const cardFile = evaluationFile(CARD_PATH, "card.json", "application/json");

/** The card of the model, to be read by people. */
export const cardPageFile = evaluationFile(CARD_PAGE_PATH, "card.html", "text/html");
