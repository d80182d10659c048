import type { Customer, ScoredCustomer } from "../../data/customer.ts";
import { type Html, html } from "../../html.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { isDriver, reasonInWords } from "../../words/reasons.ts";
import { customerWords } from "./words.ts";

/** Why a customer is recommended what it is: its own drivers first, then what holds for its tier and segment. */
export function reasons(
  { reason_codes: codes }: ScoredCustomer,
  profile: NonNullable<Customer["profile"]>,
  reader: Reader,
): Html {
  const words = wordsFor(customerWords, reader);
  const list = (wanted: readonly string[]) =>
    wanted.map((code) => html`<li>${reasonInWords(code, profile, reader)}</li>`);
  const drivers = codes.filter(isDriver);
  return html`${
    drivers.length > 0 &&
    html`<h3>${words.drivers}</h3>
<ol class="points">${list(drivers)}</ol>`
  }
<h3>${words.otherReasons}</h3>
<ul class="points">${list(codes.filter((code) => !isDriver(code)))}</ul>`;
}
