import { afterAll, describe, expect, it } from "vitest";
import { campaignListSchema } from "../../../dashboard/data/campaign-terms.ts";
import { campaignList } from "../../../dashboard/pages/recommendations/list.ts";
import { readerOf } from "../../../dashboard/web/reader.ts";
import { sharedFolder } from "../../support/folders.ts";
import { decisionOf, lakeOf, type MadeUpCustomer } from "../scored-lake.ts";
import { NOW, serve, visibleText } from "../serve.ts";

/** Whether the list of a campaign is the best one, in a sentence. */

const customer = (id: string, probability: number, margin: number): MadeUpCustomer => ({
  id,
  probability,
  margin,
  segment: "SME",
  channel: "Office",
  part: "unseen",
  drivers: [],
});

// Offers of EUR 6, 60 and 36; see `hand-worked.test.ts`.
const decisions = [customer("A1", 0.5, 10), customer("A2", 0.4, 100), customer("A3", 0.75, 20)].map(
  decisionOf,
);
const served = await serve((await lakeOf(decisions, sharedFolder())).root, { atEnd: afterAll });

describe("the list of a campaign", () => {
  it.each([
    ["", "Every offer that would pay is made: no other list is expected to earn more."],
    ["?budget=102", "Every offer that would pay is made: no other list is expected to earn more."],
    [
      "?budget=65.99",
      "This is the best possible list: no other one within the budget is expected to earn more.",
    ],
    ["?budget=5.99", "The budget is smaller than the cost of any offer that would pay."],
    ["?save_rate=0", "No offer would pay under these terms."],
  ])("%s says how good it is", async (query, words) => {
    expect(visibleText((await served.get(`/recommendations${query}`)).text)).toContain(words);
  });

  it("says so in Spanish", async () => {
    const { text } = await served.get("/recommendations?budget=65.99", {
      headers: { "Accept-Language": "es" },
    });
    expect(visibleText(text)).toContain(
      "Es la mejor lista posible: de ninguna otra dentro del presupuesto se espera más ganancia.",
    );
  });
});

describe("a list that could not be proven to be the best in the time there is", () => {
  const totals = {
    offers: 2,
    cost: 66,
    impact: 96,
    saved: 0.27,
    margin: 162,
    payable: 3,
    payable_cost: 102,
    not_worth_it: 0,
    control: 0,
  };
  const listed = (shortfall: number, language: "en" | "es") =>
    visibleText(
      String(
        campaignList(
          [],
          { ...totals, shortfall },
          campaignListSchema.parse({ budget: 70 }),
          readerOf(language, "somebody", NOW),
        ),
      ),
    );

  it.each([
    [0.0000012, "€0.01"],
    [0.01, "€0.01"],
    [12.341, "€12.35"],
  ])("lacks at most EUR %d, told as a whole cent and never as less", (shortfall, amount) => {
    expect(listed(shortfall, "en")).toContain(
      `No other list within the budget is expected to earn more than ${amount} more than this one.`,
    );
  });

  it("is told in Spanish", () => {
    expect(listed(0.5, "es")).toContain(
      "De ninguna otra lista dentro del presupuesto se espera ganar más de 0,50 € por encima de esta.",
    );
  });
});
