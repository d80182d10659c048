import type { ClausesOf } from "../clauses.ts";

const segmentUnknown = "no sabemos si es un hogar o una empresa";
const tenureUnknown = "no sabemos cuánto tiempo lleva con nosotros";
const endUnknown = "no sabemos cuándo vence su contrato";
const channelUnknown = "no sabemos cómo llegó a nosotros";
const fuelsUnknown = "no sabemos si tiene con nosotros tanto electricidad como gas";

/** Contract, time as a customer, segment and channel. */
export const contractClauses: ClausesOf<"1A"> = {
  months_to_renewal: {
    below: (span) => `su contrato venció hace ${span}`,
    zero: "su contrato vence estos días",
    above: (span) => `su contrato vence en ${span}`,
    missing: endUnknown,
  },
  renewal_bucket: {
    levels: {
      expired: "su contrato ha vencido o vence estos días",
      "0-3m": "su contrato vence en tres meses o menos",
      "3-6m": "su contrato vence dentro de tres a seis meses",
      "6-12m": "su contrato vence dentro de seis a doce meses",
      "12m+": "a su contrato le queda más de un año",
    },
    missing: endUnknown,
  },
  is_within_3m_of_renewal: {
    yes: "su contrato vence en tres meses o menos",
    no: "que sepamos, su contrato no vence en los próximos tres meses",
    missing: "no sabemos si su contrato vence en los próximos tres meses",
  },
  tenure_months: {
    zero: "lleva menos de un mes con nosotros",
    above: (span) => `lleva ${span} con nosotros`,
    missing: tenureUnknown,
  },
  tenure_bucket: {
    levels: {
      "0-6m": "lleva como mucho seis meses con nosotros",
      "6-12m": "lleva de seis a doce meses con nosotros",
      "1-2y": "lleva de uno a dos años con nosotros",
      "2-5y": "lleva de dos a cinco años con nosotros",
      "5y+": "lleva más de cinco años con nosotros",
    },
    missing: tenureUnknown,
  },
  is_expired_contract: {
    yes: "su contrato ha vencido o vence estos días",
    no: "su contrato sigue en vigor",
    missing: "no sabemos si su contrato sigue en vigor",
  },
  segment: {
    levels: {
      Residential: "es un hogar",
      SME: "es una pequeña empresa",
      Corporate: "es una gran empresa",
      Unknown: segmentUnknown,
    },
    missing: segmentUnknown,
  },
  sales_channel: {
    levels: {
      "In-Person Commercial": "contrató en persona con uno de nuestros comerciales",
      "Comparison Website": "llegó a nosotros por un comparador",
      Office: "contrató en una de nuestras oficinas",
      Telemarketing: "contrató cuando le llamamos por teléfono",
      "Own Website": "contrató en nuestra web",
      Unknown: channelUnknown,
    },
    other: (channel) => `llegó a nosotros por «${channel}»`,
    missing: channelUnknown,
  },
  is_high_competition_province: {
    yes: "en su provincia compiten muchas comercializadoras",
    no: "en su provincia la competencia entre comercializadoras no es fuerte",
    missing: "no sabemos cómo de fuerte es la competencia en su provincia",
  },
  is_second_residence: {
    yes: "el suministro es de su segunda residencia",
    no: "el suministro no es de una segunda residencia",
    missing: "no sabemos si el suministro es de una segunda residencia",
  },
  is_dual_fuel: {
    yes: "tiene con nosotros tanto electricidad como gas",
    no: "no tiene con nosotros a la vez electricidad y gas",
    missing: fuelsUnknown,
  },
  portfolio_type: {
    levels: {
      Residential_SingleFuel: "es un hogar que no tiene gas con nosotros",
      Residential_DualFuel: "es un hogar que tiene gas con nosotros",
      SME_SingleFuel: "es una pequeña empresa que no tiene gas con nosotros",
      SME_DualFuel: "es una pequeña empresa que tiene gas con nosotros",
      Corporate_SingleFuel: "es una gran empresa que no tiene gas con nosotros",
      Corporate_DualFuel: "es una gran empresa que tiene gas con nosotros",
      Unknown_SingleFuel: `no tiene gas con nosotros, y ${segmentUnknown}`,
      Unknown_DualFuel: `tiene gas con nosotros, y ${segmentUnknown}`,
    },
    missing: fuelsUnknown,
  },
  is_digital_channel: {
    yes: "contrató por internet",
    no: "que sepamos, no contrató por internet",
    missing: "no sabemos si contrató por internet",
  },
  is_comparison_channel: {
    yes: "llegó a nosotros por un comparador",
    no: "que sepamos, no llegó a nosotros por un comparador",
    missing: "no sabemos si llegó a nosotros por un comparador",
  },
  is_own_website_channel: {
    yes: "contrató en nuestra web",
    no: "que sepamos, no contrató en nuestra web",
    missing: "no sabemos si contrató en nuestra web",
  },
};
