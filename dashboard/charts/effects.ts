import { type Html, html } from "../../runtime/html.ts";

/** One bar with words of any length above it and below it. */
export interface Effect {
  readonly text: string;
  /** What the bar says, for those who do not see it. */
  readonly note: string;
  readonly size: number;
  /** Class of the bar's colour. */
  readonly tone: string;
}

const BAR_HEIGHT = 8;

/**
 * A list whose entries have bars from zero, the strongest first: for sentences, which break into lines on a phone as no
 * text of a drawing does. The bars say nothing that the words do not.
 * @param longest size of a bar over the whole width
 */
export function effectList(effects: readonly Effect[], longest: number): Html {
  return html`<ol class="effects">${effects.map(({ text, note, size, tone }) => {
    const share = longest === 0 ? 0 : size / longest;
    return html`<li><p>${text}</p>
<svg class="bars" height="${BAR_HEIGHT}" aria-hidden="true"><rect class="track" width="100%" height="${BAR_HEIGHT}" rx="2"/><rect class="${tone}" width="${(share * 100).toFixed(2)}%" height="${BAR_HEIGHT}" rx="2"/></svg>
<small>${note}</small></li>
`;
  })}</ol>`;
}
