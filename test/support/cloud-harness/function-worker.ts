import { pathToFileURL } from "node:url";

/**
 * One environment of Lambda: `node function-worker.ts BUNDLE`. It is told events over IPC one after the other, calls the
 * bundle's handler, and answers as Lambda does: the result, or the thrown error's name, message and trace.
 */

interface Told {
  readonly id: number;
  readonly event: unknown;
  /** How far the clock is ahead, in ms. */
  readonly aheadMs: number;
}

type Handler = (event: unknown) => Promise<unknown>;

let aheadMs = 0;
const now = Date.now.bind(Date);
// Before the bundle is loaded, which may keep the function.
Date.now = () => now() + aheadMs;

const loaded: unknown = await import(pathToFileURL(process.argv[2] ?? "").href);
const handler = handlerOf(loaded);

function handlerOf(module: unknown): Handler {
  const isHandler = (value: unknown): value is Handler => typeof value === "function";
  if (typeof module === "object" && module !== null && "handler" in module && isHandler(module.handler))
    return module.handler;
  throw new Error("The bundle exports no handler.");
}

process.on("message", async ({ id, event, aheadMs: ahead }: Told) => {
  aheadMs = ahead;
  try {
    // What is not JSON does not leave a function.
    process.send?.({ id, result: JSON.parse(JSON.stringify((await handler(event)) ?? null)) });
  } catch (thrown) {
    const { name, message, stack = "" } = thrown instanceof Error ? thrown : new Error(String(thrown));
    const error = { errorType: name, errorMessage: message, trace: stack.split("\n") };
    // Lambda's own runtime writes what a handler throws into the function's log.
    console.error(JSON.stringify({ level: "ERROR", message: error }));
    process.send?.({ id, error });
  }
});
// Whoever it works for is gone.
process.on("disconnect", () => process.exit());
process.send?.({ ready: true });
