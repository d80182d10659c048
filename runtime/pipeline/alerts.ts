import { jsonText } from "../json.ts";
import type { AlertKind } from "./events.ts";
import type { Session } from "./session.ts";

/** Tells people: keeps the alert in the lake, and shows it to who watches the run. */
export async function publishAlert(session: Session, kind: AlertKind, message: string): Promise<void> {
  const { lake, run, watch } = session.parts;
  watch({ type: "alert", kind, message });
  const alert = { kind, run_id: run.id, delivery_id: run.delivery, message, at: new Date().toISOString() };
  await lake.write(`monitoring/alerts/${run.id}-${kind}.json`, jsonText(alert));
}
