import { existsSync } from "node:fs";
import {
  CONTAINER_FACTS,
  type ContainerProgram,
  containerInput,
  containerOutput,
  EXIT_MESSAGE_FILE,
  JOB_CONFIG,
  SHARD_OUTPUT,
  SHARD_READINGS,
} from "../../configs/container.ts";
import { NO_CHAMPION } from "../../configs/execution.ts";
import { type Place, steps } from "../../configs/pipeline.ts";
import { MODEL_FOLDER } from "../../configs/serving.ts";

/** Where the platform's folders begin. */
const PLATFORM_ROOT = "/opt/ml";
/** Variable with another place for them: tests have no `/opt/ml`. */
export const ROOT_VARIABLE = "ML_ROOT";

/** The folders and files of one container, by the platform's conventions. */
export interface ContainerFolders {
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  /** For what the step says of itself. */
  readonly facts: string;
  /** For the words that the job ends with. */
  readonly exitMessage: string;
}

/**
 * Where a step's container finds its folders.
 * @param champion version of the champion, or `none`: then an optional input is left out, whatever lies in its folder
 */
export function containerFolders(
  step: ContainerProgram,
  champion: string,
  root: string = PLATFORM_ROOT,
): ContainerFolders {
  const at = (path: string) => root + path.slice(PLATFORM_ROOT.length);
  const said = { facts: at(CONTAINER_FACTS), exitMessage: at(EXIT_MESSAGE_FILE) };
  if (step === "bronze-shard")
    return {
      inputs: {
        delivery: at(containerInput("delivery")),
        readings: at(SHARD_READINGS),
        config: at(JOB_CONFIG),
      },
      outputs: { shards: at(SHARD_OUTPUT) },
      ...said,
    };
  const { reads, writes, optional = [], mayRead = [] } = steps[step];
  const present = reads.filter(
    (place) => !(place === "champion" && champion === NO_CHAMPION && optional.includes(place)),
  );
  // Only the platforms of some stacks mount these.
  const mounted = mayRead.filter((place) => existsSync(at(containerInput(place))));
  const named = (all: readonly Place[], folder: (place: Place) => string) =>
    Object.fromEntries(all.map((place) => [place, at(folder(place))]));
  return {
    inputs: named([...present, ...mounted], containerInput),
    outputs: named(writes, containerOutput),
    ...said,
  };
}

/** Where a serving container finds the files of its model. */
export function servedModel(root: string = PLATFORM_ROOT): string {
  return root + MODEL_FOLDER.slice(PLATFORM_ROOT.length);
}
