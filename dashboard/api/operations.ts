import { z } from "zod";
import { strengthOf, strengths } from "../../configs/explanations.ts";
import { driverSentence } from "../../runtime/explain/words/spoken.ts";
import { runStates } from "../../runtime/manifest/manifest.ts";
import { campaignOf, campaignTotalsSchema } from "../data/campaign.ts";
import { campaignPage, campaignRowSchema } from "../data/campaign-list.ts";
import { campaignListSchema } from "../data/campaign-terms.ts";
import {
  customerOf,
  driverSchema,
  foundSchema,
  monthSchema,
  scoredSchema,
  search,
} from "../data/customer.ts";
import { customerSums, totalsSchema } from "../data/customer-sums.ts";
import { customerRowSchema, customersOn, listSchema } from "../data/customers.ts";
import { driftSchema, evaluationSchema } from "../lake/documents.ts";
import type { OpenRun } from "../lake/open-run.ts";
import { findingsSchema, leaderboardSchema } from "../lake/training-documents.ts";
import { segmentName } from "../web/names.ts";
import { NotFound } from "../web/page.ts";
import { type Operation, operation } from "./operation.ts";

/** Every operation of the API. All of them answer of the run that pages show, and say which it is. */

const runSchema = z.object({
  run: z.string().describe("Run that the answer is made of"),
  model: z.string().describe("Model that scored it"),
  as_of: z.string().describe("Day up to which the data go"),
  published_at: z.string(),
});
const nothing = z.object({});

function runOf({ current, asOf }: OpenRun): z.infer<typeof runSchema> {
  return { run: current.run, model: current.model, as_of: asOf, published_at: current.published_at };
}

const tierSchema = z.object({
  id: z.string(),
  label: z.string(),
  customers: z.number(),
  expected_monthly_loss_eur: z.number(),
});

const current = operation({
  path: "/run",
  summary: "The run that is shown, with its sums",
  query: nothing,
  response: runSchema.extend({
    customers: z.number(),
    expected_monthly_loss_eur: z.number(),
    margin_unknown: z.number(),
    in_sample: z.number(),
    tiers: z.array(tierSchema),
    offers: z.object({ customers: z.number(), cost_eur: z.number(), impact_eur: z.number() }),
  }),
  answer: async ({ run }) => {
    const { scores, offers } = run.facts;
    return {
      ...runOf(run),
      customers: scores.customers,
      expected_monthly_loss_eur: scores.expectedMonthlyLossEur,
      margin_unknown: scores.marginUnknown,
      in_sample: scores.inSample,
      tiers: scores.tiers.map(({ id, label, customers, expectedMonthlyLossEur }) => ({
        id,
        label,
        customers,
        expected_monthly_loss_eur: expectedMonthlyLossEur,
      })),
      offers: { customers: offers.customers, cost_eur: offers.costEur, impact_eur: offers.impactEur },
    };
  },
});

const customers = operation({
  path: "/customers",
  summary: "Customers of a filter, a page at a time, with the sums over all pages; noted as an export",
  query: listSchema,
  response: runSchema.extend({ totals: totalsSchema, items: z.array(customerRowSchema) }),
  answer: async ({ run, listed }, query) => {
    const [{ totals }, items] = await Promise.all([
      customerSums(run.database, query),
      customersOn(run.database, query),
    ]);
    listed({ what: "customers", rows: items, all: totals.customers, idPart: query.q });
    return { ...runOf(run), totals, items: [...items] };
  },
});

const MOST_SUGGESTED = 8;

const suggestions = operation({
  path: "/customers/suggestions",
  summary: "Customers whose id holds a text, for a field that suggests while somebody types",
  query: z.object({ q: z.string().max(64).optional().describe("Part of an id") }),
  response: z.object({ items: z.array(foundSchema.extend({ label: z.string() })) }),
  answer: async ({ run, reader, listed }, { q = "" }) => {
    const rows = await search(run, q, MOST_SUGGESTED);
    listed({ what: "suggestions", rows, all: rows.length, idPart: q });
    return {
      items: rows.map((found) => ({
        ...found,
        label: `${reader.formats.probability(found.churn_proba)}, ${segmentName(found.segment, reader)}`,
      })),
    };
  },
});

