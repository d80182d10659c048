import { type Direction, strengthOf } from "../../../configs/explanations.ts";
import { effectInWords } from "../../../runtime/explain/words/effects.ts";
import { reportWords } from "../../../runtime/explain/words/report.ts";
import { type SpokenReason, spokenReasons } from "../../../runtime/explain/words/spoken.ts";
import { type Html, html } from "../../../runtime/html.ts";
import { type Effect, effectList } from "../../charts/effects.ts";
import type { Customer, CustomerDriver } from "../../data/customer.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { isDriver, reasonInWords } from "../../words/reasons.ts";
import { customerWords } from "./words.ts";

/** Colours of the bars: what raises a risk, and what lowers it. */
const tones = { raises: "high", lowers: "low" } as const satisfies Record<Direction, string>;

/** Why a customer is recommended what it is: what moves its own score, then what holds for its tier and segment. */
export function reasons({ scored, drivers = [], profile = {} }: Customer, reader: Reader): Html {
  const words = wordsFor(customerWords, reader);
  const codes = scored.reason_codes;
  const inWords = (wanted: readonly string[]) =>
    wanted.map((code) => html`<li>${reasonInWords(code, profile, reader)}</li>`);
  const named = codes.filter(isDriver);
  return html`${
    drivers.length > 0
      ? bothWays(drivers, reader)
      : // An older run kept the names of the strongest alone.
        named.length > 0 &&
        html`<h3>${words.drivers}</h3>
<ol class="points">${inWords(named)}</ol>`
  }
<h3>${words.otherReasons}</h3>
<ul class="points">${inWords(codes.filter((code) => !isDriver(code)))}</ul>`;
}

function bothWays(drivers: readonly CustomerDriver[], reader: Reader): Html {
  const said = reportWords(reader.language);
  // As words for everybody, and as a bar for who sees it.
  const effectOf =
    (direction: Direction) =>
    ({ sentence, contribution }: SpokenReason): Effect => ({
      text: sentence,
      note: effectInWords(direction, strengthOf(contribution), reader.language),
      size: Math.abs(contribution),
      tone: tones[direction],
    });
  const both = spokenReasons(
    drivers.map((driver) => ({ ...driver, value: driver.value ?? driver.level })),
    reader.language,
  );
  const longest = Math.max(
    ...[...both.raises, ...both.lowers].map(({ contribution }) => Math.abs(contribution)),
  );
  const list = (direction: Direction, title: string, none: string) => {
    const own = both[direction];
    return html`<div><h3>${title}</h3>
${own.length === 0 ? html`<p>${none}</p>` : effectList(own.map(effectOf(direction)), longest)}</div>`;
  };
  return html`<div class="columns">${list("raises", said.raises, said.nothingRaises)}
${list("lowers", said.lowers, said.nothingLowers)}</div>
<p class="hint">${wordsFor(customerWords, reader).effectsNote}</p>`;
}
