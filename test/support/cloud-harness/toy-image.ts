import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { datasets } from "../../../configs/datasets.ts";
import { compile } from "../../../infra/bundle.ts";
import { temporaryFolder } from "../folders.ts";
import type { ToyPlan } from "../toy-steps.ts";
import { ROOT } from "./bundles.ts";
import type { Image } from "./job-container.ts";

/** An image whose steps are toys (`toy-steps.ts`): a whole run takes about a second. */
export interface ToyImage extends Image {
  /** Says from now on which steps fail, hang or die; the counts of calls begin anew. */
  plan(plan: ToyPlan): void;
}

let entryCode: string | undefined;

/** @param folder where it lies. @default a folder of the test's own */
export function toyImage(plan: ToyPlan = {}, folder = temporaryFolder("spanishgas-toy-image-")): ToyImage {
  entryCode ??= compile("test/support/cloud-harness/toy-entry.ts", ROOT);
  const entry = join(folder, "entry.mjs");
  writeFileSync(entry, entryCode);
  const file = join(folder, "plan.json");
  const write = (changed: ToyPlan) => {
    writeFileSync(file, JSON.stringify(changed));
    rmSync(`${file}.calls`, { recursive: true, force: true });
  };
  write(plan);
  return { entry, environment: { TOY_PLAN: file }, plan: write };
}

/** A small file for each of the seven data sets, for toy steps. */
export const toyDelivery: Readonly<Record<string, string>> = Object.fromEntries(
  datasets.map(({ fileStem }) => [`${fileStem}.csv`, `rows of ${fileStem}\n`]),
);
