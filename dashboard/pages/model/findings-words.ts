import type { Translated } from "../../words/language.ts";

/** Texts about thresholds side by side, the procedure before, probabilities and features that may know too much. */
const en = {
  points: "Two thresholds side by side",
  pointsLacking: "the comparison of thresholds",
  pointsCaption: (rows: string, confidence: string) =>
    `On the ${rows} customers of the holdout, with ${confidence} intervals`,
  rule: "Threshold by",
  rules: { recall: "recall (shipped)", profit: "expected profit" },
  threshold: "Threshold",
  called: "Called",
  precision: "Precision",
  recall: "Recall",
  profit: "Earned per customer",
  noProfit: "No threshold by expected profit: out of fold, calling anybody cost more than it earned.",
  assumed: (save: string, horizon: string, offer: string, cost: string, months: string) =>
    `Assumed: everybody who is called gets the same offer (${offer}); it keeps ${save} of those who would leave, whose margin counts for ${horizon} months; it costs ${cost} of the monthly margin for ${months} months, also where the customer would have stayed. Without a known positive margin there is no offer. Earned per customer is for each customer of the holdout, called or not.`,

  before: "This model and the procedure before",
  beforeLacking: "the replay of the procedure before",
  notReplayed:
    "The procedure before was not replayed: it grows boosted trees, and the preferred recipe does not.",
  beforeCaption: (rows: string) =>
    `On the same ${rows} customers of the holdout; what was promised before the holdout was looked at, and what was kept`,
  measure: "Measure",
  beforePromised: "Before: promised",
  beforeKept: "Before: kept",
  beforeRaw: "Before: with raw scores",
  oursPromised: "This model: promised",
  oursKept: "This model: kept",
  thresholdUsed: "Threshold",
  highest: "Highest probability",
  brier: "Brier score",
  calibrationError: "Calibration error",
  errorLeans:
    "Resampling adds noise to the calibration error, so its interval leans upwards and may lie wholly above the value.",
  shows: (before: string, ours: string) => `${before} ${ours}`,
  beforeShows: {
    less: (promised: string, kept: string) =>
      `The procedure before promised a recall of ${promised} and kept ${kept}, which is less: its threshold was chosen on raw scores and applied to calibrated ones.`,
    as: (promised: string, kept: string) =>
      `The procedure before promised a recall of ${promised} and kept ${kept}, which does not contradict it.`,
    more: (promised: string, kept: string) =>
      `The procedure before promised a recall of ${promised} and reached ${kept}, which is more: its threshold was chosen on raw scores and applied to calibrated ones.`,
  },
  oursShows: {
    less: (promised: string, kept: string) => `This model promised ${promised} and kept ${kept}: less, too.`,
    as: (promised: string, kept: string) =>
      `This model promised ${promised} and kept ${kept}: the promise lies within the interval.`,
    more: (promised: string, kept: string) => `This model promised ${promised} and reached ${kept}: more.`,
    unknown: (kept: string) => `This model keeps ${kept}.`,
  },

  probabilities: "How the probabilities are made, and what they rule out",
  findingsLacking: "what the training found out",
  calibration: "Calibration, compared out of fold",
  calibrationCaption: "By Brier score, the mean squared error of the probabilities: the lower, the better",
  method: "Method",
  methods: { sigmoid: "sigmoid", isotonic: "isotonic" } as Readonly<Record<string, string>>,
  toBest: "Brier score minus the lowest",
  standing: "Standing",
  calibrationStandings: { leads: "lowest", tie: "tie with the lowest", worse: "worse than the lowest" },
  chosen: "chosen",
  coverage: "Prediction sets on the holdout",
  coverageLacking: "the coverage of the prediction sets",
  cannotCall: (some: string, all: string, share: string) =>
    `The model cannot call ${some} of the ${all} customers of the holdout (${share}): it rules out neither outcome for them, or both.`,
  coverageCaption: (asked: string) => `Asked for: the outcome lies in the set of ${asked} of each class`,
  outcome: "Outcome",
  churned: "Left",
  stayed: "Stayed",
  rows: "Customers",
  covered: "Outcome in the set",
  share: "Coverage (95 % interval)",
  kept: "In words",
  coverageKept: "as asked for: it lies within the interval",
  coverageLess: "less than asked for",
  coverageMore: "more than asked for",
  sets: {
    churns: "Said: leaves",
    stays: "Said: stays",
    uncertain: "Neither ruled out",
    unusual: "Both ruled out",
  },

  leakage: "Features that may know too much",
  leakageNote:
    "Looked for on the training part. A feature that tells the outcome almost alone may have been written down after it.",
  single: "The features that rank customers best by themselves",
  feature: "Feature",
  aloneRocAuc: "ROC-AUC alone",
  pure: "Levels with hardly but one outcome",
  noPure:
    "No level of a flag or category has both hardly but one outcome and odds of leaving so far from the usual ones that it would be suspicious.",
  level: "Level",
  left: "Left",
  churnRate: "Churn rate",
  without: (features: string, without: string, whole: string, difference: string) =>
    `Without ${features} PR-AUC out of fold is ${without} in place of ${whole}: a difference of ${difference}.`,

  warnings: "Warnings",
  warningsNote: "The gate does not stop the model for these; a reader should know them.",
  noWarnings: "There are none.",
  warningsLacking: "the list of warnings",
};

