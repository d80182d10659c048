import { availableParallelism } from "node:os";
import { SERVING_PORT, servingEnvironment } from "../../configs/serving.ts";

/** How a serving container is set up. */
export interface ServingSettings {
  readonly host: string;
  /** 0: any that is free; the log says which. */
  readonly port: number;
  /** Threads that score. */
  readonly threads: number;
}

/** @throws Error when a variable is not what it should be */
export function servingSettings(environment: NodeJS.ProcessEnv): ServingSettings {
  const whole = (name: string, least: number, most: number, otherwise: number): number => {
    const text = environment[name] ?? "";
    if (text === "") return otherwise;
    const value = Number(text);
    if (!Number.isSafeInteger(value) || value < least || value > most)
      throw new Error(`${name} must be a whole number from ${least} to ${most}; it is "${text}".`);
    return value;
  };
  const { host, port, workers } = servingEnvironment;
  return {
    host: environment[host] || "127.0.0.1",
    port: whole(port, 0, 65_535, SERVING_PORT),
    threads: whole(workers, 1, 64, availableParallelism()),
  };
}
