import fc from "fast-check";
import { expect, test } from "vitest";
import { EXIT_MESSAGE_CHARACTERS } from "../../configs/container.ts";
import { containerFolders } from "../../runtime/container/folders.ts";
import { exitText } from "../../runtime/container/last-words.ts";
import { faultOfCause } from "../../runtime/pipeline/cause.ts";

const replacements = (text: string): number => text.split("\uFFFD").length - 1;

test("an exit message fits, is never cut inside a character, and keeps its class", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 2000 }), (message) => {
      const text = exitText({ name: "InputError", message });
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(EXIT_MESSAGE_CHARACTERS);
      // A message may hold the replacement character itself: only more of them than it holds would be a cut.
      expect(replacements(text)).toBeLessThanOrEqual(replacements(message));
      expect(text.startsWith("InputError: ")).toBe(true);
    }),
  );
  expect(exitText({ name: "InputError", message: "ñ".repeat(1000) })).toMatch(/ñ…$/);
});

test("what a container says last is what the state machine's tasks read", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 200 }), (message) => {
      const ExitMessage = exitText({ name: "ContractError", message });
      const fault = faultOfCause({ Error: "States.TaskFailed", Cause: JSON.stringify({ ExitMessage }) });
      expect(fault).toEqual({ error: "ContractError", cause: message });
    }),
  );
});

test("folders are the platform's; without a champion an optional input is left out, a needed one never", () => {
  const { inputs, outputs, exitMessage } = containerFolders("evaluate", "none");
  expect(inputs).toEqual({
    gold: "/opt/ml/processing/input/gold",
    candidate: "/opt/ml/processing/input/candidate",
  });
  expect([outputs, exitMessage]).toEqual([
    { evaluation: "/opt/ml/processing/output/evaluation" },
    "/opt/ml/output/message",
  ]);
  expect(containerFolders("evaluate", "m-1").inputs).toHaveProperty("champion");
  expect(containerFolders("score", "none").inputs).toHaveProperty("champion");
});
