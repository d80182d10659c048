import { type DeliveryId, deliveryId } from "../../configs/names.ts";
import { sha256 } from "../digest.ts";
import type { DeliveredFile } from "./manifest.ts";

const DIGITS = 12;

/**
 * The identity of a delivery: the names of its files with the digests of their contents, in any order. The same
 * content uploaded twice is the same delivery; one corrected file makes another.
 */
export function deliveryIdOf(files: readonly Pick<DeliveredFile, "name" | "digest">[]): DeliveryId {
  const lines = files.map(({ name, digest }) => `${digest}  ${name}\n`).sort();
  return deliveryId(sha256(lines.join("")).slice(0, DIGITS));
}
