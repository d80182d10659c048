import { setTimeout } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { alertKinds, alerts } from "../../configs/alerts.ts";
import { deliveryId, runId } from "../../configs/names.ts";
import { FolderLake } from "../../runtime/lake/folder-lake.ts";
import { alertKey, readAlert } from "../../runtime/pipeline/alert-file.ts";
import { untold } from "../../runtime/pipeline/alert-memory.ts";
import { type Finding, subjectOf, textOf } from "../../runtime/pipeline/alert-text.ts";
import { type AlertParts, publishAlert, tellOverdue } from "../../runtime/pipeline/alerts.ts";
import type { AlertMessage, PipelineEvent } from "../../runtime/pipeline/events.ts";
import { localSite } from "../../runtime/pipeline/local-site.ts";
import { temporaryFolder } from "../support/folders.ts";

/** The lake is a real folder, whose conditional writes hold; only the publisher is a stand-in. */

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

async function newTeller() {
  const lake = await FolderLake.open(temporaryFolder("spanishgas-alerts-"));
  const sent: AlertMessage[] = [];
  const events: PipelineEvent[] = [];
  const clock = { now: Date.UTC(2025, 0, 1) };
  const state = { refuse: false, writesLeft: Number.POSITIVE_INFINITY, takesMs: 0 };
  const parts: AlertParts = {
    lake: {
      location: lake.location,
      read: (key) => lake.read(key),
      write: async (key, text, condition) => {
        state.writesLeft -= 1;
        if (state.writesLeft < 0) throw new Error("The process died.");
        return lake.write(key, text, condition);
      },
    },
    site: { ...localSite("lake"), name: "spanishgas dev" },
    watch: (event) => events.push(event),
    clock: () => clock.now,
    publisher: {
      publish: async (message) => {
        // Long enough for others to look at the alert meanwhile.
        await setTimeout(state.takesMs);
        if (state.refuse) throw new Error("Refused: X-Amz-Signature=secret");
        sent.push(message);
      },
    },
  };
  return { lake, parts, sent, events, clock, state };
}

function finding(run: string, more: Partial<Finding> = {}): Finding {
  return {
    kind: "drift-watch",
    run: { id: runId(run), delivery: deliveryId("0123456789ab"), attempt: 1 },
    message: "Two features have moved.",
    about: ["m-1", "tenure"],
    ...more,
  };
}
const keyOf = ({ kind, run, occasion }: Finding) => alertKey(run.id, kind, occasion);

test("an alert is published once, however often its task runs, with the words that lie in the lake", async () => {
  const { lake, parts, sent } = await newTeller();
  const one = finding("0123456789ab-1");
  await publishAlert(parts, one);
  await publishAlert(parts, one);
  expect(sent).toHaveLength(1);
  const kept = (await readAlert(lake, keyOf(one)))?.alert;
  expect(kept).toMatchObject({ published_at: "2025-01-01T00:00:00.000Z", told_before: null, claim: null });
  expect([kept?.subject, kept?.text]).toEqual([sent[0]?.subject, sent[0]?.text]);
  expect(await untold(lake)).toEqual([]);
});

test("of tasks that tell of the same alert at once, one does", async () => {
  const { parts, sent, state } = await newTeller();
  state.takesMs = 100;
  await Promise.all(Array.from({ length: 5 }, () => publishAlert(parts, finding("0123456789ab-1"))));
  expect(sent).toHaveLength(1);
});

test("what could not be published is seen, and told by the next run, once", async () => {
  const { lake, parts, sent, events, state } = await newTeller();
  const one = finding("0123456789ab-1");
  state.refuse = true;
  await expect(publishAlert(parts, one)).rejects.toThrow("Refused");
  expect(events.at(-1)).toEqual({
    type: "alert-unpublished",
    kind: "drift-watch",
    message: "Refused: X-Amz-Signature=…",
  });
  expect(await readAlert(lake, keyOf(one))).toMatchObject({ alert: { published_at: null, claim: null } });
  expect(await untold(lake)).toEqual([keyOf(one)]);
  await expect(tellOverdue(parts)).rejects.toThrow("Refused");
  state.refuse = false;
  await tellOverdue(parts);
  await tellOverdue(parts);
  expect(sent).toHaveLength(1);
  expect(await untold(lake)).toEqual([]);
});

test("a finding that people know is not told again within its quiet time; worse news always is", async () => {
  const { lake, parts, sent, clock } = await newTeller();
  const quiet = alerts["drift-watch"].quietDays * DAY;
  await publishAlert(parts, finding("a-1"));
  clock.now += quiet - MINUTE;
  const known = finding("b-1");
  await publishAlert(parts, known);
  expect(sent).toHaveLength(1);
  expect((await readAlert(lake, keyOf(known)))?.alert).toMatchObject({
    published_at: null,
    told_before: { run_id: "a-1", at: "2025-01-01T00:00:00.000Z" },
  });
  await publishAlert(parts, finding("c-1", { kind: "drift-critical" }));
  await publishAlert(parts, finding("d-1", { about: ["m-2", "tenure"] }));
  expect(sent).toHaveLength(3);
  clock.now += MINUTE;
  await publishAlert(parts, finding("e-1"));
  expect(sent).toHaveLength(4);
});

test("decisions on one model are told each, by their occasions", async () => {
  const { parts, sent } = await newTeller();
  for (const occasion of ["event-1", "event-2", "event-2"])
    await publishAlert(parts, finding("a-1", { kind: "champion-changed", occasion }));
  expect(sent).toHaveLength(2);
});

test("wherever a task dies, people are told at least once, and twice only when it died after telling them", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 4 }), async (deaths) => {
      const { lake, parts, sent, clock, state } = await newTeller();
      const one = finding("0123456789ab-1");
      for (const writes of deaths) {
        state.writesLeft = writes;
        await publishAlert(parts, one).catch(() => undefined);
        clock.now += MINUTE;
      }
      state.writesLeft = Number.POSITIVE_INFINITY;
      await publishAlert(parts, one);
      expect(sent.length).toBeGreaterThanOrEqual(1);
      expect(sent.length).toBeLessThanOrEqual(1 + deaths.length);
      expect((await readAlert(lake, keyOf(one)))?.alert.published_at).not.toBeNull();
      expect(await untold(lake)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test("on one machine an alert is shown and kept, and waits for nobody", async () => {
  const { lake, parts, events } = await newTeller();
  const { publisher: _, ...alone } = parts;
  await publishAlert(alone, finding("a-1"));
  await tellOverdue(alone);
  expect(events).toEqual([{ type: "alert", kind: "drift-watch", message: "Two features have moved." }]);
  expect(await lake.read(alertKey(runId("a-1"), "drift-watch"))).toBeDefined();
  expect(await untold(lake)).toEqual([]);
});

test.each(alertKinds)("the words of %s fit on a screen and say what to do and where to look", (kind) => {
  const one = finding("0123456789ab-1", { kind });
  const site = localSite("lake");
  const text = textOf(one, { site, file: "lake/x.json", at: "2025-01-01T00:00:00.000Z" });
  expect(text.split("\n").length).toBeLessThanOrEqual(14);
  expect(text.length).toBeLessThan(1200);
  expect(text).toMatch(/^Two features have moved\.\n\nWhat to do: .{20,}\n\nWhere to look:\n- .+/);
  expect(subjectOf(one, { name: "spanishgas dev" })).toBe(
    `spanishgas dev: ${alerts[kind].title} (0123456789ab-1)`,
  );
});
