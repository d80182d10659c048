import { type Html, html } from "../html.ts";
import { staticUrl } from "../static-files.ts";

/** One page of the dashboard. */
export interface Page {
  /** What the browser's tab says, before the name of the product. */
  readonly title: string;
  /** Path of the page itself, to mark it in the navigation; left out on pages that are not in it. */
  readonly path?: string;
  readonly content: Html;
}

/** Pages in the order of the navigation. */
const navigation = [{ path: "/", label: "Overview" }] as const;

/** A whole HTML document. */
export function layout({ title, path, content }: Page): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · SpanishGas</title>
<link rel="icon" href="${staticUrl("icon.svg")}" type="image/svg+xml">
<link rel="stylesheet" href="${staticUrl("style.css")}">
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="top">
<p class="brand">SpanishGas <span>churn</span></p>
<nav aria-label="Pages"><ul>${navigation.map(
    (entry) =>
      html`<li><a href="${entry.path}"${entry.path === path && html` aria-current="page"`}>${entry.label}</a></li>`,
  )}</ul></nav>
</header>
<main id="content" tabindex="-1">
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`.toString();
}
