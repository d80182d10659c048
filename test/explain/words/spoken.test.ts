import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { features } from "../../../configs/features.ts";
import { factOf } from "../../../runtime/explain/words/facts.ts";
import { spokenReasons, type ValuedDriver } from "../../../runtime/explain/words/spoken.ts";

const driver = (feature: string, value: ValuedDriver["value"], contribution: number): ValuedDriver => ({
  feature,
  value,
  contribution,
});

describe("reasons as they are spoken", () => {
  it("say a fact once, on the side to which its features add up", () => {
    const { raises, lowers } = spokenReasons(
      [
        driver("sales_channel", "Comparison Website", 0.75),
        driver("is_comparison_channel", 1, -0.25),
        driver("renewal_bucket", "expired", 0.25),
        driver("months_to_renewal", -1, -0.5),
        driver("is_expired_contract", 1, -0.125),
      ],
      "en",
    );
    expect(raises).toEqual([
      { sentence: "They came to us through a comparison website.", contribution: 0.5 },
    ]);
    // The number says most of it, whichever feature has the largest effect.
    expect(lowers).toEqual([{ sentence: "Their contract ended 1 month ago.", contribution: -0.375 }]);
  });

  it.each([
    [
      "tenure",
      driver("tenure_bucket", "0-6m", 0.5),
      driver("tenure_months", 4, -0.25),
      "Lleva 4 meses con nosotros.",
    ],
    [
      "what they talked about",
      driver("is_complaint_intent", 0, 0.5),
      driver("customer_intent", "Billing / Payment", -0.25),
      "Ha hablado con nosotros de facturas o pagos.",
    ],
    [
      "how they sounded",
      driver("is_negative_sentiment", 0, 0.5),
      driver("sentiment_label", "positive", -0.25),
      "Mostró satisfacción la última vez que hablamos.",
    ],
  ])("%s is one fact", (_, one, other, sentence) => {
    expect(spokenReasons([one, other], "es")).toEqual({
      raises: [{ sentence, contribution: 0.25 }],
      lowers: [],
    });
  });

  it("say what two facts have in common once", () => {
    const { raises, lowers } = spokenReasons(
      [driver("customer_intent", "no_interaction", -0.5), driver("last_interaction_days_ago", null, 0.25)],
      "en",
    );
    expect([raises, lowers]).toEqual([
      [],
      [{ sentence: "We have never talked to them.", contribution: -0.25 }],
    ]);
  });

  it("leave out what cancels out", () => {
    const drivers = [driver("tenure_months", 4, 0.5), driver("tenure_bucket", "0-6m", -0.5)];
    expect(spokenReasons(drivers, "en")).toEqual({ raises: [], lowers: [] });
  });

  it("stand in the order of their effects, each sentence once, and keep the sum", () => {
    const drivers = fc.uniqueArray(
      fc.record({
        feature: fc.constantFrom(...features.map(({ name }) => name), "of a later version"),
        value: fc.constantFrom(0, 1, 2.5, null),
        contribution: fc.integer({ min: -64, max: 64 }).map((sixtyFourths) => sixtyFourths / 64),
      }),
      { selector: ({ feature }) => feature },
    );
    fc.assert(
      fc.property(drivers, (given) => {
        const { raises, lowers } = spokenReasons(given, "en");
        const sum = (of: readonly { readonly contribution: number }[]) =>
          of.reduce((total, { contribution }) => total + contribution, 0);
        expect(sum([...raises, ...lowers])).toBe(sum(given));
        for (const side of [raises, lowers]) {
          const sizes = side.map(({ contribution }) => Math.abs(contribution));
          expect(sizes).toEqual(sizes.toSorted((one, other) => other - one));
        }
        const sentences = [...raises, ...lowers].map(({ sentence }) => sentence);
        expect(new Set(sentences).size).toBe(sentences.length);
        expect(sentences.length).toBeLessThanOrEqual(
          new Set(given.map(({ feature }) => factOf(feature))).size,
        );
      }),
    );
  });
});
