import type { Translated } from "../../words/language.ts";

/** Texts of the four curves. */
const en = {
  heading: "Curves on the holdout",
  fromScores: (rows: string) =>
    `The evaluation kept no scores: the curves are drawn from the ${rows} customers of the holdout among those scored.`,
  threshold: "Threshold",
  nobody: "above every score",
  shipped: (threshold: string) => `threshold ${threshold}`,
  model: "model",
  pr: {
    title: "Precision and recall",
    summary: (area: string, base: string) =>
      `PR-AUC is ${area}; calling customers at random would give ${base}`,
    note: "PR-AUC is the area under it. Dashed: precision of calling customers at random, which is the churn rate.",
    x: "Recall: share of the churners who are called",
    y: "Precision: share of the called who churn",
    recall: "Recall",
    precision: "Precision",
    reference: "at random",
  },
  roc: {
    title: "ROC",
    summary: (area: string) => `ROC-AUC is ${area}; calling customers at random would give 0.5`,
    note: "ROC-AUC is the area under it: how often a churner scores above another customer. Dashed: at random.",
    x: "Share of the loyal who are called",
    y: "Share of the churners who are called",
    falsePositiveRate: "Loyal called",
    recall: "Churners called",
    reference: "at random",
  },
  calibration: {
    title: "Calibration",
    summary: (bins: string) => `Churn rate against expected probability in ${bins} bins`,
    note: "Each point is a tenth of the probability scale; the band is the churn rate's 95 % interval (Wilson). On the dashed line a probability is kept exactly.",
    x: "Expected probability of churn",
    y: "Share who churned",
    bin: "Probability",
    rows: "Customers",
    churners: "Churned",
    expected: "Expected",
    real: "Churned, share",
    interval: "95 % interval",
    reference: "as promised",
  },
  gain: {
    title: "Gain",
    summary: (share: string, caught: string) =>
      `The first ${share} of customers by risk hold ${caught} of the churners`,
    note: "Who calls the customers of highest risk first reaches the churners along this line. Dashed: at random.",
    x: "Share of customers called",
    y: "Share of the churners among them",
    called: "Customers called",
    caught: "Churners reached",
    lift: "Times better than chance",
    reference: "at random",
  },
};

const es: typeof en = {
  heading: "Curvas en la reserva",
  fromScores: (rows) =>
    `La evaluación no guardó puntuaciones: las curvas salen de los ${rows} clientes de la reserva entre los puntuados.`,
  threshold: "Umbral",
  nobody: "sobre toda puntuación",
  shipped: (threshold) => `umbral ${threshold}`,
  model: "modelo",
  pr: {
    title: "Precisión y exhaustividad",
    summary: (area, base) => `PR-AUC es ${area}; señalar clientes al azar daría ${base}`,
    note: "PR-AUC es el área bajo ella. A trazos: la precisión de señalar al azar, que es la tasa de bajas.",
    x: "Exhaustividad: parte de las bajas que se señalan",
    y: "Precisión: parte de los señalados que se van",
    recall: "Exhaustividad",
    precision: "Precisión",
    reference: "al azar",
  },
  roc: {
    title: "ROC",
    summary: (area) => `ROC-AUC es ${area}; señalar clientes al azar daría 0,5`,
    note: "ROC-AUC es el área bajo ella: cuántas veces quien se va puntúa por encima de otro cliente. A trazos: al azar.",
    x: "Parte de los fieles que se señalan",
    y: "Parte de las bajas que se señalan",
    falsePositiveRate: "Fieles señalados",
    recall: "Bajas señaladas",
    reference: "al azar",
  },
  calibration: {
    title: "Calibración",
    summary: (bins) => `Tasa de bajas frente a la probabilidad esperada en ${bins} tramos`,
    note: "Cada punto es una décima de la escala de probabilidad; la banda es el intervalo del 95 % de la tasa de bajas (Wilson). En la línea a trazos la probabilidad se cumple exactamente.",
    x: "Probabilidad de baja esperada",
    y: "Parte que se fue",
    bin: "Probabilidad",
    rows: "Clientes",
    churners: "Bajas",
    expected: "Esperado",
    real: "Bajas, parte",
    interval: "Intervalo del 95 %",
    reference: "lo prometido",
  },
  gain: {
    title: "Ganancia",
    summary: (share, caught) =>
      `El primer ${share} de los clientes por riesgo reúne el ${caught} de las bajas`,
    note: "Quien llama primero a los clientes de más riesgo alcanza las bajas a lo largo de esta línea. A trazos: al azar.",
    x: "Parte de los clientes señalados",
    y: "Parte de las bajas entre ellos",
    called: "Clientes señalados",
    caught: "Bajas alcanzadas",
    lift: "Veces mejor que el azar",
    reference: "al azar",
  },
};

export const curveWords: Translated<typeof en> = { en, es };
