import { beforeEach, describe, expect, it } from "vitest";
import { operations } from "../../../dashboard/api/operations.ts";
import { campaignOf, nearly } from "../campaign/expected-campaign.ts";
import { askedLists, customerRow } from "../export/expected-rows.ts";
import { visibleText } from "../serve.ts";
import { decisions, run, servedApi } from "./served-api.ts";

const { served, answer } = await servedApi();
beforeEach(() => void served.audit.splice(0));

const all = decisions.map(customerRow);
const sum = (values: readonly (number | null)[]) =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0);
const whole = (value: number) => new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 }).format(value);
const pageAt = async (path: string) => visibleText((await served.get(path)).text);

describe("/run", () => {
  it("gives the sums of the run that is shown, as its rows and the overview have them", async () => {
    const offers = all.filter(({ action }) => action !== "no_offer");
    const tiers = ["Low (<40%)", "Medium (40-60%)", "High (60-80%)", "Critical (>80%)"].map(
      (label, place) => {
        const rows = all.filter(({ risk_tier }) => risk_tier === label);
        return {
          id: ["low", "medium", "high", "critical"][place],
          label,
          customers: rows.length,
          expected_monthly_loss_eur: expect.closeTo(sum(rows.map((row) => row.expected_monthly_loss)), 6),
        };
      },
    );
    const loss = sum(all.map((row) => row.expected_monthly_loss));
    expect(await answer("/run")).toEqual({
      ...run,
      customers: all.length,
      expected_monthly_loss_eur: expect.closeTo(loss, 6),
      margin_unknown: all.filter(({ avg_monthly_margin }) => avg_monthly_margin === null).length,
      in_sample: all.filter(({ model_part }) => model_part === "train").length,
      tiers,
      offers: {
        customers: offers.length,
        cost_eur: expect.closeTo(sum(offers.map((row) => row.offer_cost)), 6),
        impact_eur: expect.closeTo(sum(offers.map((row) => row.expected_margin_impact)), 6),
      },
    });
    const page = await pageAt("/");
    expect(page).toContain(`Total Customers Scored ${all.length} `);
    expect(page).toContain(`Expected Monthly Loss €${whole(loss)} `);
    expect(page).toContain(
      `Recommended offers ${offers.length} cost €${whole(sum(offers.map((row) => row.offer_cost)))}`,
    );
  });
});

describe("/customers", () => {
  it.each(askedLists)(
    "$query gives each page of the list, and the sums over all of them",
    async ({ query, rows }) => {
      const expected = rows(all);
      const search = new URLSearchParams(query);
      search.set("size", "200");
      const items: unknown[] = [];
      for (let page = 1; page <= 4; page += 1) {
        search.set("page", String(page));
        const body = await answer("/customers", `/customers?${search}`);
        expect(body).toMatchObject(run);
        expect(body["totals"]).toEqual({
          customers: expected.length,
          loss: expect.closeTo(sum(expected.map((row) => row.expected_monthly_loss)), 6),
          unknown: expected.filter((row) => row.avg_monthly_margin === null).length,
          predicted: expected.filter((row) => row.churn_proba >= 0.25).length,
          at_risk: expected.filter((row) => row.churn_proba >= 0.6).length,
        });
        const { items: part } = body;
        if (!Array.isArray(part)) throw new Error("There is no list.");
        expect(part.length).toBeLessThanOrEqual(200);
        items.push(...part);
      }
      expect(items).toEqual(expected.map(({ reason_codes: _, ...row }) => row));
      const page = await pageAt(`/customers${query}`);
      expect(page).toContain(`Total Customers ${expected.length} of ${all.length} scored`);
      expect(page).toContain(
        `Expected Monthly Loss €${whole(sum(expected.map((row) => row.expected_monthly_loss)))} `,
      );
    },
  );
});

