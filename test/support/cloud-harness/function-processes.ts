import { type ChildProcess, fork } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { Json } from "../../../configs/asl.ts";
import { compileCache } from "../compile-cache.ts";
import { ServiceError } from "./service-error.ts";

const WORKER = fileURLToPath(new URL("function-worker.ts", import.meta.url));

const readySchema = z.object({ ready: z.literal(true) });
const errorSchema = z.object({ errorType: z.string(), errorMessage: z.string(), trace: z.array(z.string()) });
const answerSchema = z.union([
  z.object({ id: z.number(), error: errorSchema }),
  z.object({ id: z.number(), result: z.json() }),
]);

/** A function that has thrown, in the words in which Lambda hands it on. */
export class FunctionFault extends ServiceError {}

/** What a function is. */
export interface FunctionCode {
  /** Its bundle. */
  readonly file: string;
  /** Its whole environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** How far its clock is ahead now, in ms. */
  readonly aheadMs: () => number;
  readonly onLine: (line: string) => void;
}

/** How a caller follows its call. */
export interface Follower {
  readonly process?: (process: ChildProcess) => void;
  readonly line?: (line: string, process: ChildProcess) => void;
}

/**
 * A function of Lambda: its bundle in processes that stay warm. Each works on one event at a time; where all are at
 * work, another one is started.
 */
export class FunctionProcesses {
  readonly #code: FunctionCode;
  readonly #idle: Environment[] = [];
  readonly #all = new Set<Environment>();

  constructor(code: FunctionCode) {
    this.#code = code;
  }

  /**
   * Calls the function.
   * @throws FunctionFault when it has thrown; ServiceError when its process ended
   */
  async invoke(event: Json, follower: Follower = {}): Promise<Json> {
    const environment = this.#idle.pop() ?? (await this.#start());
    environment.follower = follower;
    follower.process?.(environment.child);
    try {
      return await environment.ask(event, this.#code.aheadMs());
    } finally {
      environment.follower = {};
      if (environment.alive) this.#idle.push(environment);
      else this.#all.delete(environment);
    }
  }

  /** Ends all processes. */
  end(): void {
    for (const { child } of this.#all) child.kill("SIGKILL");
  }

  async #start(): Promise<Environment> {
    const environment = new Environment(this.#code);
    this.#all.add(environment);
    await environment.ready;
    return environment;
  }
}

/** One process. */
class Environment {
  readonly child: ChildProcess;
  readonly ready: Promise<void>;
  follower: Follower = {};
  alive = true;
  #id = 0;
  #settle: ((answer: z.infer<typeof answerSchema> | undefined) => void) | undefined;

  constructor({ file, environment, onLine }: FunctionCode) {
    this.child = fork(WORKER, [file], {
      // Node takes these from whoever starts it; a function has only its own.
      execArgv: [],
      env: { ...compileCache(), ...environment },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      if (stream !== null)
        createInterface({ input: stream }).on("line", (line) => {
          onLine(line);
          this.follower.line?.(line, this.child);
        });
    this.ready = new Promise((resolve, reject) => {
      this.child.on("message", (said) => {
        if (readySchema.safeParse(said).success) resolve();
        else this.#settle?.(answerSchema.parse(said));
      });
      this.child.once("exit", (code, signal) => {
        this.alive = false;
        reject(ended(code, signal));
        this.#settle?.(undefined);
      });
    });
    // Who waits for it is told; who does not need not be.
    this.ready.catch(() => undefined);
  }

  async ask(event: Json, aheadMs: number): Promise<Json> {
    const id = ++this.#id;
    const answer = await new Promise<z.infer<typeof answerSchema> | undefined>((resolve) => {
      this.#settle = resolve;
      this.child.send({ id, event, aheadMs }, (failed) => {
        if (failed !== null) resolve(undefined);
      });
    });
    this.#settle = undefined;
    if (answer === undefined) throw ended(this.child.exitCode, this.child.signalCode);
    if ("error" in answer) throw new FunctionFault(answer.error.errorType, JSON.stringify(answer.error));
    return answer.result;
  }
}

/** What Lambda says of a process that has ended without an answer. */
function ended(code: number | null, signal: string | null): ServiceError {
  const how = signal === null ? `exit status ${code}` : `signal: ${signal.replace("SIG", "").toLowerCase()}`;
  const fault = { errorType: "Runtime.ExitError", errorMessage: `Error: Runtime exited with error: ${how}` };
  return new ServiceError("Runtime.ExitError", JSON.stringify(fault));
}
