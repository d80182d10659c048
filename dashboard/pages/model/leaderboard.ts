import { type Content, type Html, html } from "../../../runtime/html.ts";
import { dataTable } from "../../charts/figure.ts";
import { type RegisteredModel, standingsOf } from "../../data/models.ts";
import type { Card } from "../../lake/documents.ts";
import { section } from "../../web/parts.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { lacking } from "../../web/states.ts";
import { decimals, difference } from "../../words/decimals.ts";
import { domainWords } from "../../words/domain.ts";
import { own } from "../../words/own.ts";
import { registryWords } from "./registry-words.ts";
import { modelWords } from "./words.ts";

/** Which models competed: candidates of one training, and all versions that were registered. */

type Candidate = Card["model"]["weighting"]["candidates"][number];

/** The candidates that competed out of fold for the model that scored. */
export function rivalsSection(card: Card | undefined, reader: Reader): Html {
  const { language } = reader;
  const words = wordsFor(registryWords, reader);
  if (card === undefined)
    return section("rivals", words.rivals, lacking(wordsFor(modelWords, reader).card, reader));
  const { candidates, chosen } = card.model.weighting;
  const best = candidates.reduce<Candidate | undefined>(
    (leader, each) => (leader === undefined || each.prAuc > leader.prAuc ? each : leader),
    undefined,
  );
  const name = (weighting: string) => own(words.weightings, weighting) ?? weighting;
  const toBest = ({ differenceToBest }: Candidate): Content =>
    differenceToBest !== undefined &&
    `${difference(differenceToBest.low, 4, language)} – ${difference(differenceToBest.high, 4, language)}`;
  const standing = (candidate: Candidate) => {
    if (candidate === best) return words.standings.leads;
    if (candidate.differenceToBest === undefined) return words.standings.unknown;
    return candidate.differenceToBest.high >= 0 ? words.standings.tie : words.standings.below;
  };
  return section(
    "rivals",
    words.rivals,
    html`${dataTable("rivals-table", {
      caption: words.rivalsCaption(reader.formats.count(card.data.rows)),
      columns: [
        { title: words.candidateName },
        { title: words.prAuc },
        { title: words.toBest },
        { title: words.logLoss },
        { title: words.standing, align: "left" },
      ],
      rows: candidates
        .toSorted((a, b) => b.prAuc - a.prAuc)
        .map((candidate) => [
          html`${name(candidate.classWeighting)}${candidate.classWeighting === chosen && html` <strong class="badge one">${words.chosen}</strong>`}`,
          decimals(candidate.prAuc, 4, language),
          candidate === best ? "" : toBest(candidate),
          decimals(candidate.logLoss, 4, language),
          standing(candidate),
        ]),
    })}
<p class="hint">${words.rivalsNote(name(chosen))}</p>`,
  );
}

/** Versions that one page shows. */
const SHOWN = 50;

/** Who is what in the list. */
export interface Roles {
  /** The champion of this moment. */
  readonly champion: string | undefined;
  /** The model that scored the customers shown. */
  readonly scored: string;
}

/** All registered versions. @param models undefined when the registry cannot be read */
export function versionsSection(
  models: readonly RegisteredModel[] | undefined,
  roles: Roles,
  reader: Reader,
): Html {
  const words = wordsFor(registryWords, reader);
  if (models === undefined)
    return section("versions", words.versions, html`<p role="alert">${words.unreadable}</p>`);
  if (models.length === 0) return section("versions", words.versions, html`<p>${words.noVersions}</p>`);
  const { formats } = reader;
  const ranked = models.toSorted((a, b) => prAucOf(b) - prAucOf(a));
  const standings = standingsOf(ranked.map(({ evaluation }) => evaluation?.metrics["prAuc"]));
  const names = wordsFor(domainWords, reader).metrics;
  return section(
    "versions",
    words.versions,
    html`${dataTable("versions-table", {
      caption: words.versionsCount(formats.count(ranked.length)),
      columns: [
        { title: words.version },
        { title: words.decision, align: "left" },
        { title: names["prAuc"] ?? "" },
        { title: words.standing, align: "left" },
        { title: names["rocAuc"] ?? "" },
        { title: names["precision"] ?? "" },
        { title: names["recall"] ?? "" },
        { title: words.experiment, align: "left" },
        { title: words.registered },
      ],
      rows: ranked.slice(0, SHOWN).map((model, place) => {
        const { registration } = model;
        return [
          html`<a href="/pipeline/${encodeURIComponent(registration.run)}">${registration.version}</a>${marks(registration.version, roles, reader)}`,
          words.decisions[registration.decision],
          prAucCell(model, reader),
          words.standings[standings[place] ?? "unknown"],
          formats.figure(metricOf(model, "rocAuc")),
          formats.figure(metricOf(model, "precision")),
          formats.figure(metricOf(model, "recall")),
          registration.experiment,
          formats.day(registration.registeredAt),
        ];
      }),
    })}
${ranked.length > SHOWN && html`<p>${words.versionsMore(formats.count(SHOWN), formats.count(ranked.length))}</p>`}
<p class="hint">${words.versionsNote}</p>`,
  );
}

function marks(version: string, { champion, scored }: Roles, reader: Reader): Html {
  const words = wordsFor(registryWords, reader);
  return html`${version === champion && html` <strong class="badge one">${words.isChampion}</strong>`}${version === scored && version !== champion && html` <span class="badge neutral">${words.isShown}</span>`}`;
}

/** A metric of a version on its own holdout; undefined where nobody knows it. */
function metricOf({ registration, evaluation }: RegisteredModel, name: string): number | undefined {
  return evaluation?.metrics[name]?.value ?? registration.metrics[name];
}

/** Versions without the figure stand last. */
function prAucOf(model: RegisteredModel): number {
  return metricOf(model, "prAuc") ?? Number.NEGATIVE_INFINITY;
}

function prAucCell(model: RegisteredModel, { formats }: Reader): Content {
  const estimate = model.evaluation?.metrics["prAuc"];
  const value = formats.figure(metricOf(model, "prAuc"));
  if (estimate === undefined) return value;
  return html`${value} <small>(${formats.figure(estimate.low)} – ${formats.figure(estimate.high)})</small>`;
}
