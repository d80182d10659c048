import type { Translated } from "../../words/language.ts";

const en = {
  title: "Customer Risk",
  total: "Total Customers",
  totalNote: (all: string) => `of ${all} scored`,
  critical: "Critical Risk",
  high: "High Risk",
  loss: "Expected Monthly Loss",
  lossNote: "probability of leaving × monthly margin",
  predicted: "Expected to leave",
  predictedNote: (threshold: string) => `probability from ${threshold} on`,
  tiers: "Risk Tier Distribution",
  histogram: "Customers by probability of leaving",
  histogramSummary: (customers: string, atRisk: string) =>
    `Histogram of ${customers} customers by probability of leaving; ${atRisk} are at high or critical risk`,
  histogramNote: "Heights are on a logarithmic scale: most customers are at low risk.",
  bin: "Probability",
  customers: "Customers",
  share: "Share",
  list: "Customer Details",
  inSample: (customers: string) =>
    `Customers marked * (${customers} in all) were used to train the model; it has seen whether they left, so their scores flatter it.`,
  open: "Customers marked ? the model cannot call: too many who leave and too many who stay score alike.",
};

const es: typeof en = {
  title: "Riesgo de clientes",
  total: "Clientes en total",
  totalNote: (all) => `de ${all} puntuados`,
  critical: "Riesgo crítico",
  high: "Riesgo alto",
  loss: "Pérdida mensual esperada",
  lossNote: "probabilidad de baja × margen mensual",
  predicted: "Se espera que se vayan",
  predictedNote: (threshold) => `probabilidad desde ${threshold}`,
  tiers: "Distribución por nivel de riesgo",
  histogram: "Clientes por probabilidad de baja",
  histogramSummary: (customers, atRisk) =>
    `Histograma de ${customers} clientes por probabilidad de baja; ${atRisk} tienen riesgo alto o crítico`,
  histogramNote: "Las alturas van en escala logarítmica: la mayoría tiene poco riesgo.",
  bin: "Probabilidad",
  customers: "Clientes",
  share: "Parte",
  list: "Detalle de clientes",
  inSample: (customers) =>
    `Los clientes con * (${customers} en total) sirvieron para entrenar el modelo; conoce si se fueron, así que sus puntuaciones lo favorecen.`,
  open: "Sobre los clientes con ? el modelo no puede pronunciarse: demasiados que se van y demasiados que se quedan puntúan igual.",
};

export const customersWords: Translated<typeof en> = { en, es };
