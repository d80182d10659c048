import type { z } from "zod";
import { messageOf } from "../../runtime/errors.ts";
import type { TextReader } from "../../runtime/lake/lake.ts";
import { SourceFault, SourceMissing } from "./source.ts";

/**
 * Reads a document.
 * @param what what it should be, in words
 * @throws SourceMissing when there is none
 * @throws SourceFault when it is something else
 */
export async function documentAt<T>(
  source: TextReader,
  key: string,
  schema: z.ZodType<T>,
  what: string,
): Promise<T> {
  const stored = await source.read(key);
  if (stored === undefined) throw new SourceMissing(key);
  try {
    return schema.parse(JSON.parse(stored.text));
  } catch (thrown) {
    throw new SourceFault(`${key} is not ${what}.`, { cause: messageOf(thrown) });
  }
}
