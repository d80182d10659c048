import { type Content, type Html, html } from "../../../runtime/html.ts";
import type { Lease, RunRecord } from "../../../runtime/manifest/manifest.ts";
import type { Source } from "../../lake/source.ts";
import { inEnglish } from "../../web/english.ts";
import { section } from "../../web/parts.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { adviceWords } from "./advice-words.ts";
import type { ShownState } from "./run-state.ts";
import { runWords } from "./run-words.ts";

/** Repeating these changes nothing: something else has to change first. */
const notRepeated: readonly string[] = ["ContractError"];

/** Why a run ended badly, in its own words, and what to do next; nothing of one that ended well. */
export function adviceSection(
  run: RunRecord,
  { state, lease }: { readonly state: ShownState; readonly lease: Lease | undefined },
  source: Source,
  reader: Reader,
): Content {
  if (state === "completed") return undefined;
  const words = wordsFor(runWords, reader);
  const { cause, error } = run;
  return html`${
    cause !== null &&
    section(
      "cause",
      words.why,
      html`<p>${inEnglish(cause, reader)}</p>${error !== null && html`<p class="hint">${words.errorClass}: <code>${error}</code></p>`}`,
    )
  }
${section(
  "advice",
  words.whatNow,
  html`${advice(run, state, source, reader)}${lease !== undefined && html`<p class="hint">${words.holder}: ${holderOf(lease, reader)}</p>`}`,
)}`;
}

function advice(run: RunRecord, state: ShownState, source: Source, reader: Reader): Content {
  const words = wordsFor(adviceWords, reader);
  switch (state) {
    case "running":
      return html`<p>${words.running}</p>`;
    case "superseded":
      return html`<p>${words.superseded}</p>`;
    case "interrupted":
      return html`<p>${words.interrupted}</p>${again(source, reader)}`;
    case "rejected":
      return html`<p>${words.rejected} ${words.unpublished}</p>
<p>${words.overrule} <code>spanishgas approve ${run.id} --reason "…" --lake ${source.location}</code></p>`;
    case "failed":
      return html`<p>${words.errors[run.error ?? ""] ?? words.other}</p>
<p>${words.unpublished}</p>
${delivered(run, source, reader)}`;
    case "completed":
      return undefined;
  }
}

/** How the run is repeated: after a fault of the delivery by delivering, else by asking. */
function delivered({ error }: RunRecord, source: Source, reader: Reader): Content {
  if (notRepeated.includes(error ?? "")) return undefined;
  if (error === "InputError" && source.kind === "bucket")
    return html`<p>${wordsFor(adviceWords, reader).upload(`${source.location}/raw/`)}</p>`;
  return again(source, reader);
}

function again({ kind, location }: Source, reader: Reader): Html {
  const command =
    kind === "folder"
      ? `spanishgas run --lake ${location}`
      : "sh scripts/delivery/ask-for-a-run.sh STACK score";
  return html`<p>${wordsFor(adviceWords, reader).again} <code>${command}</code></p>`;
}

/** Who works on the run. */
function holderOf({ owner }: Lease, reader: Reader): Content {
  const words = wordsFor(runWords, reader);
  return "pid" in owner
    ? words.process(String(owner.pid), owner.host)
    : html`<code>${words.execution(owner.stateMachineArn)}</code>`;
}