describe("/customers/{id}", () => {
  it("gives all that is known of a customer, whatever the case of its id, and notes that it was asked", async () => {
    const place = 11;
    const decision = decisions[place];
    if (decision === undefined) throw new Error("There is no such customer.");
    const row = customerRow(decision);
    const { tierAction, tierValue } = decision.recommendation;
    const body = await answer("/customers/{id}", `/customers/${row.customer_id.toLowerCase()}`);
    expect(body).toMatchObject(run);
    expect(body["customer"]).toEqual({
      ...row,
      tier_action: tierAction,
      tier_cost: tierValue?.costEur ?? null,
      tier_impact: tierValue?.impactEur ?? null,
      churn_actual: decision.score.churnActual,
      place: 1 + all.filter(({ churn_proba }) => churn_proba > row.churn_proba).length,
    });
    expect(body["profile"]).toMatchObject({
      customer_id: row.customer_id,
      avg_monthly_margin: row.avg_monthly_margin,
      churn: expect.any(Number),
      tenure_months: expect.any(Number),
    });
    const months = body["months"];
    expect(months).toHaveLength(12);
    expect(months).toMatchObject([
      { month: "2024-01", elec_kwh: 100, revenue_eur: 31, cost_eur: 20, margin_eur: 11 },
      ...Array(11).fill({}),
    ]);
    await expect
      .poll(() => served.audit)
      .toEqual([
        {
          at: expect.any(String),
          event: "audit",
          request: expect.any(String),
          user: "local",
          action: "lookup",
          subject: row.customer_id,
          what: "customer",
          format: "json",
          outcome: "done",
        },
      ]);
    expect(JSON.stringify(served.access)).not.toContain(row.customer_id);
  });

  it("notes a lookup by a program as one, also where the address is written in capitals", async () => {
    await served.get("/API/V1/customers/C00003");
    await served.get("/customers/C00003");
    await expect
      .poll(() => served.audit)
      .toMatchObject([
        { subject: "C00003", format: "json" },
        { subject: "C00003", format: "html" },
      ]);
  });

  it("says that there is nothing where the run lacks the customer's profile", async () => {
    // Gold master and months hold the first customers only.
    const body = await answer("/customers/{id}", "/customers/C00600");
    expect(body).toMatchObject({ profile: null, months: [] });
  });

  it("notes nothing of a customer that does not exist", async () => {
    expect((await served.get("/api/v1/customers/nobody")).status).toBe(404);
    await served.get("/api/v1/run");
    expect(served.audit).toEqual([]);
  });
});

describe("/customers/suggestions", () => {
  const suggested = async (query: string) => {
    const { items } = await answer("/customers/suggestions", `/customers/suggestions${query}`);
    return items;
  };
  const byId = [...all].sort((a, b) => (a.customer_id < b.customer_id ? -1 : 1));

  it.each([
    ["?q=c0003", byId.filter(({ customer_id }) => customer_id.startsWith("C0003")).slice(0, 8)],
    ["?q=%20C00042%20", byId.filter(({ customer_id }) => customer_id === "C00042")],
    ["?q=0042", byId.filter(({ customer_id }) => customer_id.includes("0042")).slice(0, 8)],
    ["?q=", []],
    ["", []],
    ["?q=nobody", []],
    ["?q=%25", []],
    ["?q=_", []],
  ])("%s gives the first customers whose id holds the text", async (query, rows) => {
    expect(await suggested(query)).toEqual(
      rows.map(({ customer_id, risk_tier, segment, churn_proba }) => ({
        customer_id,
        risk_tier,
        segment,
        churn_proba,
        label: expect.stringMatching(/^[<>]? ?[\d.]+ %, \w+$/),
      })),
    );
  });

  it("are labelled in the reader's language", async () => {
    const { text } = await served.get("/api/v1/customers/suggestions?q=C00042", {
      headers: { "Accept-Language": "es" },
    });
    const row = all.find(({ customer_id }) => customer_id === "C00042");
    const percent = ((row?.churn_proba ?? 0) * 100).toFixed(1).replace(".", ",");
    expect(JSON.parse(text)).toMatchObject({ items: [{ label: `${percent} %, Residencial` }] });
  });
});

describe("/recommendations", () => {
  it.each([
    ["", {}],
    ["?budget=300&save_rate=45", { budget: 300, saveRate: 0.45 }],
    ["?segment=SME&action=offer_large", { segments: ["SME"], actions: ["offer_large"] }],
    ["?save_rate=0", { saveRate: 0 }],
  ])("%s gives each page of the campaign, and the sums over all of them", async (query, terms) => {
    const { chosen, totals } = campaignOf(decisions, terms);
    const search = new URLSearchParams(query);
    search.set("size", "100");
    const items: unknown[] = [];
    for (let page = 1; page <= 3; page += 1) {
      search.set("page", String(page));
      const body = await answer("/recommendations", `/recommendations?${search}`);
      expect(body).toMatchObject(run);
      expect(body["totals"]).toEqual(nearly(totals));
      const { items: part } = body;
      if (!Array.isArray(part)) throw new Error("There is no list.");
      items.push(...part);
    }
    expect(items).toEqual(chosen.map((row) => nearly(row)));
    const page = await pageAt(`/recommendations${query}`);
    expect(page).toContain(`Offers ${totals.offers} of ${totals.payable} that would pay`);
    expect(page).toContain(`Cost €${whole(totals.cost)} `);
  });
});

it("every operation is among those that are asked here and beside", () => {
  expect(operations.map(({ path }) => path)).toEqual([
    "/run",
    "/customers",
    "/customers/suggestions",
    "/customers/{id}",
    "/recommendations",
    "/model",
    "/drift",
    "/runs",
  ]);
});
