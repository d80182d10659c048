import type { Json } from "../../configs/asl.ts";

/** A field of a JSON value, by its keys; undefined when there is none. */
export function at(value: Json | undefined, ...keys: readonly (string | number)[]): Json | undefined {
  return keys.reduce<Json | undefined>((inner, key) => {
    if (Array.isArray(inner)) return typeof key === "number" ? inner[key] : undefined;
    return isFields(inner) ? inner[String(key)] : undefined;
  }, value);
}

/** Is it an object with fields? */
export function isFields(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
