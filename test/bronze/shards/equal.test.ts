import { describe, expect, it } from "vitest";
import { isoDate } from "../../../configs/names.ts";
import { smallReadings } from "../../support/small-delivery.ts";
import { alone, CUSTOMERS, deliveryOf, factsOf, together } from "./fixture.ts";

const readings = smallReadings(CUSTOMERS);
it("x", async () => {
  const d = await deliveryOf([
    `SELECT * FROM (${readings}) WHERE customer_id < 'C00010'`,
    `SELECT * FROM (${readings}) WHERE customer_id >= 'C00010'`,
  ]);
  const one = await alone(d);
  factsOf(one);
  expect(await together(d, { machines: 2 })).toEqual(one);
  expect(isoDate("2024-01-01")).toBeDefined();
});
describe;