const customer = operation({
  path: "/customers/{id}",
  summary: "All that is known of one customer; noted in the audit trail",
  query: nothing,
  response: runSchema.extend({
    customer: scoredSchema,
    reasons: z
      .array(
        driverSchema.extend({
          strength: z.enum(strengths),
          sentence: z.string().describe("What the customer's value means, in the reader's language"),
        }),
      )
      .nullable()
      .describe("What moves the score most, either way; null for runs of before it was kept"),
    profile: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).nullable(),
    months: z.array(monthSchema).nullable(),
  }),
  answer: async ({ run, path, reader, lookedAt }) => {
    const found = await customerOf(run, path["id"] ?? "");
    if (found === undefined) throw new NotFound();
    lookedAt(found.scored.customer_id);
    const { scored, drivers, profile, months } = found;
    return {
      ...runOf(run),
      customer: { ...scored, reason_codes: [...scored.reason_codes] },
      reasons:
        drivers?.map((driver) => ({
          ...driver,
          strength: strengthOf(driver.contribution),
          sentence: driverSentence(
            { feature: driver.feature, value: driver.value ?? driver.level },
            reader.language,
          ),
        })) ?? null,
      profile: profile === undefined ? null : plain(profile),
      months: months === undefined ? null : [...months],
    };
  },
});

/** A row of the database as JSON has it. */
function plain(row: Readonly<Record<string, unknown>>): Record<string, string | number | null> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value === null || typeof value === "number" ? value : String(value),
    ]),
  );
}

const campaign = operation({
  path: "/recommendations",
  summary:
    "Offers of a campaign that earn the most within its budget, by gain per euro, a page at a time, with the sums over all pages; noted as an export",
  query: campaignListSchema,
  response: runSchema.extend({ totals: campaignTotalsSchema, items: z.array(campaignRowSchema) }),
  answer: async ({ run, listed }, query) => {
    const [{ totals }, items] = await Promise.all([
      campaignOf(run.database, query),
      campaignPage(run.database, query),
    ]);
    listed({ what: "campaign", rows: items, all: totals.offers, idPart: undefined });
    return {
      ...runOf(run),
      totals,
      items: items.map((item) => ({ ...item, reason_codes: [...item.reason_codes] })),
    };
  },
});

const model = operation({
  path: "/model",
  summary:
    "How the model did on the customers kept away from its training, what the gate said, and what the training found out",
  query: nothing,
  response: runSchema.extend({
    evaluation: evaluationSchema,
    leaderboard: leaderboardSchema.nullable().describe("Null for models from before one was kept"),
    findings: findingsSchema.nullable().describe("Null for models from before they were kept"),
  }),
  answer: async ({ run }) => {
    const { evaluation, leaderboard, findings } = run.documents;
    return {
      ...runOf(run),
      evaluation,
      leaderboard: leaderboard ?? null,
      findings: findings ?? null,
    };
  },
});

const drift = operation({
  path: "/drift",
  summary: "What has changed since the model's training",
  query: nothing,
  response: runSchema.extend({ drift: driftSchema.nullable() }),
  answer: async ({ run }) => ({ ...runOf(run), drift: run.documents.drift ?? null }),
});

const runRecordSchema = z.object({
  id: z.string(),
  delivery: z.string(),
  attempt: z.number(),
  state: z.enum(runStates),
  mode: z.string(),
  experiment: z.string(),
  started_at: z.string(),
  ended_at: z.string().nullable(),
  cause: z.string().nullable(),
});

const runs = operation({
  path: "/runs",
  summary: "Runs of the pipeline, the newest first; null where nobody has said where the books are",
  query: z.object({
    state: z.enum(runStates).optional(),
    after: z.string().max(200).optional().describe("`next` of the page before"),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  response: z.object({ items: z.array(runRecordSchema).nullable(), next: z.string().nullable() }),
  asksBooks: true,
  answer: async ({ site }, { state, after, limit }) => {
    const page = await site.books?.runs({
      limit,
      ...(state === undefined ? {} : { state }),
      ...(after === undefined ? {} : { after }),
    });
    if (page === undefined) return { items: null, next: null };
    return {
      items: page.items.map(({ id, delivery, attempt, state, request, startedAt, endedAt, cause }) => ({
        id,
        delivery,
        attempt,
        state,
        mode: request.mode,
        experiment: request.experiment,
        started_at: startedAt,
        ended_at: endedAt,
        cause,
      })),
      next: page.next ?? null,
    };
  },
});

/** In the order in which addresses are tried: `/customers/suggestions` is no customer. */
export const operations: readonly Operation[] = [
  current,
  customers,
  suggestions,
  customer,
  campaign,
  model,
  drift,
  runs,
];
