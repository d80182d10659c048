import { type ChildProcess, spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { compileCache } from "../support/compile-cache.ts";

const ENTRY = fileURLToPath(new URL("../../runtime/container/entry.ts", import.meta.url));

/** How a serving container ended. */
export interface ServingEnd {
  readonly code: number | null;
  /** Its log. */
  readonly lines: readonly string[];
}

/** The image's entry point, started as SageMaker starts a hosting container. */
export class ServingContainer {
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  readonly #said = new EventEmitter();
  readonly #port = Promise.withResolvers<number>();
  readonly ended: Promise<ServingEnd>;

  /** @param root takes the place of `/opt/ml` */
  constructor(root: string, variables: Readonly<Record<string, string>> = {}) {
    const { PATH = "", XGBOOST_LIB } = process.env;
    this.#child = spawn(process.execPath, [ENTRY, "serve"], {
      env: {
        PATH,
        ML_ROOT: root,
        SAGEMAKER_BIND_TO_PORT: "0",
        ...(XGBOOST_LIB === undefined ? {} : { XGBOOST_LIB }),
        ...compileCache(),
        ...variables,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      if (stream !== null) createInterface(stream).on("line", (line) => this.#hear(line));
    this.ended = once(this.#child, "close").then(([code]) => {
      this.#port.reject(new Error(`The container has ended: ${this.#lines.join("\n")}`));
      return { code, lines: this.#lines };
    });
    // Whoever waits for the address hears of it.
    this.#port.promise.catch(() => undefined);
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  #hear(line: string): void {
    this.#lines.push(line);
    this.#said.emit("line");
    if (line.includes('"message":"Serving"')) this.#port.resolve(JSON.parse(line).port);
  }

  /** Waits until it has logged this message. */
  async said(message: string): Promise<void> {
    while (!this.#lines.some((line) => line.includes(`"message":"${message}"`)))
      await once(this.#said, "line");
  }

  /** Its address, once the model is loaded. */
  async address(): Promise<string> {
    return `http://127.0.0.1:${await this.#port.promise}`;
  }

  /** Processor time that it has used so far, in s; null where the system does not tell (Linux does). */
  cpuSeconds(): number | null {
    const file = `/proc/${this.#child.pid}/stat`;
    if (!existsSync(file)) return null;
    // After the name in brackets: user and system time are the 12th and 13th field, in hundredths (proc(5)).
    const fields = readFileSync(file, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Ends it, however it is. */
  async end(): Promise<ServingEnd> {
    this.#child.kill("SIGKILL");
    return this.ended;
  }

  /** Sends rows to be scored. */
  async invoke(
    body: string | Uint8Array<ArrayBuffer>,
    type = "application/jsonlines",
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    return fetch(`${await this.address()}/invocations`, {
      method: "POST",
      headers: { "content-type": type, ...headers },
      body,
    });
  }
}
