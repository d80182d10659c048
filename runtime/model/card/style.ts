import { hash } from "node:crypto";
import { html } from "../../html.ts";

/** How the card looks: light and dark, on a phone, on a desk and on paper. */
export const style = html`
:root { color-scheme: light dark; --page: #f6f7f8; --surface: #fff; --line: #d8dde1; --text: #1b2328; --muted: #56626a;
  --accent: #17536f; --good: #2f6b2f; --bad: #a32222; --one: #2c6e91; --guide: #8a5208; }
@media (prefers-color-scheme: dark) { :root { --page: #12171a; --surface: #1a2125; --line: #333d43; --text: #e7ecef;
  --muted: #a3b0b8; --accent: #82c4e2; --good: #8fce8f; --bad: #f08c8c; --one: #74b6d8; --guide: #e0a04e; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
main { max-width: 76rem; margin: 0 auto; padding: 1.25rem 1rem 3rem; }
h1 { margin: 0 0 0.25rem; font-size: 1.6rem; line-height: 1.25; overflow-wrap: anywhere; }
h2 { margin: 0 0 0.5rem; font-size: 1.2rem; }
h3 { margin: 1rem 0 0.25rem; font-size: 1rem; }
p, ul { margin: 0 0 0.75rem; max-width: 60rem; overflow-wrap: anywhere; }
ul { padding-left: 1.25rem; }
a { color: var(--accent); }
code { font-family: ui-monospace, "Liberation Mono", monospace; font-size: 0.875em; overflow-wrap: anywhere; }
section { margin-top: 1rem; padding: 1rem; background: var(--surface); border: 1px solid var(--line); border-radius: 6px; }
.muted { color: var(--muted); }
.verdict { font-size: 1.2rem; border-left: 6px solid var(--good); padding-left: 0.75rem; }
.verdict.refused { border-color: var(--bad); }
.good { color: var(--good); }
.bad { color: var(--bad); }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; padding: 0; margin: 0.75rem 0 0; list-style: none; max-width: none; }
nav a { display: inline-block; padding: 0.125rem 0; }
.scroll { overflow-x: auto; margin: 0 0 0.75rem; max-width: 100%; }
.scroll:focus-visible, summary:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
table { border-collapse: collapse; font-size: 0.9375rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding: 0.25rem 0; }
th, td { padding: 0.3rem 0.75rem 0.3rem 0; border-bottom: 1px solid var(--line); text-align: right; vertical-align: top; }
th[scope="row"], .text { text-align: left; }
th[scope="row"] { font-weight: 500; }
td.sentences { min-width: 11rem; }
thead th { color: var(--muted); font-weight: 600; vertical-align: bottom; }
details { margin: 0 0 0.75rem; }
summary { cursor: pointer; color: var(--accent); padding: 0.125rem 0; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); gap: 1rem; }
figure { margin: 0; min-width: 0; }
figcaption { font-weight: 600; }
svg { display: block; width: 100%; max-width: 30rem; height: auto; }
svg text { fill: var(--muted); font-size: 12px; }
svg .end { text-anchor: end; }
svg .middle { text-anchor: middle; }
svg .grid { stroke: var(--line); stroke-width: 1; }
svg .guide { stroke: var(--guide); stroke-width: 2; stroke-dasharray: 6 5; }
svg .line { fill: none; stroke: var(--one); stroke-width: 2; }
svg .band { fill: var(--one); opacity: 0.22; }
svg .dot { fill: var(--one); }
@media print { body { background: #fff; } section { break-inside: avoid-page; border: 0; padding: 0; } nav { display: none; } }
`;

/** The card's content policy: no script, no request, and no style but its own. */
export const policy = `default-src 'none'; style-src 'sha256-${hash("sha256", style.toString(), "base64")}'; img-src data:; base-uri 'none'; form-action 'none'`;
