import { expect, test } from "vitest";
import { findLeaks, type Secrets } from "../../support/cloud-harness/leaks.ts";
import type { Said } from "../../support/cloud-harness/recording.ts";

/** The scanner that the journey relies on, against planted secrets. */

const secrets: Secrets = {
  customers: new Set(["C00017", "C01234"]),
  summaries: ['Caller asked about\n"the renewal date" of the contract.', "Baja solicitada por el titular."],
  credentials: ["made-up/secret+key"],
};

const said = (text: string): Said => ({ source: "control log", place: "control", text });
const leaksIn = (text: string) => findLeaks([said(text)], secrets).map(({ kind, secret }) => [kind, secret]);

test.each([
  ["a bare one", "C00017"],
  ["in a sentence", "The row of C00017, say."],
  ["in a path", "s3://lake/scored/customer=C00017/part-0"],
  ["in JSON", JSON.stringify({ key: "C00017" })],
  ["after an escaped line break", JSON.stringify({ cause: "customer_id\nC00017\tx" })],
  ["in JSON within JSON", JSON.stringify({ Cause: JSON.stringify({ ExitMessage: "bad:\nC00017" }) })],
  ["between underscores", "run_C00017_x"],
])("finds a customer %s", (_, text) => {
  expect(leaksIn(text)).toEqual([["customer", "C00017"]]);
});

test("takes no longer or shorter name for a customer's", () => {
  expect(leaksIn("C000171 XC00017 C0001 C00018 c00017")).toEqual([]);
});

const [summary = ""] = secrets.summaries;

test.each([
  ["whole", summary],
  ["cut off", `Said: ${summary.slice(0, 25)}…`],
  ["in JSON", JSON.stringify({ summary })],
  ["in JSON within JSON", JSON.stringify({ Cause: JSON.stringify({ text: summary }) })],
])("finds a summary %s", (_, text) => {
  expect(leaksIn(text)).toEqual([["summary", "Caller asked about "]]);
});

test("finds a credential anywhere, and says where each secret stood, once", () => {
  const texts = ["fine", "header: AWS4 made-up/secret+key;", "Baja solicitada por el titular. C01234 C01234"];
  expect(findLeaks(texts.map(said), secrets).map(({ kind, said: { text } }) => [kind, text])).toEqual([
    ["credential", texts[1]],
    ["customer", texts[2]],
    ["summary", texts[2]],
  ]);
});