const es: typeof en = {
  points: "Dos umbrales, uno al lado del otro",
  pointsLacking: "la comparación de umbrales",
  pointsCaption: (rows, confidence) =>
    `Con los ${rows} clientes de la reserva e intervalos del ${confidence}`,
  rule: "Umbral por",
  rules: { recall: "exhaustividad (en uso)", profit: "beneficio esperado" },
  threshold: "Umbral",
  called: "Señalados",
  precision: "Precisión",
  recall: "Exhaustividad",
  profit: "Ganado por cliente",
  noProfit:
    "No hay umbral por beneficio: fuera del pliegue, señalar a cualquiera costaba más de lo que ganaba.",
  assumed: (save, horizon, offer, cost, months) =>
    `Se supone: cada señalado recibe la misma oferta (${offer}); retiene al ${save} de quienes se irían, cuyo margen cuenta ${horizon} meses; cuesta el ${cost} del margen mensual durante ${months} meses, también si el cliente se habría quedado. Sin un margen conocido y positivo no hay oferta. Lo ganado por cliente es por cada cliente de la reserva, señalado o no.`,

  before: "Este modelo y el procedimiento anterior",
  beforeLacking: "la repetición del procedimiento anterior",
  notReplayed:
    "El procedimiento anterior no se repitió: usa árboles potenciados, y la receta preferida no los tiene.",
  beforeCaption: (rows) =>
    `Con los mismos ${rows} clientes de la reserva; lo prometido antes de mirar la reserva y lo cumplido`,
  measure: "Medida",
  beforePromised: "Antes: prometido",
  beforeKept: "Antes: cumplido",
  beforeRaw: "Antes: con puntuaciones sin calibrar",
  oursPromised: "Este modelo: prometido",
  oursKept: "Este modelo: cumplido",
  thresholdUsed: "Umbral",
  highest: "Probabilidad más alta",
  brier: "Índice de Brier",
  calibrationError: "Error de calibración",
  errorLeans:
    "El remuestreo añade ruido al error de calibración: su intervalo se inclina hacia arriba y puede quedar por completo por encima del valor.",
  shows: (before, ours) => `${before} ${ours}`,
  beforeShows: {
    less: (promised, kept) =>
      `El procedimiento anterior prometía una exhaustividad del ${promised} y cumplió el ${kept}, que es menos: su umbral se eligió con puntuaciones sin calibrar y se aplicó a calibradas.`,
    as: (promised, kept) =>
      `El procedimiento anterior prometía una exhaustividad del ${promised} y cumplió el ${kept}, que no lo contradice.`,
    more: (promised, kept) =>
      `El procedimiento anterior prometía una exhaustividad del ${promised} y llegó al ${kept}, que es más: su umbral se eligió con puntuaciones sin calibrar y se aplicó a calibradas.`,
  },
  oursShows: {
    less: (promised, kept) => `Este modelo prometía el ${promised} y cumplió el ${kept}: también menos.`,
    as: (promised, kept) =>
      `Este modelo prometía el ${promised} y cumplió el ${kept}: lo prometido cae dentro del intervalo.`,
    more: (promised, kept) => `Este modelo prometía el ${promised} y llegó al ${kept}: más.`,
    unknown: (kept) => `Este modelo cumple el ${kept}.`,
  },

  probabilities: "Cómo se hacen las probabilidades y qué descartan",
  findingsLacking: "lo que averiguó el entrenamiento",
  calibration: "Calibración, comparada fuera del pliegue",
  calibrationCaption:
    "Por índice de Brier, el error cuadrático medio de las probabilidades: cuanto menos, mejor",
  method: "Método",
  methods: { sigmoid: "sigmoide", isotonic: "isotónica" },
  toBest: "Índice de Brier menos el más bajo",
  standing: "Posición",
  calibrationStandings: {
    leads: "el más bajo",
    tie: "empate con el más bajo",
    worse: "peor que el más bajo",
  },
  chosen: "elegido",
  coverage: "Conjuntos de predicción en la reserva",
  coverageLacking: "la cobertura de los conjuntos de predicción",
  cannotCall: (some, all, share) =>
    `El modelo no puede pronunciarse sobre ${some} de los ${all} clientes de la reserva (${share}): no descarta ninguno de los dos resultados, o descarta ambos.`,
  coverageCaption: (asked) => `Pedido: el resultado está en el conjunto del ${asked} de cada clase`,
  outcome: "Resultado",
  churned: "Se fueron",
  stayed: "Se quedaron",
  rows: "Clientes",
  covered: "Resultado en el conjunto",
  share: "Cobertura (intervalo del 95 %)",
  kept: "En palabras",
  coverageKept: "la pedida: cae dentro del intervalo",
  coverageLess: "menos de la pedida",
  coverageMore: "más de la pedida",
  sets: {
    churns: "Dicho: se va",
    stays: "Dicho: se queda",
    uncertain: "Ninguno descartado",
    unusual: "Ambos descartados",
  },

  leakage: "Variables que quizá saben demasiado",
  leakageNote:
    "Buscadas en la parte de entrenamiento. Una variable que casi por sí sola dice el resultado pudo anotarse después de él.",
  single: "Las variables que por sí solas ordenan mejor a los clientes",
  feature: "Variable",
  aloneRocAuc: "ROC-AUC por sí sola",
  pure: "Niveles con casi un solo resultado",
  noPure:
    "Ningún nivel de una variable de sí o no o de categoría tiene a la vez casi un solo resultado y una tasa de bajas tan distinta de la habitual que resulte sospechoso.",
  level: "Nivel",
  left: "Se fueron",
  churnRate: "Tasa de bajas",
  without: (features, without, whole, difference) =>
    `Sin ${features}, PR-AUC fuera del pliegue es ${without} en lugar de ${whole}: una diferencia de ${difference}.`,

  warnings: "Avisos",
  warningsNote: "El control no detiene el modelo por ellos; quien lo lee debe conocerlos.",
  noWarnings: "No hay ninguno.",
  warningsLacking: "la lista de avisos",
};

export const findingsWords: Translated<typeof en> = { en, es };
