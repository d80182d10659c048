import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "../errors.ts";
import type { LakeTexts } from "../lake/lake.ts";
import { withoutCredentials } from "../redact.ts";
import {
  type AlertFile,
  alertKey,
  isTold,
  keepAlert,
  readAlert,
  rewriteAlert,
  type StoredAlert,
} from "./alert-file.ts";
import { aboutOf, addUntold, rememberTold, removeUntold, toldLately, untold } from "./alert-memory.ts";
import { type Finding, type Site, subjectOf, textOf } from "./alert-text.ts";
import type { AlertPublisher, Watcher } from "./events.ts";

/** What is needed to tell people something. */
export interface AlertParts {
  readonly lake: Pick<LakeTexts, "location" | "read" | "write">;
  readonly watch: Watcher;
  readonly site: Site;
  /** Tells people outside of the lake. Left out on one machine, where whoever runs it watches. */
  readonly publisher?: AlertPublisher;
  /** In ms since 1970. @default Date.now */
  readonly clock?: () => number;
}

/** A publisher gives up after this time, in ms. */
export const PUBLISH_MS = 10_000;
/** Who tells people has them to himself for this long, in ms: longer than a publisher takes. */
const CLAIM_MS = PUBLISH_MS + 5_000;
/** How often it is looked whether another has told them, in ms. */
const LOOK_MS = 500;
/** Alerts of other runs that one task tells of at most: the rest is for the next. */
const OVERDUE_AT_ONCE = 10;

/** Tells people: enters the alert in the lake's books, and publishes it. @throws what `enterAlert` and `tellOf` throw */
export async function publishAlert(parts: AlertParts, finding: Finding): Promise<void> {
  await tellOf(parts, await enterAlert(parts, finding));
}

/**
 * Keeps an alert in the lake and shows it to who watches the run. From here on it is not forgotten: should nobody be told
 * of it now, the next run tells (`tellOverdue`).
 * @returns its key
 */
export async function enterAlert(parts: AlertParts, finding: Finding): Promise<string> {
  const { lake, watch, site, publisher, clock = Date.now } = parts;
  const { kind, run, message } = finding;
  watch({ type: "alert", kind, message });
  const key = alertKey(run.id, kind, finding.occasion);
  const at = new Date(clock()).toISOString();
  await keepAlert(lake, key, {
    kind,
    run_id: run.id,
    delivery_id: run.delivery,
    message,
    subject: subjectOf(finding, site),
    text: textOf(finding, { site, file: `${lake.location}/${key}`, at }),
    at,
    about: aboutOf(kind, finding.about),
    published_at: null,
    told_before: null,
    claim: null,
  });
  if (publisher !== undefined) await addUntold(lake, key);
  return key;
}

/**
 * Publishes an alert that was entered, where there is somebody to publish it to.
 *
 * An alert of a run is published once, however often its task is repeated, as its file says that it was; of two tasks
 * at the same alert one waits for the other. Only who dies between the publishing and the note is followed by one who
 * tells the same again: twice in the worst case, and never not at all. What another run told of lately is not told
 * again.
 * @throws Error when nobody could be told: the state machine tries again, and goes on as it would have
 */
export async function tellOf(parts: AlertParts, key: string): Promise<void> {
  if (parts.publisher !== undefined) await tell(parts, parts.publisher, key);
}

/**
 * Tells people what they could not be told before, by this run or another: some of it, the oldest first.
 * @throws the first error of a publisher, when all were tried
 */
export async function tellOverdue(parts: AlertParts): Promise<void> {
  const { lake, publisher } = parts;
  if (publisher === undefined) return;
  const failures: unknown[] = [];
  for (const key of (await untold(lake)).slice(0, OVERDUE_AT_ONCE))
    await tell(parts, publisher, key).catch((thrown: unknown) => failures.push(thrown));
  if (failures.length > 0) throw failures[0];
}

/** Has this alert come to its end: people were told, or need not be told again? */
export async function wasTold(lake: Pick<LakeTexts, "read">, key: string): Promise<boolean> {
  const stored = await readAlert(lake, key);
  return stored !== undefined && isTold(stored.alert);
}

async function tell(parts: AlertParts, publisher: AlertPublisher, key: string): Promise<void> {
  const { lake, watch } = parts;
  const claimed = await claim(parts, key);
  if (claimed !== undefined) {
    const { alert } = claimed;
    try {
      await publisher.publish(alert);
    } catch (thrown) {
      watch({ type: "alert-unpublished", kind: alert.kind, message: withoutCredentials(messageOf(thrown)) });
      await rewriteAlert(lake, key, { ...alert, claim: null }, claimed.etag);
      throw thrown;
    }
    await note(parts, key, claimed);
  }
  await removeUntold(lake, key);
}

/** Waits until this task alone may tell of the alert. @returns undefined when nobody needs to be told any more */
async function claim({ lake, clock = Date.now }: AlertParts, key: string): Promise<StoredAlert | undefined> {
  const by = randomUUID();
  for (;;) {
    const stored = await readAlert(lake, key);
    if (stored === undefined || isTold(stored.alert)) return undefined;
    const { alert, etag } = stored;
    const now = clock();
    if (alert.claim !== null && Date.parse(alert.claim.until) > now) {
      await sleep(LOOK_MS);
      continue;
    }
    const told_before = await toldLately(lake, alert, now);
    const until = new Date(now + CLAIM_MS).toISOString();
    const next: AlertFile = { ...alert, told_before, claim: told_before === null ? { by, until } : null };
    const written = await rewriteAlert(lake, key, next, etag);
    if (written === undefined) continue;
    return told_before === null ? { alert: next, etag: written } : undefined;
  }
}

/** Another who has taken the alert over meanwhile tells of it, too: his note is as good. */
async function note(
  { lake, clock = Date.now }: AlertParts,
  key: string,
  { alert, etag }: StoredAlert,
): Promise<void> {
  const published_at = new Date(clock()).toISOString();
  await rewriteAlert(lake, key, { ...alert, published_at, claim: null }, etag);
  await rememberTold(lake, alert, published_at);
}
