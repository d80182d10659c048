import type { RunId } from "../../configs/names.ts";
import { messageOf } from "../errors.ts";
import { jsonText } from "../json.ts";
import type { AlertKind } from "./events.ts";
import type { Session } from "./session.ts";

/** Where an alert lies in the lake. */
export function alertKey(run: RunId, kind: AlertKind): string {
  return `monitoring/alerts/${run}-${kind}.json`;
}

/**
 * Tells people: keeps the alert in the lake, shows it to who watches the run, and publishes it where there is somebody
 * to publish it to.
 * @throws Error when nobody could be told: the state machine tries again, and goes on as it would have; the alert lies
 *   in the lake
 */
export async function publishAlert(session: Session, kind: AlertKind, message: string): Promise<void> {
  const { lake, run, watch, publisher } = session.parts;
  watch({ type: "alert", kind, message });
  const alert = { kind, run_id: run.id, delivery_id: run.delivery, message, at: new Date().toISOString() };
  await lake.write(alertKey(run.id, kind), jsonText(alert));
  try {
    await publisher?.publish({ kind, run, message });
  } catch (thrown) {
    watch({ type: "alert-unpublished", kind, message: messageOf(thrown) });
    throw thrown;
  }
}
