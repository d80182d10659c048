import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { datasets } from "../../../configs/datasets.ts";
import { temporaryFolder } from "../folders.ts";
import type { ToyPlan } from "../toy-steps.ts";
import type { Image } from "./job-container.ts";

/** An image whose steps are toys (`toy-steps.ts`), for one test: a whole run takes about a second. */
export interface ToyImage extends Image {
  /** Says from now on which steps fail, hang or die; the counts of calls begin anew. */
  plan(plan: ToyPlan): void;
}

export function toyImage(plan: ToyPlan = {}, folder = temporaryFolder("spanishgas-toy-image-")): ToyImage {
  const file = join(folder, "plan.json");
  const write = (changed: ToyPlan) => {
    writeFileSync(file, JSON.stringify(changed));
    rmSync(`${file}.calls`, { recursive: true, force: true });
  };
  write(plan);
  return {
    entry: fileURLToPath(new URL("toy-entry.ts", import.meta.url)),
    environment: { TOY_PLAN: file },
    plan: write,
  };
}

/** A small file for each of the seven data sets, for toy steps. */
export const toyDelivery: Readonly<Record<string, string>> = Object.fromEntries(
  datasets.map(({ fileStem }) => [`${fileStem}.csv`, `rows of ${fileStem}\n`]),
);
