import { z } from "zod";
import { ALERTS_PREFIX, type AlertKind, alertKinds } from "../../configs/alerts.ts";
import type { RunId } from "../../configs/names.ts";
import { sha256 } from "../digest.ts";
import { jsonText } from "../json.ts";
import { type LakeTexts, PreconditionFailed, type StoredText } from "../lake/lake.ts";

/** An alert as it lies in the lake. */
const alertFileSchema = z.strictObject({
  kind: z.enum(alertKinds),
  run_id: z.string(),
  delivery_id: z.string(),
  /** What happened. */
  message: z.string(),
  subject: z.string(),
  /** The mail's words. */
  text: z.string(),
  at: z.string(),
  /** Stands for what the alert is about, whichever run found it. */
  about: z.string(),
  /** Null: nobody was told, or not yet. */
  published_at: z.string().nullable(),
  /** An earlier run told the same, a short while ago. */
  told_before: z.strictObject({ run_id: z.string(), at: z.string() }).nullable(),
  /** Who is telling people just now, until when nobody else does. */
  claim: z.strictObject({ by: z.string(), until: z.string() }).nullable(),
});
export type AlertFile = z.infer<typeof alertFileSchema>;

const NAME_OF_OCCASION = 12;

/** Where an alert lies in the lake. */
export function alertKey(run: RunId, kind: AlertKind, occasion?: string): string {
  const mark = occasion === undefined ? "" : `-${sha256(occasion).slice(0, NAME_OF_OCCASION)}`;
  return `${ALERTS_PREFIX}${run}-${kind}${mark}.json`;
}

/** An alert and the version of its file. */
export interface StoredAlert {
  readonly alert: AlertFile;
  readonly etag: string;
}

export async function readAlert(
  lake: Pick<LakeTexts, "read">,
  key: string,
): Promise<StoredAlert | undefined> {
  const stored = await lake.read(key);
  return stored === undefined ? undefined : parsed(stored);
}

/** Keeps a new alert; the one of before where a task is repeated. */
export async function keepAlert(
  lake: Pick<LakeTexts, "read" | "write">,
  key: string,
  alert: AlertFile,
): Promise<void> {
  const kept = await readAlert(lake, key);
  if (kept === undefined) await rewriteAlert(lake, key, alert, undefined);
}

/** @returns the version written; undefined when somebody else has written since `etag` was read */
export async function rewriteAlert(
  lake: Pick<LakeTexts, "write">,
  key: string,
  alert: AlertFile,
  etag: string | undefined,
): Promise<string | undefined> {
  try {
    return await lake.write(
      key,
      jsonText(alert),
      etag === undefined ? { ifAbsent: true } : { ifMatch: etag },
    );
  } catch (thrown) {
    if (thrown instanceof PreconditionFailed) return undefined;
    throw thrown;
  }
}

/** Has this alert come to its end: people were told, or need not be told again? */
export function isTold({ published_at, told_before }: AlertFile): boolean {
  return published_at !== null || told_before !== null;
}

function parsed({ text, etag }: StoredText): StoredAlert {
  return { alert: alertFileSchema.parse(JSON.parse(text)), etag };
}
