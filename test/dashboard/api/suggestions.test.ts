import { expect, it } from "vitest";
import { decisionOf, lakeOf, madeUpCustomers } from "../scored-lake.ts";
import { serve } from "../serve.ts";

const ids = [
  "xAB1",
  "AB2",
  "ab1",
  "AB1",
  "x-AB-2",
  "xab3",
  "AB_3",
  "xAB4",
  "AB%4",
  "xAB5",
  "ñAB6",
  "CD1",
  "Ab9z",
];
const decisions = madeUpCustomers(ids.length)
  .map((made, place) => ({ ...made, id: ids[place] ?? "" }))
  .map(decisionOf);

it.each([
  // Beginnings first, whatever their case, then whoever holds the text elsewhere; eight in all.
  ["ab", ["AB%4", "AB1", "ab1", "AB2", "Ab9z", "AB_3", "x-AB-2", "xAB1"]],
  ["AB1", ["AB1", "ab1", "xAB1"]],
  // No wildcards.
  ["ab%", ["AB%4"]],
  ["B_3", ["AB_3"]],
  ["Ñ", ["ñAB6"]],
  ["cd1 ", ["CD1"]],
  ["nobody", []],
  ["\0", []],
  ["'; DROP TABLE ids; --", []],
])("%j suggests %j", async (text, expected) => {
  const served = await serve((await lakeOf(decisions)).root);
  const answer = await served.get(`/api/v1/customers/suggestions?${new URLSearchParams({ q: text })}`);
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.text)).toMatchObject({ items: expected.map((customer_id) => ({ customer_id })) });
  expect(JSON.parse(answer.text).items).toHaveLength(expected.length);
});
