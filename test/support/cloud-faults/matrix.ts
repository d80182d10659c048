import { afterAll, beforeAll, test } from "vitest";
import { sharedFolder } from "../folders.ts";
import { type FaultCase, judge } from "./judge.ts";
import { FaultWorld } from "./world.ts";

/** Everything is broken for a while: tries of the services' clients that follow each other too. */
const CASE_MS = 120_000;

/** A world with a champion and a publication, for all cases of a file. */
export function sharedWorld(): () => FaultWorld {
  const folder = sharedFolder("spanishgas-faults-");
  let made: FaultWorld | undefined;
  const world = () => {
    if (made === undefined) throw new Error("The world has not been started.");
    return made;
  };
  beforeAll(async () => {
    made = await FaultWorld.start(afterAll, folder);
    await made.upload(made.nextFiles("all"));
    await made.cloud.settled();
  });
  return world;
}

/** Each case is a test; all of a file share a world. */
export function faultMatrix(cases: readonly FaultCase[]): void {
  const world = sharedWorld();
  test.each(cases)("$name", (fault) => judge(world(), fault), CASE_MS);
}
