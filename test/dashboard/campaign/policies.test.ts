import { expect, it } from "vitest";
import { offerPolicy } from "../../../configs/offers.ts";
import { jsonText } from "../../../runtime/json.ts";
import { comparePolicies, type PolicyComparison } from "../../../runtime/score/policy-comparison.ts";
import { temporaryFolder } from "../../support/folders.ts";
import { decisionOf, lakeOf, madeUpCustomers } from "../scored-lake.ts";
import { serve, visibleText } from "../serve.ts";
import { modelFigures } from "../small-lake.ts";

/** What the page of recommendations says of the ways of deciding about offers. */

const decisions = madeUpCustomers(60).map(decisionOf);
/** Probabilities are true: of a hundred customers at 37 %, 37 leave. */
const customers = Array.from({ length: 10_100 }, (_, index) => ({
  probability: Math.floor(index / 100) / 100,
  churned: index % 100 < Math.floor(index / 100),
  monthlyMarginEur: index < 4 ? null : 10 + (index % 7),
}));
const compared = comparePolicies(
  customers,
  { policy: offerPolicy, threshold: 0.2468 },
  { resamples: 100, confidence: 0.95, seed: 1 },
);

async function textWith(policies: PolicyComparison | undefined, language = "en"): Promise<string> {
  const lake = await lakeOf(decisions, temporaryFolder());
  await lake.text("models/run-1/evaluation/evaluation.json", jsonText({ ...modelFigures, policies }));
  const served = await serve(lake.root);
  const { status, text } = await served.get("/recommendations", { headers: { "Accept-Language": language } });
  expect(status).toBe(200);
  return visibleText(text);
}

const count = (value: number) => value.toLocaleString("en-GB");
const euros = (value: number) =>
  `${value < 0 ? "-" : ""}€${Math.round(Math.abs(value)).toLocaleString("en-GB")}`;
const of = (name: string) => {
  const found = compared.policies.find(({ policy }) => policy === name);
  if (found === undefined) throw new Error(`There is no policy ${name}.`);
  return found;
};

it("are told in a table with intervals, and in sentences", async () => {
  const page = await textWith(compared);
  const { valueEur: value, toTierRuleEur: ahead, ...impact } = of("impact");
  if (ahead === null) throw new Error("There is no difference.");
  expect(page).toContain("against what 10,100 customers whom the model had not seen really did.");
  expect(page).toContain(
    `By expected gain, offers would have earned ${euros(value.value)} (${euros(value.low)} to ${euros(value.high)}). ` +
      `That is ${euros(ahead.value)} more than by tier alone (${euros(ahead.low)} to ${euros(ahead.high)}).`,
  );
  expect(page).toContain(
    `By expected gain, as here ${count(impact.offers)} ${count(impact.churners)} ${euros(impact.costEur)} ${euros(impact.expectedEur)} ` +
      `${euros(value.value)} (${euros(value.low)} – ${euros(value.high)}) ` +
      `${euros(ahead.value)} (${euros(ahead.low)} – ${euros(ahead.high)})`,
  );
  expect(page).toContain("No offers 0 0 €0 €0 €0 (€0 – €0)");
  expect(page).toContain("At a save rate of 30.0 % and 12 months ahead");
  expect(page).toContain("4 of the customers get no offer in any way");
  expect(page).toContain("Everybody expected to leave: from 24.7 % on.");
  // Every save rate and horizon, as the drawing's table.
  expect(page).toMatch(/24 50 % €[\d,]+ \(/);
});

it("say how often offers by expected gain are better, and whether that may be chance", async () => {
  const ahead = compared.sensitivity.map(
    ({ policies }) => policies.find(({ policy }) => policy === "impact")?.toTierRuleEur,
  );
  const better = ahead.filter((each) => (each?.value ?? 0) > 0).length;
  const surely = ahead.filter((each) => (each?.low ?? 0) > 0).length;
  expect(surely).toBeGreaterThan(5);
  const page = await textWith(compared);
  expect(page).toContain(
    `Of the 30 pairs of a save rate and a horizon that were tried, it earns less in none, and more in ${better}, in ${surely} of them by more than chance explains.`,
  );
});

it("say so where they are worse", async () => {
  const worse = { value: -12, low: -20, high: -3 };
  const changed = (cell: PolicyComparison["sensitivity"][number], index: number) => ({
    ...cell,
    policies: cell.policies.map((each) =>
      each.policy === "impact" && index < 2
        ? { ...each, toTierRuleEur: index === 0 ? worse : { ...worse, high: 3 } }
        : each,
    ),
  });
  const page = await textWith({
    ...compared,
    policies: compared.policies.map((each) =>
      each.policy === "impact" ? { ...each, toTierRuleEur: worse } : each,
    ),
    sensitivity: compared.sensitivity.map(changed),
  });
  expect(page).toContain("That is €12 less than by tier alone (€3 to €20).");
  expect(page).toContain("it earns less than by tier alone in 2, in 1 of them by more than chance explains.");
  expect(page).not.toContain("less in none");
  expect(page).not.toContain("may be chance");
});

it("say where a difference may be chance", async () => {
  const slight = { value: 12, low: -3, high: 20 };
  const page = await textWith({
    ...compared,
    policies: compared.policies.map((each) =>
      each.policy === "impact" ? { ...each, toTierRuleEur: slight } : each,
    ),
  });
  expect(page).toContain(
    "That is €12 more than by tier alone (-€3 to €20). The difference may be chance. Of the 30 pairs",
  );
});

it("are told in Spanish", async () => {
  const page = await textWith(compared, "es");
  expect(page).toContain("¿Compensan las ofertas por ganancia esperada?");
  expect(page).toContain("Por ganancia esperada, como aquí");
  expect(page).toContain("Con una tasa de retención de 30,0 % y 12 meses");
  expect(page).not.toContain("By expected gain");
});

it("are missing from an older evaluation, and the rest of the page is shown", async () => {
  const page = await textWith(undefined);
  expect(page).toContain("the comparison of ways to decide about offers is missing");
  expect(page).toContain("Recommendation Details");
});
