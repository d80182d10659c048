import { createHash } from "node:crypto";
import { type DeliveryId, deliveryId } from "../../configs/names.ts";
import type { DeliveredFile } from "./manifest.ts";

const DIGITS = 12;

/**
 * The identity of a delivery: the names of its files with the digests of their contents, in any order. The same
 * content uploaded twice is the same delivery; one corrected file makes another.
 */
export function deliveryIdOf(files: readonly Pick<DeliveredFile, "name" | "digest">[]): DeliveryId {
  const lines = files.map(({ name, digest }) => `${digest}  ${name}\n`).sort();
  const hash = createHash("sha256");
  for (const line of lines) hash.update(line);
  return deliveryId(hash.digest("hex").slice(0, DIGITS));
}
