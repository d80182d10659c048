import { intents } from "../../../configs/vocabulary.ts";
import { intentOf, sentimentLabels, sentimentOf } from "../../../runtime/bronze/text/index.ts";
import { type Classification, classification } from "./classification.ts";
import { type LabelledNote, labelledNotes, laterNotes } from "./labelled-notes.ts";

/** How well the shipped words read the labelled notes, and the tables that `docs/text.md` shows of it. */

/** Parts of the notes that are looked at by themselves. */
const parts = {
  "All notes": labelledNotes,
  "Development half": labelledNotes.filter(({ half }) => half === "development"),
  "Test half": labelledNotes.filter(({ half }) => half === "test"),
  English: labelledNotes.filter(({ language }) => language === "en"),
  Spanish: labelledNotes.filter(({ language }) => language === "es"),
  Short: labelledNotes.filter(({ style }) => style === "short"),
  Long: labelledNotes.filter(({ style }) => style === "long"),
  "Negation matters": labelledNotes.filter(({ negation }) => negation),
  "Written afterwards": laterNotes,
} as const satisfies Record<string, readonly LabelledNote[]>;
export type Part = keyof typeof parts;

const partNames = [
  "All notes",
  "Development half",
  "Test half",
  "English",
  "Spanish",
  "Short",
  "Long",
  "Negation matters",
  "Written afterwards",
] as const satisfies readonly Part[];

export interface PartReport {
  readonly part: Part;
  readonly intent: Classification<(typeof intents)[number]>;
  readonly sentiment: Classification<(typeof sentimentLabels)[number]>;
}

function readNote({ text, intent, sentiment }: LabelledNote) {
  const tone = sentimentOf(text);
  if (tone === null) throw new Error(`"${text}" has words, so it has a tone.`);
  return {
    intent: { truth: intent, predicted: intentOf(text) },
    sentiment: { truth: sentiment, predicted: tone.label },
  };
}

/** The figures of every part. */
export function textReport(): readonly PartReport[] {
  return partNames.map((part) => {
    const readings = parts[part].map(readNote);
    return {
      part,
      intent: classification(
        intents,
        readings.map(({ intent }) => intent),
      ),
      sentiment: classification(
        sentimentLabels,
        readings.map(({ sentiment }) => sentiment),
      ),
    };
  });
}

/** The report of one part. @throws Error when it is not in the reports. */
export function partOf(reports: readonly PartReport[], part: Part): PartReport {
  const found = reports.find((report) => report.part === part);
  if (found === undefined) throw new Error(`There is no report of "${part}".`);
  return found;
}

/** Development notes that the words read wrongly: those of the test half are for nobody to look at. */
export function developmentErrors(): readonly string[] {
  return parts["Development half"].flatMap((note) => {
    const { intent, sentiment } = readNote(note);
    const wrong = [intent, sentiment].filter(({ truth, predicted }) => truth !== predicted);
    return wrong.map(({ truth, predicted }) => `${truth} read as ${predicted}: ${note.text}`);
  });
}

const digits = (value: number | null) => (value === null ? "-" : value.toFixed(3));

function rows(header: readonly string[], cells: readonly (readonly string[])[]): string {
  const rule = header.map((_, index) => (index === 0 ? "---" : "---:"));
  return [header, rule, ...cells].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

function classRows(title: string, whole: Classification<string>, test: Classification<string>): string {
  return rows(
    [title, "Notes", "Precision", "Recall", "F1", "F1, test half"],
    whole.classes.map(({ class: name, support, precision, recall, f1 }, index) => [
      name,
      String(support),
      ...[precision, recall, f1, test.classes[index]?.f1 ?? null].map(digits),
    ]),
  );
}

/** The tables of `docs/text.md`, in Markdown. */
export function reportTables(reports: readonly PartReport[]): string {
  const whole = partOf(reports, "All notes");
  const test = partOf(reports, "Test half");
  return [
    rows(
      ["Part", "Notes", "Intent macro F1", "Intent accuracy", "Tone macro F1", "Tone accuracy"],
      reports.map(({ part, intent, sentiment }) => [
        part,
        String(intent.items),
        ...[intent.macroF1, intent.accuracy, sentiment.macroF1, sentiment.accuracy].map(digits),
      ]),
    ),
    classRows("Intent", whole.intent, test.intent),
    classRows("Tone", whole.sentiment, test.sentiment),
  ].join("\n\n");
}
