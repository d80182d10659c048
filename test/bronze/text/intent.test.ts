import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Intent } from "../../../configs/vocabulary.ts";
import { intentOf } from "../../../runtime/bronze/text/index.ts";
import { demoTexts } from "./demo-texts.ts";

const OTHER = "Other / Unclassified";

/** Every single form of features.md 4.1, class by class, typed from there and not from the vocabulary. */
const forms: readonly (readonly [Intent, string])[] = [
  [
    "Cancellation / Switch",
    "cancel|canceled|cancelled|cancellation|terminate|switch|switching|leave|account close|account closure|closing account",
  ],
  [
    "Complaint / Escalation",
    "complain|complaint|complaining|frustrated|frustration|escalated|escalation|not satisfied|unsatisfied|upset|dissatisfied|dissatisfaction|unhappy|discontent",
  ],
  ["Billing / Payment", "bill|billing|charge|charges|charged|payment|overdue|past due"],
  [
    "Contract Renewal",
    "renew|renewal|renewals|renewing|expire|expiry|expiration|next renewal|renewals discussed|renewed|renewed contract",
  ],
  [
    "Pricing Offers",
    "price|prices|priced|rate|rates|pricing|increase|hike|discount|discounts|saving|savings|competitive|better deal|better rate|better offer|competitiveness|competition|alternative|alternatives|seeking alternatives|looking around",
  ],
  [
    "Plan / Product Inquiry",
    "plan|plans|plan option|plan options|new plan|future plan|future plans|option|options|exploring option",
  ],
  [
    "Account / Service Inquiry",
    "account detail|account details|account question|service|services|inquiry|inquired|inquiries|info|clarified|provided info|account update|account updates|account setup|setup detail|setup details|account issue|account issues|account: there were no issues|no issues found|all good",
  ],
  [
    "General / Operational Contact",
    "general|follow up|follow-up|followup|routine|inbound call|no action required|issue resolved|resolved|normal process|standard interaction|customer contacted",
  ],
];

