import { z } from "zod";
import { ALERTS_PREFIX, type AlertKind, alerts, UNTOLD_ALERTS } from "../../configs/alerts.ts";
import { sha256 } from "../digest.ts";
import { jsonText } from "../json.ts";
import { type LakeTexts, PreconditionFailed } from "../lake/lake.ts";
import type { AlertFile } from "./alert-file.ts";

/**
 * What is remembered of alerts from run to run: what people were told lately, one small file for each thing, and the
 * alerts that nobody could be told of, in one list. So nobody has to look through all alerts.
 */

type Texts = Pick<LakeTexts, "read" | "write">;

const DAY_MS = 24 * 3600 * 1000;

const toldSchema = z.strictObject({ kind: z.string(), run_id: z.string(), at: z.string() });

function toldKey({ kind, about }: Pick<AlertFile, "kind" | "about">): string {
  return `${ALERTS_PREFIX}told/${kind}-${about}.json`;
}

/** The same for the same finding, whatever run it is of. */
export function aboutOf(kind: AlertKind, about: readonly string[]): string {
  return sha256(JSON.stringify([kind, ...about])).slice(0, 16);
}

/** The run of which people were told the same, less than the kind's quiet time ago; undefined when it is news. */
export async function toldLately(
  lake: Texts,
  alert: AlertFile,
  now: number,
): Promise<AlertFile["told_before"]> {
  const quietMs = alerts[alert.kind].quietDays * DAY_MS;
  const stored = quietMs === 0 ? undefined : await lake.read(toldKey(alert));
  if (stored === undefined) return null;
  const told = toldSchema.parse(JSON.parse(stored.text));
  return now - Date.parse(told.at) < quietMs ? { run_id: told.run_id, at: told.at } : null;
}

/** People have been told. Of two who write at once either may win: both have told them now. */
export async function rememberTold(
  lake: Texts,
  { kind, about, run_id }: AlertFile,
  at: string,
): Promise<void> {
  if (alerts[kind].quietDays > 0) await lake.write(toldKey({ kind, about }), jsonText({ kind, run_id, at }));
}

const UNTOLD_KEY = `${ALERTS_PREFIX}untold.json`;
const untoldSchema = z.strictObject({ alerts: z.array(z.string()) });

/** Keys of the alerts that people still have to be told of, the oldest first. */
export async function untold(lake: Texts): Promise<readonly string[]> {
  const stored = await lake.read(UNTOLD_KEY);
  return stored === undefined ? [] : untoldSchema.parse(JSON.parse(stored.text)).alerts;
}

/** Puts an alert on the list; the oldest makes room for it where the list is full. */
export async function addUntold(lake: Texts, key: string): Promise<void> {
  await changeUntold(lake, (keys) => (keys.includes(key) ? keys : [...keys, key].slice(-UNTOLD_ALERTS)));
}

/** Takes an alert from the list. */
export async function removeUntold(lake: Texts, key: string): Promise<void> {
  await changeUntold(lake, (keys) => (keys.includes(key) ? keys.filter((each) => each !== key) : keys));
}

const ATTEMPTS = 10;

/** @throws PreconditionFailed when others write the list faster than it can be read */
async function changeUntold(
  lake: Texts,
  change: (keys: readonly string[]) => readonly string[],
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const stored = await lake.read(UNTOLD_KEY);
    const keys = stored === undefined ? [] : untoldSchema.parse(JSON.parse(stored.text)).alerts;
    const changed = change(keys);
    if (changed === keys) return;
    try {
      const condition = stored === undefined ? ({ ifAbsent: true } as const) : { ifMatch: stored.etag };
      await lake.write(UNTOLD_KEY, jsonText({ alerts: changed }), condition);
      return;
    } catch (thrown) {
      if (!(thrown instanceof PreconditionFailed) || attempt === ATTEMPTS) throw thrown;
    }
  }
}
