import { riskTiers } from "../../../configs/risk.ts";
import type { Html } from "../../../runtime/html.ts";
import type { RunCounts } from "../../../runtime/manifest/manifest.ts";
import type { RunDocuments } from "../../lake/open-run.ts";
import type { RunFacts, TierFacts } from "../../lake/run-facts.ts";
import { inEnglish } from "../../web/english.ts";
import { link } from "../../web/links.ts";
import { cards } from "../../web/parts.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { MISSING } from "../../words/formats.ts";
import { overviewWords } from "./words.ts";

/** How many customers are in the tiers from this one on. */
function customersFrom(tiers: readonly TierFacts[], id: string): number {
  const from = riskTiers.findIndex((tier) => tier.id === id);
  return tiers.slice(from).reduce((sum, { customers }) => sum + customers, 0);
}

/** Who is leaving, and what it costs. "At risk" are the two highest tiers, as the first dashboard counted them. */
export function riskCards({ scores, offers }: RunFacts, reader: Reader): Html {
  const { formats } = reader;
  const words = wordsFor(overviewWords, reader);
  const { customers, tiers, expectedMonthlyLossEur, marginUnknown } = scores;
  const inTier = (id: string) => tiers.find((tier) => tier.id === id)?.customers ?? 0;
  const share = (part: number) => formats.percent(customers === 0 ? 0 : part / customers);
  const atRisk = customersFrom(tiers, "high");
  const fromMedium = customersFrom(tiers, "medium");
  return cards([
    { title: words.total, value: formats.count(customers), href: "/customers" },
    {
      title: words.critical,
      value: formats.count(inTier("critical")),
      href: link("/customers", { tier: ["critical"] }),
    },
    { title: words.high, value: formats.count(inTier("high")), href: link("/customers", { tier: ["high"] }) },
    {
      title: words.atRisk,
      value: share(atRisk),
      note: `${words.atRiskNote(formats.count(atRisk))}; ${words.fromMedium(formats.count(fromMedium), share(fromMedium))}`,
      href: link("/customers", { tier: ["high", "critical"] }),
    },
    {
      title: words.loss,
      value: formats.euros(expectedMonthlyLossEur),
      note: marginUnknown === 0 ? words.lossNote : words.unknownMargin(formats.count(marginUnknown)),
    },
    {
      title: words.offers,
      value: formats.count(offers.customers),
      note:
        offers.customers === 0
          ? words.noOffer
          : words.offersNote(formats.euros(offers.costEur), formats.euros(offers.impactEur)),
      href: "/recommendations",
    },
  ]);
}

/** Whether model, data and pipeline may be believed. */
export function trustCards(
  { evaluation, drift }: RunDocuments,
  counts: RunCounts | undefined,
  reader: Reader,
): Html {
  const { formats } = reader;
  const words = wordsFor(overviewWords, reader);
  const verdicts = { none: words.driftNone, watch: words.driftWatch, critical: words.driftCritical };
  const { promote, reasons } = evaluation;
  return cards([
    {
      title: words.gate,
      value: promote === undefined ? MISSING : promote ? words.promoted : words.refused,
      ...(reasons[0] === undefined ? {} : { note: inEnglish(reasons[0], reader) }),
      href: "/model",
    },
    {
      title: words.drift,
      value: drift === undefined ? MISSING : formats.count(drift.features_drifted),
      note: drift === undefined ? words.driftMissing : verdicts[drift.verdict],
      href: "/drift",
    },
    {
      title: words.runs,
      value: formats.count(counts?.completed),
      ...(counts === undefined ? {} : { note: words.runsNote(formats.count(counts.failed)) }),
      href: "/pipeline",
    },
  ]);
}
