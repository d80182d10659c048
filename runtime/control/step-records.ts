import { stepFactsKey } from "../../configs/container.ts";
import type { RunId } from "../../configs/names.ts";
import { stepNames } from "../../configs/pipeline.ts";
import { stepState } from "../../configs/state-machine.ts";
import type { LakeTexts } from "../lake/lake.ts";
import type { TaskRecord } from "../manifest/manifest.ts";
import { stepFactsSchema } from "../pipeline/step-facts.ts";

/** What the data steps of a run say of themselves, as far as they have ended; their jobs left it in the lake. */
export async function stepRecords(lake: LakeTexts, run: RunId): Promise<TaskRecord[]> {
  const records = await Promise.all(
    stepNames.map(async (step): Promise<TaskRecord | undefined> => {
      const stored = await lake.read(stepFactsKey(run, step));
      if (stored === undefined) return undefined;
      const { facts, ...rest } = stepFactsSchema.parse(JSON.parse(stored.text));
      return { state: stepState(step), result: facts, ...rest };
    }),
  );
  return records.filter((record) => record !== undefined);
}
