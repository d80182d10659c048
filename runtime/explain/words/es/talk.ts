import type { ClausesOf } from "../clauses.ts";

const never = "nunca hemos hablado con este cliente";
const aboutPrices = "ha hablado con nosotros de precios o de una oferta de la competencia";
const aboutLeaving = "ha hablado con nosotros de irse o de cambiar de comercializadora";
const topicUnknown = "no sabemos de qué habló con nosotros la última vez";
const toneUnknown = "no sabemos con qué ánimo habló con nosotros la última vez";

/** What they have talked to us about, and when. */
export const behaviourClauses: ClausesOf<"2A"> = {
  has_interaction: {
    yes: "ha hablado con nosotros",
    no: never,
    missing: "no sabemos si ha hablado con nosotros",
  },
  interaction_within_3m_of_renewal: {
    yes: "habló con nosotros en los tres meses antes del fin de su contrato",
    no: "no ha hablado con nosotros en los tres meses antes del fin de su contrato",
    missing: "no sabemos si habló con nosotros cerca del fin de su contrato",
  },
  is_interaction_within_30d_of_renewal: {
    yes: "habló con nosotros en el mes antes del fin de su contrato",
    no: "no ha hablado con nosotros en el mes antes del fin de su contrato",
    missing: "no sabemos si habló con nosotros cerca del fin de su contrato",
  },
  complaint_near_renewal: {
    yes: "se quejó o quiso irse en los tres meses antes del fin de su contrato",
    no: "no nos consta que se quejara ni que quisiera irse en los tres meses antes del fin de su contrato",
    missing: "no sabemos si se quejó cerca del fin de su contrato",
  },
  recent_complaint_flag: {
    yes: "se nos ha quejado o ha querido irse",
    no: "no nos consta que se haya quejado ni que quiera irse",
    missing: "no sabemos si se nos ha quejado o ha querido irse",
  },
  customer_intent: {
    levels: {
      "Cancellation / Switch": aboutLeaving,
      "Complaint / Escalation": "se nos ha quejado",
      "Billing / Payment": "ha hablado con nosotros de facturas o pagos",
      "Contract Renewal": "ha hablado con nosotros de renovar su contrato",
      "Pricing Offers": aboutPrices,
      "Plan / Product Inquiry": "nos ha preguntado por otros planes o productos",
      "Account / Service Inquiry": "nos ha preguntado por su cuenta o por nuestro servicio",
      "General / Operational Contact": "ha hablado con nosotros de un asunto corriente",
      "Other / Unclassified": "ha hablado con nosotros, y nuestras notas no dicen de qué",
      no_interaction: never,
    },
    missing: topicUnknown,
  },
  last_interaction_days_ago: {
    zero: "ha hablado con nosotros hoy",
    above: (span) => `habló con nosotros por última vez hace ${span}`,
    missing: never,
  },
  is_cancellation_intent: {
    yes: aboutLeaving,
    no: "no nos consta que quiera irse",
    missing: "no sabemos si ha hablado con nosotros de irse",
  },
  is_complaint_intent: {
    yes: "se nos ha quejado",
    no: "no nos consta que se haya quejado",
    missing: "no sabemos si se nos ha quejado",
  },
  intent_severity_score: {
    points: [
      "nada de lo que nos ha dicho apunta a que se vaya",
      aboutPrices,
      "se nos ha quejado",
      aboutLeaving,
    ],
    missing: topicUnknown,
  },
  months_since_last_change: {
    zero: "acaba de cambiar de producto",
    above: (span) => `cambió de producto por última vez hace ${span}`,
    missing: "nunca ha cambiado de producto",
  },
};

/** How they sounded. */
export const toneClauses: ClausesOf<"2B"> = {
  sentiment_label: {
    levels: {
      negative: "mostró descontento la última vez que hablamos",
      neutral: "no mostró ni satisfacción ni descontento la última vez que hablamos",
      positive: "mostró satisfacción la última vez que hablamos",
      no_interaction: "no tenemos notas de una conversación que muestren su ánimo",
    },
    missing: toneUnknown,
  },
  is_negative_sentiment: {
    yes: "mostró descontento la última vez que hablamos",
    no: "no nos consta que haya mostrado descontento",
    missing: toneUnknown,
  },
  complaint_x_negative_sentiment: {
    yes: "se nos ha quejado o ha querido irse, y mostró descontento",
    no: "no nos consta que se haya quejado con descontento",
    missing: "no sabemos si se ha quejado con descontento",
  },
};

/** Facts that count for more when they come together. */
export const compoundClauses: ClausesOf<"3"> = {
  is_price_sensitive: {
    yes: aboutPrices,
    no: "no nos consta que haya hablado de precios ni de ofertas",
    missing: topicUnknown,
  },
  is_high_risk_lifecycle: {
    yes: "lleva como mucho un año con nosotros, y su contrato ha vencido o vence en tres meses o menos",
    no: "no es un cliente nuevo con el contrato a punto de vencer",
    missing: "no sabemos si es un cliente nuevo con el contrato a punto de vencer",
  },
  is_competition_x_renewal: {
    yes: "su contrato vence en tres meses o menos, y en su provincia compiten muchas comercializadoras",
    no: "su contrato no vence en los próximos tres meses, o en su provincia la competencia no es fuerte",
    missing: "no sabemos cuándo vence su contrato o cómo de fuerte es la competencia en su provincia",
  },
  dual_fuel_x_renewal: {
    yes: "tiene con nosotros electricidad y gas, y su contrato vence en tres meses o menos",
    no: "no tiene con nosotros a la vez electricidad y gas, o su contrato no vence en los próximos tres meses",
    missing: "no sabemos cuándo vence su contrato o qué tiene con nosotros",
  },
  dual_fuel_x_competition: {
    yes: "tiene con nosotros electricidad y gas, y en su provincia compiten muchas comercializadoras",
    no: "no tiene con nosotros a la vez electricidad y gas, o en su provincia la competencia no es fuerte",
    missing: "no sabemos qué tiene con nosotros o cómo de fuerte es la competencia en su provincia",
  },
  dual_fuel_x_intent: {
    yes: "tiene con nosotros electricidad y gas, y se ha quejado o ha querido irse",
    no: "no tiene con nosotros a la vez electricidad y gas, o no nos consta que se haya quejado",
    missing: "no sabemos qué tiene con nosotros o si se ha quejado",
  },
};
