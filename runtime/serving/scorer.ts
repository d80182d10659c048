import { parentPort, workerData } from "node:worker_threads";
import { messageOf } from "../errors.ts";
import { type LoadedModel, loadModel } from "../model/artifact.ts";
import { type ServedColumns, servedColumns } from "./columns.ts";
import type { Invocation, ScorerMessage, ScorerStart } from "./messages.ts";
import { failed, scoreRequest } from "./score-request.ts";

/**
 * A thread that scores, one request after the other. The library works on the calling thread and keeps state of its own
 * for each thread, so that every thread loads the model for itself.
 */

const port = parentPort;
if (port === null) throw new Error("This file runs as a worker only.");
const { model: folder }: ScorerStart = workerData;
const say = (message: ScorerMessage, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);

async function open(): Promise<{ readonly model: LoadedModel; readonly served: ServedColumns } | undefined> {
  try {
    const model = await loadModel(folder, { threads: 1 });
    return { model, served: servedColumns(model.artifact.features) };
  } catch (thrown) {
    say({ kind: "unusable", reason: messageOf(thrown) });
    return undefined;
  }
}

const opened = await open();
if (opened !== undefined) {
  const { model, served } = opened;
  port.on("message", (asked: Invocation) => {
    let scored = failed("Error");
    try {
      scored = scoreRequest(model, served, asked);
    } catch (thrown) {
      scored = failed(thrown instanceof Error ? thrown.name : "Error");
    }
    say({ kind: "scored", scored }, [scored.body.buffer]);
  });
  const { experiment, asOf, features, modelSha256 } = model.artifact;
  say({ kind: "ready", facts: { experiment, asOf, features: features.length, modelSha256 } });
}
