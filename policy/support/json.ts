import { z } from "zod";

/** Any JSON value. */
export const anyJson = z.json();
export type Json = z.infer<typeof anyJson>;

/** A value within a document, and where it is. */
export interface Found {
  readonly path: string;
  readonly value: Json;
}

/** Every field of a document whose name passes, at any depth. */
export function* fieldsNamed(
  json: Json,
  isWanted: (name: string) => boolean,
  path: string,
): Generator<Found> {
  if (Array.isArray(json)) {
    for (const [index, item] of json.entries()) yield* fieldsNamed(item, isWanted, `${path}[${index}]`);
  } else if (typeof json === "object" && json !== null) {
    for (const [name, value] of Object.entries(json)) {
      if (isWanted(name)) yield { path: `${path}.${name}`, value };
      yield* fieldsNamed(value, isWanted, `${path}.${name}`);
    }
  }
}
