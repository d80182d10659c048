import { parentPort } from "node:worker_threads";
import { messageOf } from "../errors.ts";
import { type BoostTask, boost } from "./boost.ts";
import type { Evaluation } from "./early-stopping.ts";

/** What {@link train} hands to a thread, once for each training. */
export interface ThreadInput {
  readonly task: BoostTask;
  /** Element 0 becomes 1 when the training is to stop. */
  readonly cancel: Int32Array<SharedArrayBuffer>;
}

/** What the thread says: many rounds, then one of the others. */
export type ThreadMessage =
  | { readonly kind: "round"; readonly round: number; readonly evaluation: Evaluation }
  | { readonly kind: "trained"; readonly model: Uint8Array; readonly bestRound: number | undefined }
  | { readonly kind: "cancelled" }
  | { readonly kind: "failed"; readonly message: string };

const port = parentPort;
if (port === null) throw new Error("This file runs as a worker only.");
const say = (message: ThreadMessage, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);

port.on("message", ({ task, cancel }: ThreadInput) => {
  try {
    const boosted = boost(task, (round, evaluation) => {
      say({ kind: "round", round, evaluation });
      return Atomics.load(cancel, 0) !== 0;
    });
    if (boosted === undefined) say({ kind: "cancelled" });
    else say({ kind: "trained", ...boosted }, [boosted.model.buffer]);
  } catch (thrown) {
    say({ kind: "failed", message: messageOf(thrown) });
  }
});
