import { describe, expect, it } from "vitest";
import { Engine } from "../../runtime/table/engine.ts";
import { temporaryFolder } from "../support/folders.ts";

const open = () => Engine.open({ threads: 1, memoryLimitMb: 200, scratch: temporaryFolder() });

/** Long enough that the block which opened the engine has ended while the query is still at work. */
const SLOW = "SELECT sum(hash(range))::DOUBLE AS total FROM range(20_000_000)";

describe("an engine whose block ends", () => {
  it("lets the query at work end: a promise may leave the block without await", async () => {
    const unawaited = async () => {
      using engine = await open();
      return engine.rows(SLOW);
    };
    using engine = await open();
    expect(await unawaited()).toEqual(await engine.rows(SLOW));
  });

  it("lets several queries end, and keeps the error that ended the block", async () => {
    const ended: number[] = [];
    const queries: Promise<void>[] = [];
    const failing = async () => {
      using engine = await open();
      queries.push(...[1, 2].map((each) => engine.rows(SLOW).then(() => void ended.push(each))));
      throw new Error("The block failed.");
    };
    await expect(failing()).rejects.toThrow("The block failed.");
    expect(ended).toEqual([]);
    await Promise.all(queries);
    expect(ended.sort()).toEqual([1, 2]);
  });

  it("refuses every later query with the remedy, and may be disposed twice", async () => {
    const engine = await open();
    engine[Symbol.dispose]();
    engine[Symbol.dispose]();
    await expect(engine.run("SELECT 1")).rejects.toThrow(/engine is disposed: await every query inside/);
    await expect(engine.append("t", () => undefined)).rejects.toThrow(/engine is disposed/);
  });

  it("still interrupts the query at work when the run is cancelled", async () => {
    const cancellation = new AbortController();
    const running = async () => {
      using engine = await Engine.open({
        threads: 1,
        memoryLimitMb: 200,
        scratch: temporaryFolder(),
        signal: cancellation.signal,
      });
      return engine.rows("SELECT count(*) FROM range(10_000_000_000) WHERE hash(range) = 0");
    };
    const query = running();
    setTimeout(() => cancellation.abort(), 100);
    await expect(query).rejects.toThrow("The run was cancelled.");
  });
});