describe("intentOf", () => {
  it.each(forms)("recognises every form of %s in both vocabularies", (intent, list) => {
    for (const form of list.split("|")) {
      for (const text of [form, `Client: ${form.toUpperCase()}.`, `(${form})`]) {
        expect([text, intentOf(text, "original")]).toEqual([text, intent]);
        expect([text, intentOf(text)]).toEqual([text, intent]);
      }
    }
  });

  it.each([
    ["cancelling", "Cancellation / Switch"],
    ["terminated", "Cancellation / Switch"],
    ["termination", "Cancellation / Switch"],
    ["switched", "Cancellation / Switch"],
    ["close account", "Cancellation / Switch"],
    ["account closed", "Cancellation / Switch"],
    ["leaving", "Cancellation / Switch"],
    ["complaints", "Complaint / Escalation"],
    ["complained", "Complaint / Escalation"],
    ["disappointed", "Complaint / Escalation"],
    ["bills", "Billing / Payment"],
    ["expires", "Contract Renewal"],
    ["expired", "Contract Renewal"],
    ["competitors", "Pricing Offers"],
  ] satisfies [string, Intent][])(
    "the extended vocabulary knows %s, which the original misses",
    (form, intent) => {
      expect(intentOf(`Holder: ${form}.`, "original")).toBe(OTHER);
      expect(intentOf(`Holder: ${form}.`)).toBe(intent);
    },
  );

  it("has words end where they end: a form inside a longer word does not count", () => {
    for (const text of ["cancelable", "unbilled", "pirates", "planet", "infos", "generalised"]) {
      expect(intentOf(text, "original")).toBe(OTHER);
      expect(intentOf(text)).toBe(OTHER);
    }
  });

  it("takes the first class in priority order, whatever the order in the text", () => {
    const order = forms.map(([intent, list]) => [intent, list.split("|")[0] ?? ""] as const);
    for (const [index, [intent, word]] of order.entries()) {
      const lower = order.slice(index).map(([, other]) => other);
      for (const vocabulary of ["original", "extended"] as const) {
        expect(intentOf(lower.join("; "), vocabulary)).toBe(intent);
        expect(intentOf(lower.reverse().join("; "), vocabulary)).toBe(intent);
      }
      expect(word).not.toBe("");
    }
  });

  it.each([
    ["No price increase.", "Pricing Offers", OTHER],
    ["No increase in rates.", "Pricing Offers", OTHER],
    // A rise that does not come is no topic; a discount that is not to be had still is.
    ["without any discount", "Pricing Offers", "Pricing Offers"],
    ["Not frustrated.", "Complaint / Escalation", OTHER],
    ["She isn't upset.", "Complaint / Escalation", OTHER],
    ["Never complained about the bill", "Billing / Payment", "Billing / Payment"],
    ["Does not want to cancel or switch.", "Cancellation / Switch", OTHER],
    ["No intention of leaving, asks about the plan", "Plan / Product Inquiry", "Plan / Product Inquiry"],
    ["Not disappointed.", OTHER, OTHER],
  ] satisfies [string, Intent, Intent][])("%s: original %s, extended %s", (text, original, extended) => {
    expect(intentOf(text, "original")).toBe(original);
    expect(intentOf(text)).toBe(extended);
  });

  it.each([
    ["Not satisfied.", "Complaint / Escalation"],
    ["She isn't satisfied", "Complaint / Escalation"],
    ["They are not at all satisfied", "Complaint / Escalation"],
    ["not happy with the renewal", "Complaint / Escalation"],
    ["Not only unhappy: furious", "Complaint / Escalation"],
    ["No. Frustrated!", "Complaint / Escalation"],
    ["Not angry but frustrated", "Complaint / Escalation"],
    ["No answer yet; price too high", "Pricing Offers"],
    ["No decision on price", "Pricing Offers"],
    ["Has not received the bill", "Billing / Payment"],
    ["Will not renew", "Contract Renewal"],
  ] satisfies [string, Intent][])("negation stops where it should: %s is %s", (text, intent) => {
    expect(intentOf(text)).toBe(intent);
  });

  it.each([
    ["No tiene intención de cancelar el contrato", OTHER],
    ["No tiene intención de darse de baja, quiere renovar", "Contract Renewal"],
    ["No desea por el momento cancelar", OTHER],
    ["Does not have the slightest intention of leaving", OTHER],
    ["Does not know whether he will stay", OTHER],
    ["Will not stay", "Cancellation / Switch"],
    ["No desea esperar, quiere cancelar", "Cancellation / Switch"],
    ["Nothing to complain about", OTHER],
    ["Has never had any reason to complain", OTHER],
    ["Neither happy nor unhappy", OTHER],
    ["Couldn't be more pleased", OTHER],
    ["Could not be more satisfied with the plan", "Plan / Product Inquiry"],
    ["Could not be happier with the plan", "Plan / Product Inquiry"],
    ["Could not be more unhappy with the plan", "Complaint / Escalation"],
    ["bill<last year, very angry and unhappy; wants >5% off", "Complaint / Escalation"],
  ] satisfies [string, Intent][])("denied wishes and grievances are none: %s is %s", (text, intent) => {
    expect(intentOf(text)).toBe(intent);
  });

  it("takes early termination and its fee for a term of the contract, not for a wish to leave", () => {
    expect(intentOf("Asked about early termination. Unhappy.")).toBe("Complaint / Escalation");
    expect(intentOf("Asked about the termination fee on the bill.")).toBe("Billing / Payment");
    expect(intentOf("Early termination explained, then asked for termination.")).toBe(
      "Cancellation / Switch",
    );
  });

  it("leaves disappointment about a topic to the sentiment", () => {
    expect(intentOf("Asked about renewal terms. Disappointed.")).toBe("Contract Renewal");
  });

  it.each([
    ["Quiere darse de baja", "Cancellation / Switch"],
    ["Solicita la cancelación del contrato", "Cancellation / Switch"],
    ["Pregunta por el cambio de compañía", "Cancellation / Switch"],
    ["Presenta una RECLAMACIÓN", "Complaint / Escalation"],
    ["Cliente muy enfadada con la atención", "Complaint / Escalation"],
    ["No está satisfecho con la respuesta", "Complaint / Escalation"],
    ["Pregunta por la última facturación", "Billing / Payment"],
    ["Pregunta por la renovación", "Contract Renewal"],
    ["El contrato vence en mayo", "Contract Renewal"],
    ["Pide un descuento en la tarifa", "Pricing Offers"],
    ["Sin subida de precio", OTHER],
    ["No quiere cancelar nada", OTHER],
    ["Pregunta por otras opciones", "Plan / Product Inquiry"],
    ["Pide información", "Account / Service Inquiry"],
    ["Llamada de seguimiento", "General / Operational Contact"],
    ["La potencia es baja", "Plan / Product Inquiry"],
    ["La temperatura es baja", OTHER],
  ] satisfies [string, Intent][])("Spanish: %s is %s", (text, intent) => {
    expect(intentOf(text)).toBe(intent);
    expect(intentOf(text.normalize("NFD"))).toBe(intent);
  });

  it("finds nothing in null, blank and foreign texts", () => {
    for (const text of [null, "", " \n\t", "....", "こんにちは", "12345"]) {
      expect(intentOf(text)).toBe(OTHER);
      expect(intentOf(text, "original")).toBe(OTHER);
    }
  });

  it("reads through HTML: tags and entities are no words", () => {
    expect(intentOf('<p class="price">Wants to <b>can</b>cel</p>')).toBe(OTHER);
    expect(intentOf("<p>Wants&nbsp;to <b>cancel</b></p>")).toBe("Cancellation / Switch");
    expect(intentOf("facturaci&oacute;n")).toBe("Billing / Payment");
    expect(intentOf("<script>alert('x')</script>")).toBe(OTHER);
    expect(intentOf("consumption < 5, price > 3")).toBe("Pricing Offers");
  });

  it("classifies every note of the demo's phrase book as it was written, in both vocabularies", () => {
    expect(demoTexts.length).toBeGreaterThan(7_884);
    for (const vocabulary of ["original", "extended"] as const)
      expect(demoTexts.filter(({ text, intent }) => intentOf(text, vocabulary) !== intent)).toEqual([]);
  });

  it("handles a megabyte of any words in linear time", () => {
    const fragments = [
      "account ",
      "not ",
      "<a ",
      "&amp;",
      "n't",
      "early termination ",
      "- ",
      "\u0301",
      "no issues\n",
    ];
    for (const fragment of fragments) {
      const text = fragment.repeat(Math.ceil(1_000_000 / fragment.length));
      const start = performance.now();
      intentOf(text);
      intentOf(text, "original");
      // Takes about a second; anything quadratic would take minutes.
      expect(performance.now() - start).toBeLessThan(5_000);
    }
  });

  it("never fails, and depends on the text alone", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        expect(intentOf(text)).toBe(intentOf(text));
        expect(intentOf(`${text}\ncancel`, "original")).toBe("Cancellation / Switch");
      }),
    );
  });
});
