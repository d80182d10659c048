import { type AlertKind, alerts, SUBJECT_CHARACTERS } from "../../configs/alerts.ts";
import type { RunId } from "../../configs/names.ts";
import type { RunRecord } from "../manifest/manifest.ts";

/** Where runs take place, in words for people. */
export interface Site {
  /** First words of a subject: `spanishgas dev`. */
  readonly name: string;
  /** How the same delivery is tried again: `start the retrain workflow`. */
  readonly retry: string;
  /** Where to look at a run beside the alert's file, a line each. */
  readonly places: (run: RunId) => readonly string[];
}

/** Something that people should know, and what it is about. */
export interface Finding {
  readonly kind: AlertKind;
  readonly run: Pick<RunRecord, "id" | "delivery" | "attempt">;
  /** What happened, in one or two sentences; no customer data. */
  readonly message: string;
  /**
   * What makes this finding the same as one of another run, which is not told again for a while: the delivery and the
   * cause, or the verdict, the features and the champion.
   */
  readonly about: readonly string[];
  /** Tells apart what happens to a run several times: the id of a decision. @default it happens once */
  readonly occasion?: string;
}

/** @example "spanishgas dev: run failed (0123456789ab-1)" */
export function subjectOf({ kind, run }: Pick<Finding, "kind" | "run">, site: Pick<Site, "name">): string {
  const subject = `${site.name}: ${alerts[kind].title} (${run.id})`;
  return subject.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, SUBJECT_CHARACTERS);
}

/** What happened, what to do, where to look: a screen at most. The same words in the mail and in the lake. */
export function textOf(
  { kind, run, message }: Finding,
  { site, file, at }: { readonly site: Site; readonly file: string; readonly at: string },
): string {
  return [
    message,
    "",
    `What to do: ${remedyOf(kind, site)}`,
    "",
    "Where to look:",
    ...[...site.places(run.id), `This alert: ${file}`].map((place) => `- ${place}`),
    "",
    `Delivery ${run.delivery}, attempt ${run.attempt}, ${at.slice(0, 16).replace("T", " ")} UTC.`,
    "",
  ].join("\n");
}

function remedyOf(kind: AlertKind, { retry }: Site): string {
  switch (kind) {
    case "run-failed":
      return (
        "repair what the message names and upload the corrected file: it becomes a new delivery and runs by itself. " +
        `Where the data are right, ${retry}: it tries the same delivery again. The champion and the last scores stay ` +
        "in use until then."
      );
    case "model-rejected":
      return (
        "nothing, if the reasons convince: the champion of before goes on scoring, if there is one. The model card " +
        "below models/ in the lake shows all figures."
      );
    case "drift-watch":
      return (
        "look at the features named: a new tariff, a campaign or a changed export may explain them. The scores are " +
        "published. Train anew when new labels are there."
      );
    case "drift-critical":
      return (
        "find out today whether the data or the customers have changed. Wrong data: deliver them anew; the scores " +
        "follow by themselves. Changed customers: deliver new labels and train. Until then use the scores, which are " +
        "published, with care."
      );
    case "data-quarantined":
      return (
        "ask who delivers the files for corrected rows and upload the corrected file. The run went on without these " +
        "rows; quarantine/ in the lake holds them, each with file, line and reason."
      );
    case "champion-changed":
      return (
        "nothing, if it was meant. The scores in use are of the champion of before until the next run; " +
        `${retry} to score with the new one now. To undo it, roll back (docs/operations.md).`
      );
    case "decision-refused":
      return "read the reason above: the registry was left as it was. Decide again in the console if it still holds.";
  }
}
