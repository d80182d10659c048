import { type Html, html } from "../../../runtime/html.ts";
import { dataTable, figure } from "../../charts/figure.ts";
import { type IntervalRow, intervals } from "../../charts/intervals.ts";
import { linear } from "../../charts/scale.ts";
import type {
  Entry,
  EntryComparison,
  EntryName,
  HeldLeaderboard,
  Leaderboard,
} from "../../lake/training-documents.ts";
import { inEnglish } from "../../web/english.ts";
import { section } from "../../web/parts.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { lacking } from "../../web/states.ts";
import { decimals } from "../../words/decimals.ts";
import { MISSING } from "../../words/formats.ts";
import { own } from "../../words/own.ts";
import { contestWords } from "./contest-words.ts";
import { between, signed, withInterval } from "./estimates.ts";
import { registryWords } from "./registry-words.ts";
import { algorithms } from "./summary.ts";

const PART = "leaderboard";

/** How all experiments did with all algorithms, out of fold; or why nobody found out. */
export function contestSection(leaderboard: Leaderboard | undefined, reader: Reader): Html {
  const words = wordsFor(contestWords, reader);
  if (leaderboard === undefined) return section(PART, words.heading, lacking(words.lacking, reader));
  if (!leaderboard.held)
    return section(
      PART,
      words.heading,
      html`<p>${words.notHeld}</p>
<p>${inEnglish(leaderboard.reason, reader)}</p>`,
    );
  const { chosen } = leaderboard.selection;
  const sameAlgorithm = ({ algorithm }: EntryName) => algorithm === chosen.algorithm;
  const sameExperiment = ({ experiment }: EntryName) => experiment === chosen.experiment;
  const algorithm = algorithmName(chosen.algorithm, reader);
  return section(
    PART,
    words.heading,
    html`${outcome(leaderboard, reader)}
<div class="columns">
${chart(
  {
    id: "by-experiment",
    title: words.byExperiment(algorithm),
    heading: words.experiment,
    name: ({ experiment }) => experiment,
    // Names of experiments begin with their number: the order of the ladder.
    entries: leaderboard.entries
      .filter(sameAlgorithm)
      .toSorted((a, b) => (a.experiment < b.experiment ? -1 : 1)),
  },
  leaderboard,
  reader,
)}
${chart(
  {
    id: "by-algorithm",
    title: words.byAlgorithm(chosen.experiment),
    heading: words.algorithm,
    name: (entry) => algorithmName(entry.algorithm, reader),
    entries: leaderboard.entries.filter(sameExperiment),
  },
  leaderboard,
  reader,
)}
</div>
<details><summary>${words.all(reader.formats.count(leaderboard.entries.length))}</summary>
${wholeTable(leaderboard, reader)}
</details>
${steps(leaderboard, reader)}`,
  );
}

function algorithmName(algorithm: string, reader: Reader): string {
  return own(wordsFor(contestWords, reader).algorithms, algorithm) ?? own(algorithms, algorithm) ?? algorithm;
}

function contestant({ algorithm, experiment }: EntryName, reader: Reader): string {
  return wordsFor(contestWords, reader).contestant(algorithmName(algorithm, reader), experiment);
}

function isSame(one: EntryName, other: EntryName): boolean {
  return one.experiment === other.experiment && one.algorithm === other.algorithm;
}

/** Who met, who was chosen, and why. */
function outcome({ rows, trainingRows, churners, folds, selection }: HeldLeaderboard, reader: Reader): Html {
  const { count } = reader.formats;
  const words = wordsFor(contestWords, reader);
  return html`<p><strong>${choice(selection, reader)}</strong></p>
<p>${words.met(count(rows), count(churners), count(folds))}${rows < trainingRows && ` ${words.sample(count(rows), count(trainingRows))}`}</p>
<p class="hint">${inEnglish(selection.reason, reader)}</p>`;
}

/** What was chosen, and whether it was preferred, asked for, or shown to be better. */
function choice({ preferred, chosen, passedOver }: HeldLeaderboard["selection"], reader: Reader): string {
  const words = wordsFor(contestWords, reader);
  if (!isSame(preferred, chosen))
    return words.replaced(contestant(preferred, reader), contestant(chosen, reader));
  return passedOver === undefined
    ? words.kept(contestant(chosen, reader))
    : words.asked(contestant(chosen, reader), contestant(passedOver, reader));
}

/** Leads, is tied with the best, or lies below it, in words. */
function standingOf(entry: Entry, { entries }: HeldLeaderboard, reader: Reader): string {
  const { standings } = wordsFor(registryWords, reader);
  if (entry === entries[0]) return standings.leads;
  return entry.tied ? standings.tie : standings.below;
}

function confidenceOf({ intervals: { confidence } }: HeldLeaderboard, { formats }: Reader): string {
  return `${formats.count(confidence * 100)} %`;
}

interface Chart {
  readonly id: string;
  readonly title: string;
  /** What the contestants are told apart by. */
  readonly heading: string;
  readonly name: (entry: Entry) => string;
  readonly entries: readonly Entry[];
}

