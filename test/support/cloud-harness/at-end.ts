import { afterAll } from "vitest";
import type { AtEnd } from "./place.ts";

/**
 * Takes what ends something after all tests of a file, the last one first. Call it where a file begins: what is handed to
 * `afterAll` itself within `beforeAll` would never run.
 */
export function endsOfFile(): AtEnd {
  const ends: (() => void | Promise<void>)[] = [];
  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  });
  return (end) => void ends.push(end);
}
