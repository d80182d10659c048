import { listed } from "../../../configs/listed.ts";

/** Elements that notes carry along when they are copied from a mail, a web page or a word processor. */
const ELEMENTS = listed(`
  a, abbr, address, article, aside, b, base, big, blockquote, body, br, button, caption, center, cite, code, col,
  colgroup, dd, del, div, dl, dt, em, fieldset, figcaption, figure, font, footer, form, h1, h2, h3, h4, h5, h6, head,
  header, hr, html, i, iframe, img, input, ins, label, legend, li, link, main, mark, meta, nav, noscript, o:p, ol,
  option, p, pre, q, s, script, section, select, small, span, strike, strong, style, sub, sup, svg, table, tbody, td,
  textarea, tfoot, th, thead, title, tr, tt, u, ul, wbr`);

/**
 * A tag, a comment or a document type. Of what stands between angle brackets nothing else is one: notes compare with
 * them, too ("bill<last year, but wants >5% off"). Attributes have a value, for a single word may be prose. Each part
 * has a bounded length, so that the time is linear in the text's.
 */
const TAG = new RegExp(
  [
    `</?(?:${ELEMENTS.join("|")})`,
    String.raw`(?:\s{1,20}[a-z][a-z0-9:_-]{0,30}\s{0,3}=\s{0,3}(?:"[^"<>]{0,2000}"|'[^'<>]{0,2000}'|[^\s"'<>=]{1,500})){0,20}`,
    String.raw`\s{0,20}/?>|<!--[^<>]{0,2000}-->|<!doctype[^<>]{0,200}>`,
  ].join(""),
  "gi",
);

/** The text with a blank in place of each HTML tag. */
export function withoutTags(text: string): string {
  return text.replace(TAG, " ");
}
