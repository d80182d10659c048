import { expect, onTestFinished, test } from "vitest";
import { CancelledError } from "../../runtime/errors.ts";
import { executeStep } from "../../runtime/pipeline/execute-step.ts";

/** A step whose module runs `whenLoaded` while it is loaded, and which tells `whenBegun` that it began. */
function stepThat(whenLoaded: () => void, whenBegun: () => void) {
  const hooks = { whenLoaded, whenBegun };
  const name = `hooks${crypto.randomUUID()}`;
  Object.assign(globalThis, { [name]: hooks });
  onTestFinished(() => void Reflect.deleteProperty(globalThis, name));
  const code = `globalThis["${name}"].whenLoaded(); export const step = () => { globalThis["${name}"].whenBegun(); return { rows: 1 }; };`;
  return { module: `data:text/javascript,${encodeURIComponent(code)}`, export: "step" };
}

const folders = {
  inputs: {},
  outputs: {},
  scratch: "",
  parameters: { asOf: null, experiment: "E5_full", seed: 1, threads: 1, memoryLimitMb: 100 },
};

test.each([
  { asked: "while its code is loaded", stop: "whenLoaded", begun: 0 },
  { asked: "while it works", stop: "whenBegun", begun: 1 },
] as const)("a step that is asked to stop $asked ends as cancelled", async ({ stop, begun }) => {
  const asked = new AbortController();
  let begins = 0;
  const module = stepThat(
    () => stop === "whenLoaded" && asked.abort(),
    () => {
      begins += 1;
      if (stop === "whenBegun") asked.abort();
    },
  );
  const ended = executeStep({ ...module, ...folders }, () => undefined, asked.signal);
  await expect(ended).rejects.toBeInstanceOf(CancelledError);
  expect(begins).toBe(begun);
});
