import { messageOf } from "../errors.ts";
import { jsonText } from "../json.ts";
import type { AlertKind } from "./events.ts";
import type { Session } from "./session.ts";

/**
 * Tells people: keeps the alert in the lake, shows it to who watches the run, and publishes it where there is somebody
 * to publish it to. That publishing failed is shown, and is no reason to fail the run: the alert lies in the lake.
 */
export async function publishAlert(session: Session, kind: AlertKind, message: string): Promise<void> {
  const { lake, run, watch, publisher } = session.parts;
  watch({ type: "alert", kind, message });
  const alert = { kind, run_id: run.id, delivery_id: run.delivery, message, at: new Date().toISOString() };
  await lake.write(`monitoring/alerts/${run.id}-${kind}.json`, jsonText(alert));
  await publisher
    ?.publish({ kind, run, message })
    .catch((thrown: unknown) => watch({ type: "alert-unpublished", kind, message: messageOf(thrown) }));
}
