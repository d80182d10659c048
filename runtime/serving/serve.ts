import { once } from "node:events";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { ROOT_VARIABLE, servedModel } from "../container/folders.ts";
import { giveUpRoot, RUN_AS_VARIABLE } from "../container/give-up-root.ts";
import { messageOf } from "../errors.ts";
import { jsonLog } from "../log.ts";
import { ScorerPool } from "./scorer-pool.ts";
import { ServingServer } from "./server.ts";
import { servingSettings } from "./settings.ts";

/** Requests at work are waited for this long: SageMaker kills the container 30 s after it has asked it to stop, in ms. */
const GRACE_MS = 25_000;

/**
 * Answers SageMaker's serving contract until the container is told to stop.
 * @param asked the container is to stop
 * @returns the exit code: 0 when it was asked to stop, 1 when the model or the settings are of no use; the log says why
 */
export async function serve(environment: NodeJS.ProcessEnv, asked: AbortSignal): Promise<number> {
  const log = jsonLog({ program: "serve" });
  const model = servedModel(environment[ROOT_VARIABLE]);
  let pool: ScorerPool | undefined;
  try {
    const { host, port, threads } = servingSettings(environment);
    // The platform may mount the model for root alone. A folder that is missing is reported below.
    giveUpRoot(environment[RUN_AS_VARIABLE], [tmpdir(), ...(existsSync(model) ? [model] : [])]);
    pool = new ScorerPool({ model, threads, log });
    const server = new ServingServer(pool, log);
    // Pings are answered from the beginning, with 503 until the model is loaded.
    const listening = server.listen(host, port);
    const [facts, heard] = await Promise.all([pool.opened, listening]);
    log.info("Serving", { host, port: heard, threads, ...facts });
    if (!asked.aborted) await once(asked, "abort");
    log.info("Asked to stop");
    setTimeout(() => process.exit(1), GRACE_MS).unref();
    await server.stop();
    return 0;
  } catch (thrown) {
    log.error("The model cannot be served", { reason: messageOf(thrown) });
    return 1;
  } finally {
    await pool?.close();
  }
}
