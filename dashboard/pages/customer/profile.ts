import { features } from "../../../configs/features.ts";
import { type Html, html } from "../../../runtime/html.ts";
import { dataTable } from "../../charts/figure.ts";
import type { Customer } from "../../data/customer.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { featureInWords } from "../../words/features.ts";
import { valueInWords } from "../../words/reasons.ts";
import { customerWords } from "./words.ts";

/** Facts that are asked for first; the rest of what the model sees opens below. */
const first: readonly string[] = [
  "segment",
  "sales_channel",
  "tenure_months",
  "months_to_renewal",
  "renewal_bucket",
  "is_dual_fuel",
  "has_interaction",
  "customer_intent",
  "sentiment_label",
  "last_interaction_days_ago",
];

/** What the model knows of a customer. */
export function profileTable(profile: NonNullable<Customer["profile"]>, reader: Reader): Html {
  const words = wordsFor(customerWords, reader);
  const table = (id: string, wanted: readonly string[]) =>
    dataTable(id, {
      caption: words.profile,
      columns: [{ title: words.feature }, { title: words.value }],
      rows: wanted.map((name) => [
        featureInWords(name, reader.language),
        valueInWords(name, profile[name], reader),
      ]),
    });
  const rest = features.map(({ name }) => name).filter((name) => !first.includes(name));
  return html`${table("profile-first", first)}
<details><summary>${words.allFacts(reader.formats.count(features.length))}</summary>${table("profile-rest", rest)}</details>`;
}
