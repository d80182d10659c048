import { beforeAll, test } from "vitest";
import { ALL_FAULTS } from "../all-faults.ts";
import { endsOfFile } from "../cloud-harness/at-end.ts";
import { sharedFolder } from "../folders.ts";
import { type FaultCase, judge } from "./judge.ts";
import { FaultWorld } from "./world.ts";

/** Everything is broken for a while: tries of the services' clients that follow each other too. */
export const CASE_MS = 360_000;

/** Of a table whose cases stand beside others of their kind: those that are played now. */
export function played(cases: readonly FaultCase[]): readonly FaultCase[] {
  return ALL_FAULTS ? cases : cases.filter((_, index) => index % 2 === 0);
}

/** A world with a champion and a publication, for all cases of a file. */
export function sharedWorld(): () => FaultWorld {
  const folder = sharedFolder("spanishgas-faults-");
  const atEnd = endsOfFile();
  let made: FaultWorld | undefined;
  const world = () => {
    if (made === undefined) throw new Error("The world has not been started.");
    return made;
  };
  beforeAll(async () => {
    made = await FaultWorld.start(atEnd, folder);
    await made.upload(made.nextFiles("all"));
    await made.cloud.settled();
  });
  return world;
}

/** Each case is a test; all of a file share a world. @returns the world, for more tests */
export function faultMatrix(cases: readonly FaultCase[]): () => FaultWorld {
  const world = sharedWorld();
  const named = cases.map((fault) => [fault.name, fault] as const);
  test.each(named)("%s", (_, fault) => judge(world(), fault), CASE_MS);
  return world;
}
