import { join } from "node:path";

/** The repository: the default project. */
export const ROOT = join(import.meta.dirname, "../../..");

/** Stands for the repository's folder in recordings, which name no place of this machine. */
const PLACEHOLDER = "<repository>";

/** A text without the place where the repository lies. */
export const withoutRoot = (text: string): string => text.replaceAll(ROOT, PLACEHOLDER);
