import { minute } from "../../runtime/cli/format.ts";
import { type Html, html } from "../html.ts";
import type { Fault } from "../lake/run-view.ts";
import type { Source } from "../lake/source.ts";

/** Shown where a lake has no published run: says what to do. */
export function emptyLake(source: Source): Html {
  return html`<div class="state">
<h2>No run has been published yet</h2>
<p>${source.howToFill}</p>
<p>Reload this page when the run has ended. The lake is <code>${source.location}</code>.</p>
</div>`;
}

/** Shown where the lake cannot be read and nothing is known of it from before. */
export function unreadableLake(fault: Fault): Html {
  return html`<div class="state" role="alert">
<h2>The lake cannot be read</h2>
<p>${fault.message}</p>
<p>The dashboard keeps trying; reload the page in a moment. Its log holds the cause.</p>
</div>`;
}

/** Stands above the last good data while the lake cannot be read. */
export function staleBanner(fault: Fault): Html {
  return html`<p class="banner" role="alert"><strong>The lake cannot be read since ${minute(fault.since.toISOString())}
UTC.</strong> ${fault.message} What you see is the last good data.</p>`;
}

/** An answer that is no page: a wrong address, a request that cannot be served, a fault of ours. */
export function problem(text: string, requestId: string): Html {
  return html`<div class="state">
<p>${text}</p>
<p><a href="/">Go to the overview</a></p>
<p class="hint">Request <code>${requestId}</code></p>
</div>`;
}
