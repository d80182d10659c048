import { z } from "zod";
import { type AlertKind, quarantineLimits } from "../../configs/alerts.ts";
import { type Advice, advices } from "../../configs/drift-advice.ts";
import { type DriftVerdict, driftStatuses, driftVerdicts } from "../../configs/drift-limits.ts";
import type { ChampionChoice } from "../../configs/execution.ts";
import type { RunRecord } from "../manifest/manifest.ts";
import type { Finding } from "./alert-text.ts";
import type { Session } from "./session.ts";

/** What a run that went well has found out and people should know. */
export async function findingsOf(session: Session, champion: ChampionChoice): Promise<Finding[]> {
  const { run } = session.parts;
  const found = [
    await driftFinding(session, champion),
    quarantineFinding(session.record("Bronze")?.result, run),
  ];
  return found.filter((finding) => finding !== undefined);
}

const comparisonSchema = z.object({
  feature: z.string(),
  status: z.enum(driftStatuses),
  psi: z.number(),
  /** Absent in reports of before it was told apart from the plain index. */
  effect_psi: z.number().optional(),
  distance: z.number().nullable(),
  level_shift: z.number().nullable(),
});
type Comparison = z.infer<typeof comparisonSchema>;

/** What an alert needs to know of `drift.json`; its levels stay there. */
const driftSchema = z.object({
  verdict: z.enum(driftVerdicts),
  advice: z.object({ verdict: z.enum(advices), sentence: z.string() }).optional(),
  as_of: z.string(),
  reference_as_of: z.string(),
  features_compared: z.number(),
  prediction: comparisonSchema,
  features: z.array(comparisonSchema),
});

/** Features that a message spells out; the rest is counted. */
const NAMED_FEATURES = 8;

async function driftFinding(session: Session, champion: ChampionChoice): Promise<Finding | undefined> {
  const { lake, run } = session.parts;
  const stored = await lake.read(`${session.prefix("monitoring") ?? ""}drift.json`);
  if (stored === undefined) return undefined;
  const drift = driftSchema.parse(JSON.parse(stored.text));
  const kind = alertOf(drift.verdict, drift.advice?.verdict);
  if (kind === undefined) return undefined;
  const moved = drift.features.filter(({ status }) => status !== "stable").toSorted(byEffect);
  const scores = drift.prediction.status === "stable" ? [] : [drift.prediction];
  const named = moved.slice(0, NAMED_FEATURES).map((each) => `${each.feature} ${effectOf(each)}`);
  const more = moved.length > NAMED_FEATURES ? [`and ${moved.length - NAMED_FEATURES} more`] : [];
  const parts = [
    ...(moved.length === 0
      ? []
      : [
          `${moved.length} of ${drift.features_compared} model inputs have moved: ${[...named, ...more].join(", ")}.`,
        ]),
    ...scores.map((score) => `The scores have moved ${effectOf(score)}.`),
  ];
  const data =
    parts.length === 0
      ? `The data of ${drift.as_of} look like those of ${drift.reference_as_of} that model ${champion.version} was trained on.`
      : `The data of ${drift.as_of} differ from those of ${drift.reference_as_of} that model ${champion.version} was ` +
        `trained on. ${parts.join(" ")}`;
  return {
    kind,
    run,
    message: [data, ...(drift.advice === undefined ? [] : [drift.advice.sentence])].join(" "),
    about: [
      champion.version,
      // Advice to retrain is news, also where the same features have moved before.
      ...(drift.advice?.verdict === "retrain" ? ["retrain"] : []),
      ...moved.map(({ feature }) => feature).toSorted(),
      ...scores.map(() => "the scores"),
    ],
  };
}

/** The alert of a report: where data and advice differ in how grave it is, the graver counts. */
function alertOf(verdict: DriftVerdict, advice: Advice | undefined): AlertKind | undefined {
  if (verdict === "critical" || advice === "retrain") return "drift-critical";
  return verdict === "watch" || advice === "watch" ? "drift-watch" : undefined;
}

/** Critical ones first, then by how far they have moved. */
function byEffect(a: Comparison, b: Comparison): number {
  const rank = ({ status }: Comparison) => driftStatuses.indexOf(status);
  return rank(b) - rank(a) || psiOf(b) - psiOf(a) || (a.feature < b.feature ? -1 : 1);
}

function psiOf({ psi, effect_psi }: Comparison): number {
  return effect_psi ?? psi;
}

function effectOf(comparison: Comparison): string {
  const { status, distance, level_shift } = comparison;
  const figures = [`PSI ${psiOf(comparison).toFixed(2)}`];
  if (distance !== null) figures.push(`${distance.toFixed(2)} standard deviations`);
  if (level_shift !== null) figures.push(`a level's share by ${(100 * level_shift).toFixed(0)} points`);
  return `(${status === "critical" ? "critical; " : ""}${figures.join(", ")})`;
}

/** The facts of the bronze step that an alert goes by. */
const quarantineSchema = z.object({
  rows_quarantined: z.number(),
  quarantined_share: z.number(),
  quarantined_by_reason: z.string(),
});

function quarantineFinding(facts: unknown, run: RunRecord): Finding | undefined {
  const known = quarantineSchema.safeParse(facts).data;
  if (known === undefined || known.quarantined_share < quarantineLimits.share) return undefined;
  const { rows_quarantined: rows, quarantined_by_reason: reasons } = known;
  return {
    kind: "data-quarantined",
    run,
    message: `${rows} ${rows === 1 ? "row" : "rows"} of the delivery broke the contract and ${rows === 1 ? "was" : "were"} set aside: ${reasons}.`,
    about: [reasons],
  };
}
