import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { runPool } from "../../runtime/model/pool.ts";

const never = new AbortController().signal;

describe("the pool", () => {
  it("returns results in the order of the tasks, whichever ends first", async () => {
    const tasks = [30, 1, 15].map((wait) => async () => {
      await sleep(wait);
      return wait;
    });
    expect(await runPool(tasks, 3, never)).toEqual([30, 1, 15]);
  });

  it("runs at most so many tasks at a time, and all of them", async () => {
    let [running, most] = [0, 0];
    const tasks = Array.from({ length: 7 }, (_, index) => async () => {
      running += 1;
      most = Math.max(most, running);
      await sleep(2);
      running -= 1;
      return index;
    });
    expect(await runPool(tasks, 2, never)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(most).toBe(2);
  });

  it("throws the first failure after the others were told to stop, and starts nothing more", async () => {
    const events: string[] = [];
    const tasks = [
      async (signal: AbortSignal) => {
        await sleep(10_000, undefined, { signal }).catch(() => events.push("stopped"));
        throw new Error("the consequence");
      },
      async () => {
        throw new Error("the cause");
      },
      async () => {
        events.push("started too late");
      },
    ];
    await expect(runPool(tasks, 2, never)).rejects.toThrow("the cause");
    expect(events).toEqual(["stopped"]);
  });

  it("hands on a cancellation from outside", async () => {
    const controller = new AbortController();
    const task = (signal: AbortSignal) => sleep(10_000, 0, { signal });
    const run = runPool([task, task], 2, controller.signal);
    controller.abort();
    await expect(run).rejects.toThrow("aborted");
  });
});
