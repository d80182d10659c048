import { InputError } from "../errors.ts";
import { FolderLake } from "../lake/folder-lake.ts";
import { isLake } from "../manifest/open-manifest.ts";

/** Opens a lake that is there. @throws InputError when it is not: looking at a lake makes none. */
export async function openLake(folder: string): Promise<FolderLake> {
  if (!isLake(folder))
    throw new InputError(
      `There is no lake in ${folder}; name it with --lake, or make one: spanishgas run --lake ${folder}`,
    );
  return FolderLake.open(folder);
}