/** Some contestants with their intervals, the chosen one in a colour and in words. */
function chart(
  { id, title, heading, name, entries }: Chart,
  leaderboard: HeldLeaderboard,
  reader: Reader,
): Html {
  const { formats, language } = reader;
  const words = wordsFor(contestWords, reader);
  const { chosen } = leaderboard.selection;
  const guesses = entries.some(({ classWeighting }) => classWeighting === null);
  const end = Math.ceil(Math.max(0, ...entries.map(({ prAuc }) => prAuc.high)) * 10) / 10;
  const four = (value: number) => decimals(value, 4, language);
  const row = (entry: Entry): IntervalRow => {
    const { value, low, high } = entry.prAuc;
    const isChosen = isSame(entry, chosen);
    return {
      label: isChosen ? words.label(name(entry), words.chosen) : name(entry),
      text: `${formats.figure(value)} (${between({ low, high }, formats.figure)})`,
      value,
      low,
      high,
      tone: isChosen ? "one" : "neutral",
    };
  };
  return figure(
    {
      id: `${id}-figure`,
      title,
      drawing: intervals(`${id}-chart`, title, { x: linear(0, end), xText: formats.short }, entries.map(row)),
      columns: [
        { title: heading },
        { title: words.prAuc },
        { title: words.toBest },
        { title: words.standing, align: "left" },
      ],
      rows: entries.map((entry) => [
        name(entry),
        withInterval(entry.prAuc, four),
        toBest(entry, leaderboard, reader),
        standingOf(entry, leaderboard, reader),
      ]),
      note: html`${words.note(confidenceOf(leaderboard, reader))}${guesses && ` ${words.guesses}`}`,
    },
    reader,
  );
}

/** The interval of the difference to the best; the best differs from itself by nothing. */
function toBest(entry: Entry, { entries }: HeldLeaderboard, { language }: Reader): string {
  return entry === entries[0] ? "" : between(entry.differenceToBest, signed(4, language));
}

function wholeTable(leaderboard: HeldLeaderboard, reader: Reader): Html {
  const { formats, language } = reader;
  const words = wordsFor(contestWords, reader);
  const { chosen, preferred } = leaderboard.selection;
  const four = (value: number) => decimals(value, 4, language);
  return dataTable("leaderboard-table", {
    caption: words.allCaption(confidenceOf(leaderboard, reader)),
    columns: [
      { title: words.contestantTitle },
      { title: words.prAuc },
      { title: words.toBest },
      { title: words.standing, align: "left" },
      { title: words.rocAuc },
      { title: words.brier },
      { title: words.logLoss },
      { title: words.features },
      { title: words.weighting, align: "left" },
    ],
    rows: leaderboard.entries.map((entry) => [
      html`${contestant(entry, reader)}${isSame(entry, preferred) && html` <span class="badge neutral">${words.preferred}</span>`}${isSame(entry, chosen) && html` <strong class="badge one">${words.chosen}</strong>`}`,
      withInterval(entry.prAuc, four),
      toBest(entry, leaderboard, reader),
      standingOf(entry, leaderboard, reader),
      withInterval(entry.rocAuc, four),
      four(entry.brier),
      four(entry.logLoss),
      formats.count(entry.features),
      entry.classWeighting === null
        ? MISSING
        : (own(words.weightings, entry.classWeighting) ?? entry.classWeighting),
    ]),
  });
}

/** What the chosen algorithm gains from experiment to experiment, what algorithms gain on the chosen experiment, the rest. */
function steps({ comparisons, selection: { chosen } }: HeldLeaderboard, reader: Reader): Html {
  const words = wordsFor(contestWords, reader);
  const groups = Map.groupBy(comparisons, ({ from, to }) => {
    if (from.algorithm === to.algorithm) return to.algorithm === chosen.algorithm ? "experiments" : "others";
    return to.experiment === chosen.experiment ? "algorithms" : "others";
  });
  const others = groups.get("others") ?? [];
  return html`<h3>${words.steps}</h3>
<p class="hint">${words.verdictNote}</p>
${stepTable("steps-experiments", words.experimentSteps(algorithmName(chosen.algorithm, reader)), groups.get("experiments") ?? [], ({ experiment }) => experiment, reader)}
${stepTable("steps-algorithms", words.algorithmSteps(chosen.experiment), groups.get("algorithms") ?? [], ({ algorithm }) => algorithmName(algorithm, reader), reader)}
${
  others.length > 0 &&
  html`<details><summary>${words.otherSteps(reader.formats.count(others.length))}</summary>
${stepTable("steps-others", words.otherCaption, others, (name) => contestant(name, reader), reader)}
</details>`
}`;
}

function stepTable(
  id: string,
  caption: string,
  comparisons: readonly EntryComparison[],
  name: (name: EntryName) => string,
  reader: Reader,
): Html {
  const words = wordsFor(contestWords, reader);
  return dataTable(id, {
    caption,
    columns: [
      { title: words.from },
      { title: words.to, align: "left" },
      { title: words.verdict, align: "left" },
      { title: words.adds },
    ],
    rows: comparisons.map(({ from, to, difference, verdict }) => [
      name(from),
      name(to),
      words.verdicts[verdict],
      withInterval(difference, signed(4, reader.language)),
    ]),
  });
}
