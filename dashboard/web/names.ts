import { riskTiers } from "../../configs/risk.ts";
import { type Content, html } from "../../runtime/html.ts";
import { domainWords } from "../words/domain.ts";
import { type Reader, wordsFor } from "./reader.ts";

/** A tier with its colour and its name in the reader's language; tables name tiers by their English labels. */
export function tierBadge(label: string, reader: Reader): Content {
  const tier = riskTiers.find((each) => each.label === label);
  if (tier === undefined) return label;
  return html`<span class="badge ${tier.id}">${wordsFor(domainWords, reader).tiers[tier.id]}</span>`;
}

/** A segment in the reader's language. */
export function segmentName(segment: string, reader: Reader): string {
  const names: Readonly<Record<string, string>> = wordsFor(domainWords, reader).segments;
  return names[segment] ?? segment;
}

/** A sales channel in the reader's language. */
export function channelName(channel: string, reader: Reader): string {
  return wordsFor(domainWords, reader).channels[channel] ?? channel;
}
