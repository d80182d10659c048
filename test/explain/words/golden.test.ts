import { expect, it } from "vitest";
import { type FeatureValue, sentenceFor } from "../../../runtime/explain/words/sentence.ts";

/** Sentences read by a person in both languages: singular and plural, either sign, nothing, missing, at a limit. */
const golden: readonly (readonly [string, FeatureValue, string, string])[] = [
  ["months_to_renewal", 2, "Their contract ends in 2 months.", "Su contrato vence en 2 meses."],
  ["months_to_renewal", 1, "Their contract ends in 1 month.", "Su contrato vence en un mes."],
  [
    "months_to_renewal",
    1.2,
    "Their contract ends in about 1 month.",
    "Su contrato vence en alrededor de un mes.",
  ],
  ["months_to_renewal", 4.6, "Their contract ends in about 5 months.", "Su contrato vence en unos 5 meses."],
  [
    "months_to_renewal",
    0.4,
    "Their contract ends in less than a month.",
    "Su contrato vence en menos de un mes.",
  ],
  ["months_to_renewal", 0, "Their contract ends these days.", "Su contrato vence estos días."],
  [
    "months_to_renewal",
    -3.2,
    "Their contract ended about 3 months ago.",
    "Su contrato venció hace unos 3 meses.",
  ],
  [
    "months_to_renewal",
    null,
    "We do not know when their contract ends.",
    "No sabemos cuándo vence su contrato.",
  ],
  // 0 months to renewal are "expired": all that is said of that day has to hold together.
  [
    "renewal_bucket",
    "expired",
    "Their contract has run out or ends these days.",
    "Su contrato ha vencido o vence estos días.",
  ],
  [
    "is_expired_contract",
    1,
    "Their contract has run out or ends these days.",
    "Su contrato ha vencido o vence estos días.",
  ],
  [
    "is_high_risk_lifecycle",
    1,
    "They have been with us for a year at most, and their contract has run out or ends within three months.",
    "Lleva como mucho un año con nosotros, y su contrato ha vencido o vence en tres meses o menos.",
  ],
  ["tenure_months", 7, "They have been with us for 7 months.", "Lleva 7 meses con nosotros."],
  ["tenure_months", 36, "They have been with us for 3 years.", "Lleva 3 años con nosotros."],
  ["tenure_months", 90, "They have been with us for over 7 years.", "Lleva más de 7 años con nosotros."],
  ["segment", "SME", "They are a small business.", "Es una pequeña empresa."],
  ["sales_channel", "kiosk", 'They came to us through "kiosk".', "Llegó a nosotros por «kiosk»."],
  [
    "sales_channel",
    "Comparison Website",
    "They came to us through a comparison website.",
    "Llegó a nosotros por un comparador.",
  ],
  ["is_second_residence", 1, "We supply their second home.", "El suministro es de su segunda residencia."],
  [
    "is_second_residence",
    0,
    "What we supply is not a second home.",
    "El suministro no es de una segunda residencia.",
  ],
  [
    "portfolio_type",
    "Residential_DualFuel",
    "They are a household that uses gas from us.",
    "Es un hogar que tiene gas con nosotros.",
  ],
  [
    "avg_monthly_elec_kwh",
    1234.5,
    "They use about 1,235 kWh of electricity a month.",
    "Consume alrededor de 1.235 kWh de electricidad al mes.",
  ],
  ["avg_monthly_gas_m3", 0, "They use no gas.", "No consume gas."],
  [
    "gas_share_of_revenue",
    0.352,
    "Gas makes up about 35 % of what they pay us.",
    "El gas supone cerca de un 35 % de lo que nos paga.",
  ],
  [
    "price_update_count",
    1,
    "Their electricity price for peak hours has changed once.",
    "Su precio de la electricidad en hora punta ha cambiado una vez.",
  ],
  [
    "price_update_count",
    3,
    "Their electricity price for peak hours has changed 3 times.",
    "Su precio de la electricidad en hora punta ha cambiado 3 veces.",
  ],
  [
    "province_avg_elec_cost_2024",
    0.0781,
    "Electricity costs us €0.078 per kWh in their province.",
    "La electricidad nos cuesta 0,078 € por kWh en su provincia.",
  ],
  [
    "min_monthly_margin",
    -3.2,
    "In their worst month we lost €3.20 on them.",
    "En su peor mes perdimos 3,20 € con este cliente.",
  ],
  [
    "max_negative_margin",
    1,
    "We lost money on them in 1 month.",
    "Hemos perdido dinero con este cliente en un mes.",
  ],
  [
    "elec_price_trend_12m",
    0.054,
    "Their electricity price for peak hours has risen by 5.4 %.",
    "Su precio de la electricidad en hora punta ha subido un 5,4 %.",
  ],
  // What rounds to nothing may have risen: a flag says so.
  [
    "elec_price_trend_12m",
    0.0004,
    "Their electricity price for peak hours is about the same as at the start.",
    "Su precio de la electricidad en hora punta es más o menos el mismo que al principio.",
  ],
  [
    "min_monthly_margin",
    -0.004,
    "In their worst month we earned next to nothing from them.",
    "En su peor mes no ganamos casi nada con este cliente.",
  ],
  [
    "gas_price_trend_12m",
    -0.5,
    "Their gas price has fallen by at least 50 %.",
    "Su precio del gas ha bajado al menos un 50 %.",
  ],
  [
    "elec_price_vs_province_cost_spread",
    0.3,
    "At peak hours they pay at least €0.300 per kWh more than electricity costs us in their province.",
    "En hora punta paga al menos 0,300 € por kWh más de lo que nos cuesta la electricidad en su provincia.",
  ],
  [
    "rolling_margin_trend",
    -2.1,
    "Over the last three months our result with them was €2.10 a month worse than over the three before.",
    "En los últimos tres meses nuestro resultado con este cliente fue 2,10 € al mes peor que en los tres anteriores.",
  ],
  [
    "rolling_margin_trend",
    3,
    "Over the last three months our result with them was €3.00 a month better than over the three before.",
    "En los últimos tres meses nuestro resultado con este cliente fue 3,00 € al mes mejor que en los tres anteriores.",
  ],
  ["has_interaction", 0, "We have never talked to them.", "Nunca hemos hablado con este cliente."],
  [
    "last_interaction_days_ago",
    null,
    "We have never talked to them.",
    "Nunca hemos hablado con este cliente.",
  ],
  [
    "last_interaction_days_ago",
    1,
    "They last talked to us 1 day ago.",
    "Habló con nosotros por última vez hace un día.",
  ],
  [
    "last_interaction_days_ago",
    200,
    "They last talked to us about 7 months ago.",
    "Habló con nosotros por última vez hace unos 7 meses.",
  ],
  [
    "customer_intent",
    "Pricing Offers",
    "They have talked to us about prices or a competitor's offer.",
    "Ha hablado con nosotros de precios o de una oferta de la competencia.",
  ],
  ["is_complaint_intent", 1, "They have complained to us.", "Se nos ha quejado."],
  ["is_complaint_intent", 0, "We know of no complaint from them.", "No nos consta que se haya quejado."],
  ["intent_severity_score", 2, "They have complained to us.", "Se nos ha quejado."],
  [
    "months_since_last_change",
    null,
    "They have never changed their product.",
    "Nunca ha cambiado de producto.",
  ],
  [
    "sentiment_label",
    "negative",
    "They sounded unhappy when we last talked.",
    "Mostró descontento la última vez que hablamos.",
  ],
  [
    "is_competition_x_renewal",
    1,
    "Their contract ends within three months, and many suppliers compete in their province.",
    "Su contrato vence en tres meses o menos, y en su provincia compiten muchas comercializadoras.",
  ],
  [
    "sales_channel_x_renewal_bucket",
    "over_x_the counter_x_3-6m",
    'They came to us through "over_x_the counter", and their contract ends in three to six months.',
    "Llegó a nosotros por «over_x_the counter», y su contrato vence dentro de tres a seis meses.",
  ],
  [
    "has_interaction_x_renewal_bucket",
    "0_x_Unknown",
    "We have never talked to them, and we do not know when their contract ends.",
    "Nunca hemos hablado con este cliente, y no sabemos cuándo vence su contrato.",
  ],
];

it.each(golden)("%s = %s", (feature, value, english, spanish) => {
  // Spanish writes the euro behind a blank that keeps the line together.
  const plain = (text = "") => text.replaceAll("\u00a0", " ");
  expect([plain(sentenceFor(feature, value, "en")), plain(sentenceFor(feature, value, "es"))]).toEqual([
    english,
    spanish,
  ]);
});
