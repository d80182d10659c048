import type { OfferPolicy } from "../../configs/offers.ts";
import { sha256 } from "../digest.ts";

/** Hexadecimal digits of the digest that are used: 48 bits, which a double holds exactly. */
const DIGITS = 12;

/**
 * Does this customer belong to the control group, who never get an offer (D27)? The first 48 bits of
 * SHA-256(`control:<seed>:<customer_id>`), as a number from 0 to 1, decide: the same customer always falls on the
 * same side, whatever the run, the model or the other customers, and independently of the model's own split.
 */
export function inControlGroup(customerId: string, { share, seed }: OfferPolicy["controlGroup"]): boolean {
  const digits = sha256(`control:${seed}:${customerId}`).slice(0, DIGITS);
  return Number.parseInt(digits, 16) / 16 ** DIGITS < share;
}
