import { z } from "zod";
import { ALERTS_PREFIX, alertKinds } from "../../../configs/alerts.ts";
import { type Html, html } from "../../../runtime/html.ts";
import { type Source, SourceFault } from "../../lake/source.ts";
import { inEnglish } from "../../web/english.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { runWords } from "./run-words.ts";
import { pipelineWords } from "./words.ts";

/** What a page tells of an alert. */
const alertSchema = z.object({
  kind: z.enum(alertKinds),
  message: z.string(),
  at: z.string(),
  /** Null: nobody was told, or not yet. */
  published_at: z.string().nullable(),
});
export type Alert = Readonly<z.infer<typeof alertSchema>>;

/** Alerts that one run can raise, at most: more would be somebody else's files. */
const MOST = 50;

/**
 * The alerts of a run, the earliest first; what is no alert is let be.
 * @throws SourceFault when they cannot be read
 */
export async function alertsOf(source: Source, run: string): Promise<readonly Alert[]> {
  const found = await Promise.all((await keysOf(source, run)).map((key) => source.read(key)));
  const alerts = found.flatMap((stored) => {
    const parsed = alertSchema.safeParse(jsonOf(stored?.text ?? ""));
    return parsed.success ? [parsed.data] : [];
  });
  return alerts.sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** A bucket lists what begins with the run's name; a folder lists whole folders alone. */
async function keysOf(source: Source, run: string): Promise<readonly string[]> {
  const start = `${run}-`;
  const prefix = source.kind === "bucket" ? `${ALERTS_PREFIX}${start}` : ALERTS_PREFIX;
  const { items } = await source.list(prefix);
  return items
    .filter((name) => name.endsWith(".json") && (source.kind === "bucket" || name.startsWith(start)))
    .slice(0, MOST)
    .map((name) => `${prefix}${name}`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The alerts of a run as a list, or why they cannot be shown. */
export async function alertList(source: Source, run: string, reader: Reader): Promise<Html> {
  const words = wordsFor(runWords, reader);
  try {
    const alerts = await alertsOf(source, run);
    if (alerts.length === 0) return html`<p>${words.noAlerts}</p>`;
    const kinds = wordsFor(pipelineWords, reader).alerts;
    return html`<ul class="points">${alerts.map(
      ({ kind, message, at, published_at }) =>
        html`<li><strong>${kinds[kind]}</strong> <small>${reader.formats.minute(at)}, ${
          published_at === null ? words.untold : words.told(reader.formats.minute(published_at))
        }</small><br>${inEnglish(message, reader)}</li>
`,
    )}</ul>`;
  } catch (thrown) {
    if (!(thrown instanceof SourceFault)) throw thrown;
    return html`<p>${words.alertsUnreadable}</p>`;
  }
}
