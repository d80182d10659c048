import { existsSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../errors.ts";
import type { Engine } from "../../table/engine.ts";
import { namesOf } from "../delivery.ts";
import { recogniseFormat } from "../format.ts";
import { checkReadingsFile } from "../readings-file.ts";
import { readingsDataset } from "./readings.ts";
import type { KeptFault, SharedFile } from "./shard-facts.ts";

/** Looks at the files of a share, as the bronze step does before it scans: what is wrong with each is kept. */
export async function lookAtShare(engine: Engine, folder: string): Promise<readonly SharedFile[]> {
  const dataset = readingsDataset();
  const files: SharedFile[] = [];
  // The platform makes no folder where it has nothing to put into it.
  if (!existsSync(folder)) return files;
  for (const path of await namesOf(dataset, folder)) {
    const layout = await kept(() => recogniseFormat(join(folder, path)));
    const columns =
      "message" in layout
        ? []
        : await kept(() => checkReadingsFile(engine, { ...layout, dataset }, join(folder, path)));
    files.push({ path, layout, columns: "message" in columns ? columns : [...columns] });
  }
  return files;
}

async function kept<T>(look: () => Promise<T>): Promise<T | KeptFault> {
  try {
    return await look();
  } catch (thrown) {
    if (thrown instanceof InputError) return keep(thrown);
    throw thrown;
  }
}

/** A fault of the user's as it is written down. */
export function keep({ message, location }: InputError): KeptFault {
  return { message, location };
}

/** The fault as it was. */
export function told({ message, location }: KeptFault): InputError {
  return new InputError(message, location);
}
