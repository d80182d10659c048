import fc from "fast-check";
import { expect, it } from "vitest";
import { Turns } from "../../../dashboard/web/turns.ts";

it("lets no more than so many be at work, in the order in which they came, and all in the end", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5 }),
      fc.scheduler(),
      fc.array(fc.boolean(), { maxLength: 20 }),
      async (atOnce, scheduler, pieces) => {
        const turns = new Turns(atOnce);
        const begun: number[] = [];
        let atWork = 0;
        let most = 0;
        const done = Promise.allSettled(
          pieces.map((fails, index) =>
            turns.take(async () => {
              begun.push(index);
              atWork += 1;
              most = Math.max(most, atWork);
              await scheduler.schedule(Promise.resolve());
              atWork -= 1;
              if (fails) throw new Error("made to fail");
              return index;
            }),
          ),
        );
        await scheduler.waitFor(done);
        expect(begun).toEqual(pieces.map((_, index) => index));
        expect(most).toBeLessThanOrEqual(atOnce);
        expect((await done).map(({ status }) => status)).toEqual(
          pieces.map((fails) => (fails ? "rejected" : "fulfilled")),
        );
      },
    ),
  );
});
