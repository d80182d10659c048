import {
  type ContainerProgram,
  containerEnvironment,
  containerPrograms,
  SHARED_TODAY,
} from "../../configs/container.ts";
import { isIsoDate } from "../../configs/names.ts";
import { isScorerSetting, SCORER_SETTINGS } from "../../configs/sentiment.ts";
import type { StepParameters } from "../step.ts";
import { variables } from "../variables.ts";

/** What a container is told: its program, and the texts in its environment as what they are. */
export interface ContainerParameters {
  readonly step: ContainerProgram;
  readonly runId: string;
  /** Name of the stack's environment. */
  readonly environment: string;
  /** Version of the champion, or `none`. */
  readonly champion: string;
  readonly timeoutSeconds: number;
  readonly parameters: StepParameters;
}

const names = Object.values(containerEnvironment);

/** @throws Error when an argument or a variable is missing, or is not what it should be: a fault of who started it */
export function containerParameters(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): ContainerParameters {
  const step = containerPrograms.find((name) => name === args[0]);
  if (step === undefined || args.length !== 1)
    throw new Error(
      `Name one step (${containerPrograms.join(", ")}); these are the arguments: "${args.join(" ")}".`,
    );
  const variable = variables(names, environment);
  const whole = (name: (typeof names)[number], least: number): number => {
    const value = Number(variable(name));
    if (!Number.isSafeInteger(value) || value < least)
      throw new Error(`${name} must be a whole number from ${least}; it is "${variable(name)}".`);
    return value;
  };
  const asOf = variable("AS_OF");
  if (asOf !== "auto" && !isIsoDate(asOf))
    throw new Error(`AS_OF must be a day (YYYY-MM-DD) or "auto"; it is "${asOf}".`);
  const sentiment = variable("SENTIMENT");
  if (!isScorerSetting(sentiment))
    throw new Error(`SENTIMENT must be ${SCORER_SETTINGS}; it is "${sentiment}".`);
  const today = environment[SHARED_TODAY];
  if (today !== undefined && !isIsoDate(today))
    throw new Error(`${SHARED_TODAY} must be a day (YYYY-MM-DD); it is "${today}".`);
  return {
    step,
    runId: variable("RUN_ID"),
    environment: variable("ENVIRONMENT"),
    champion: variable("CHAMPION"),
    timeoutSeconds: whole("TIMEOUT_SECONDS", 1),
    parameters: {
      asOf: asOf === "auto" ? null : asOf,
      experiment: variable("EXPERIMENT"),
      sentiment,
      seed: whole("SEED", 0),
      threads: whole("THREADS", 1),
      memoryLimitMb: whole("MEMORY_LIMIT_MB", 1),
      ...(today === undefined ? {} : { today }),
    },
  };
}
