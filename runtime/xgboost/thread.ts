import { Worker } from "node:worker_threads";
import { XGBoostError } from "./library.ts";
import type { ThreadInput, ThreadMessage } from "./train-worker.ts";

/**
 * Threads that wait for another training: to start one and to load the library costs a fifth of a second of computing,
 * more than a training on a few hundred rows. They do not keep the process alive.
 */
const idle: Worker[] = [];

/**
 * Has a thread train, one that waits or else a new one; no other training is on it meanwhile.
 *
 * @param hear is told every message, in order, on the calling thread
 * @returns when the training is over, however it ended
 * @throws XGBoostError when the thread itself ends
 */
export async function trainInThread(
  input: ThreadInput,
  hear: (message: ThreadMessage) => void,
): Promise<void> {
  const worker = idle.pop() ?? new Worker(new URL("./train-worker.ts", import.meta.url));
  worker.ref();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const listen = (message: ThreadMessage) => {
    hear(message);
    if (message.kind !== "round") resolve();
  };
  const leave = (code: number) =>
    reject(new XGBoostError(`The training's thread ended early (code ${code}).`));
  worker.on("message", listen).once("error", reject).once("exit", leave);
  worker.postMessage(input);
  try {
    await promise;
  } finally {
    worker.off("message", listen).off("error", reject).off("exit", leave);
  }
  worker.unref();
  idle.push(worker);
}
