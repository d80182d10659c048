import type { ClausesOf } from "../clauses.ts";

const noUse = "aún no tenemos lecturas de su consumo";
const tooFew = "tenemos muy pocos meses para saber";
const marginUnknown = "no sabemos cuánto hemos ganado con este cliente";
const peakPrice = "su precio de la electricidad en hora punta";

/** Consumption, costs and prices. */
export const marketClauses: ClausesOf<"MP_core"> = {
  avg_monthly_elec_kwh: {
    zero: "no consume electricidad",
    above: (amount) => `consume ${amount} de electricidad al mes`,
    missing: noUse,
  },
  total_elec_kwh_2024: {
    zero: "no ha consumido electricidad en ninguno de los meses registrados",
    above: (amount) => `ha consumido ${amount} de electricidad en todos los meses registrados`,
    missing: noUse,
  },
  avg_monthly_gas_m3: {
    zero: "no consume gas",
    above: (amount) => `consume ${amount} de gas al mes`,
    missing: noUse,
  },
  total_gas_m3_2024: {
    zero: "no ha consumido gas en ninguno de los meses registrados",
    above: (amount) => `ha consumido ${amount} de gas en todos los meses registrados`,
    missing: noUse,
  },
  gas_share_of_revenue: {
    zero: "el gas no supone nada de lo que nos paga",
    above: (share) => `el gas supone cerca de ${share} de lo que nos paga`,
    missing: "no sabemos cuánto de lo que nos paga es por el gas",
  },
  price_update_count: {
    zero: `${peakPrice} no ha cambiado`,
    above: (times) => `${peakPrice} ha cambiado ${times}`,
    missing: "no sabemos cuántas veces ha cambiado su precio de la electricidad",
  },
  province_avg_elec_cost_2024: {
    zero: "la electricidad no nos cuesta nada en su provincia",
    above: (price) => `la electricidad nos cuesta ${price} por kWh en su provincia`,
    missing: "no sabemos cuánto nos cuesta la electricidad en su provincia",
  },
  province_avg_gas_cost_2024: {
    zero: "el gas no nos cuesta nada en su provincia",
    above: (price) => `el gas nos cuesta ${price} por m³ en su provincia`,
    missing: "no sabemos cuánto nos cuesta el gas en su provincia",
  },
};

/** How steady consumption, margin and prices are. */
export const stabilityClauses: ClausesOf<"MP_risk"> = {
  std_monthly_elec_kwh: {
    zero: "su consumo de electricidad apenas varía de un mes a otro",
    above: (amount) => `su consumo de electricidad varía ${amount} de un mes a otro`,
    missing: `${tooFew} cuánto varía su consumo de electricidad`,
  },
  std_monthly_gas_m3: {
    zero: "su consumo de gas no varía de un mes a otro, o no consume gas",
    above: (amount) => `su consumo de gas varía ${amount} de un mes a otro`,
    missing: `${tooFew} cuánto varía su consumo de gas`,
  },
  active_months_count: {
    zero: noUse,
    above: (months) => `tenemos lecturas de ${months} de su consumo`,
    missing: noUse,
  },
  std_margin: {
    zero: "lo que ganamos con este cliente apenas varía de un mes a otro",
    above: (euros) => `lo que ganamos con este cliente varía unos ${euros} de un mes a otro`,
    missing: `${tooFew} cuánto varía lo que ganamos con este cliente`,
  },
  min_monthly_margin: {
    below: (euros) => `en su peor mes perdimos ${euros} con este cliente`,
    zero: "en su peor mes no ganamos casi nada con este cliente",
    above: (euros) => `incluso en su peor mes ganamos ${euros} con este cliente`,
    missing: marginUnknown,
  },
  max_negative_margin: {
    zero: "en ningún mes hemos perdido dinero con este cliente",
    above: (months) => `hemos perdido dinero con este cliente en ${months}`,
    missing: marginUnknown,
  },
  elec_price_trend_12m: {
    below: (share) => `${peakPrice} ha bajado ${share}`,
    zero: `${peakPrice} es más o menos el mismo que al principio`,
    above: (share) => `${peakPrice} ha subido ${share}`,
    missing: "no sabemos cómo ha cambiado su precio de la electricidad",
  },
  gas_price_trend_12m: {
    below: (share) => `su precio del gas ha bajado ${share}`,
    zero: "su precio del gas es más o menos el mismo que al principio",
    above: (share) => `su precio del gas ha subido ${share}`,
    missing: "no consume gas, o no sabemos cómo ha cambiado su precio",
  },
  elec_price_volatility_12m: {
    zero: `${peakPrice} apenas varía de un mes a otro`,
    above: (price) => `${peakPrice} varía ${price} por kWh de un mes a otro`,
    missing: `${tooFew} cuánto varía su precio de la electricidad`,
  },
  province_elec_cost_trend: {
    below: (share) => `lo que nos cuesta la electricidad en su provincia ha bajado ${share}`,
    zero: "lo que nos cuesta la electricidad en su provincia es más o menos lo mismo que al principio",
    above: (share) => `lo que nos cuesta la electricidad en su provincia ha subido ${share}`,
    missing: "no sabemos cómo ha cambiado el coste de la electricidad en su provincia",
  },
  elec_price_vs_province_cost_spread: {
    below: (price) =>
      `en hora punta paga ${price} por kWh menos de lo que nos cuesta la electricidad en su provincia`,
    zero: "en hora punta paga más o menos lo mismo que nos cuesta la electricidad en su provincia",
    above: (price) =>
      `en hora punta paga ${price} por kWh más de lo que nos cuesta la electricidad en su provincia`,
    missing: "no sabemos cómo es su precio frente a lo que nos cuesta la electricidad",
  },
  rolling_margin_trend: {
    below: (euros) =>
      `en los últimos tres meses nuestro resultado con este cliente fue ${euros} al mes peor que en los tres anteriores`,
    zero: "en los últimos tres meses nuestro resultado con este cliente fue más o menos el mismo que en los tres anteriores",
    above: (euros) =>
      `en los últimos tres meses nuestro resultado con este cliente fue ${euros} al mes mejor que en los tres anteriores`,
    missing: `${tooFew} si nuestro resultado con este cliente es mejor o peor que antes`,
  },
  is_price_increase: {
    yes: `${peakPrice} ha subido`,
    no: `${peakPrice} no ha subido`,
    missing: "no sabemos si ha subido su precio de la electricidad",
  },
};
