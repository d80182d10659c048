import type { Advice, RealisedStatus } from "../../../configs/drift-advice.ts";
import { reasonWords } from "../../../runtime/monitor/advice.ts";
import type { Translated } from "../../words/language.ts";

/** Texts about what to do, and about the performance that it rests on. */

interface AdviceWords {
  readonly name: string;
  readonly remedy: string;
}

const en = {
  title: "Advice",
  advices: {
    ignore: { name: "Ignore", remedy: "Nothing to do." },
    watch: {
      name: "Watch",
      remedy:
        "Look at the features below: check the delivery for faults (units, missing columns, new names), and ask whether the business changed. The scores may be used; train again if it lasts.",
    },
    retrain: {
      name: "Retrain",
      remedy:
        "Check the delivery for faults first: units, missing columns, new names. If the data are right, train a new model on new labels (spanishgas run --mode train) before large offers rest on these scores.",
    },
  } satisfies Record<Advice, AdviceWords> as Readonly<Record<Advice, AdviceWords>>,
  reasons: reasonWords,
  performance: "Performance, from the scores alone",
  assumption: (customers: string, churners: string, confidence: string) =>
    `While nobody knows who will churn: what the scores promise for the ${customers} customers that the model was not trained on, of whom ${churners} are expected to churn. This holds as long as the scores are calibrated: of customers scored 30 %, 30 % churn. The interval is where the real figure will lie, ${confidence} of the time: it counts the chance of which customers churn, and how unsure the calibration is. If customers leave for other reasons than before, only their labels show it.`,
  performances: {
    holds: "PR-AUC is as it was in training, as far as the scores can tell.",
    worse: "PR-AUC has fallen since the training, beyond chance: the scores tell customers apart less well.",
  },
  tooFew: (customers: string, churners: string) =>
    `Too few to estimate from: the model was not trained on ${customers} customers, and ${churners} of them are expected to churn.`,
  performanceCaption: (threshold: string) => `At the model's threshold, ${threshold}`,
  figure: "Figure",
  expected: "Expected now",
  interval: (confidence: string) => `Interval (${confidence})`,
  holdout: "On the holdout",
  training: "In training, out of fold",
  realised: "Churn that came, by tier",
  realisedNote: (labelled: string, customers: string, confidence: string) =>
    `Customers whose label has come since the training: ${labelled} of ${customers} that had none then. The intervals hold for all tiers together, ${confidence} of the time.`,
  noLabels:
    "No label has come since the training: there is nothing to compare yet. The labels of then are on the page of the model.",
  onlyChurners: (labelled: string) =>
    `The ${labelled} labels that have come since the training are churners' alone: first reports, from which no churn rate can be told.`,
  realisedCaption: "Expected and real churn",
  tier: "Tier",
  customers: "Customers",
  expectedChurners: "Expected churners",
  churners: "Churners",
  expectedRate: "Expected rate",
  rate: "Real rate",
  agreement: "Agreement",
  agreements: {
    unknown: "unknown",
    agrees: "yes",
    differs: "no, by little",
    off: "no, by much ▲▲",
  } satisfies Record<RealisedStatus, string> as Readonly<Record<RealisedStatus, string>>,
};

const es: typeof en = {
  title: "Consejo",
  advices: {
    ignore: { name: "Ignorar", remedy: "Nada que hacer." },
    watch: {
      name: "Vigilar",
      remedy:
        "Mire las variables de abajo: busque fallos en la entrega (unidades, columnas que faltan, nombres nuevos) y pregunte si cambió el negocio. Las puntuaciones se pueden usar; entrene de nuevo si dura.",
    },
    retrain: {
      name: "Reentrenar",
      remedy:
        "Busque antes fallos en la entrega: unidades, columnas que faltan, nombres nuevos. Si los datos son correctos, entrene un modelo con etiquetas nuevas (spanishgas run --mode train) antes de apoyar ofertas grandes en estas puntuaciones.",
    },
  },
  reasons: {
    nothing_moved: "entradas y puntuaciones se parecen a las del entrenamiento",
    inputs_drifted: "hay entradas que se han movido",
    inputs_critical: "hay entradas que se han movido mucho",
    scores_drifted: "las puntuaciones se han movido",
    scores_critical: "las puntuaciones se han movido mucho",
    performance_worse: "según las puntuaciones, el PR-AUC ha caído",
    performance_holds: "según las puntuaciones, el PR-AUC se mantiene",
    performance_unknown:
      "el modelo conoce a casi todos los clientes y sus puntuaciones no dicen cuánto vale el PR-AUC",
    realised_off: "las bajas que hubo no son las que prometían las puntuaciones",
    realised_agrees: "las bajas que hubo son las que prometían las puntuaciones",
    realised_unknown: "todavía no hay bajas con las que comparar",
  },
  performance: "Rendimiento, solo según las puntuaciones",
  assumption: (customers, churners, confidence) =>
    `Mientras nadie sabe quién se irá: lo que prometen las puntuaciones para los ${customers} clientes con los que no se entrenó el modelo, de los que se esperan ${churners} bajas. Vale mientras las puntuaciones estén calibradas: de los clientes con un 30 %, se va el 30 %. En el intervalo estará la cifra real el ${confidence} de las veces: cuenta el azar de qué clientes se van y la inseguridad de la calibración. Si los clientes se van por otros motivos que antes, solo sus etiquetas lo muestran.`,
  performances: {
    holds: "El PR-AUC es el del entrenamiento, hasta donde lo dicen las puntuaciones.",
    worse:
      "El PR-AUC ha caído desde el entrenamiento, más de lo que explica el azar: las puntuaciones distinguen peor a los clientes.",
  },
  tooFew: (customers, churners) =>
    `Son pocos para estimar: el modelo no se entrenó con ${customers} clientes, y se esperan ${churners} bajas entre ellos.`,
  performanceCaption: (threshold) => `Con el umbral del modelo, ${threshold}`,
  figure: "Medida",
  expected: "Se espera ahora",
  interval: (confidence) => `Intervalo (${confidence})`,
  holdout: "En la reserva",
  training: "En el entrenamiento, fuera de pliegue",
  realised: "Bajas que hubo, por nivel",
  realisedNote: (labelled, customers, confidence) =>
    `Clientes cuya etiqueta ha llegado después del entrenamiento: ${labelled} de ${customers} que entonces no tenían. Los intervalos valen para todos los niveles a la vez, el ${confidence} de las veces.`,
  noLabels:
    "No ha llegado ninguna etiqueta después del entrenamiento: todavía no hay nada que comparar. Las de entonces están en la página del modelo.",
  onlyChurners: (labelled) =>
    `Las ${labelled} etiquetas que han llegado después del entrenamiento son solo de bajas: primeros avisos, de los que no sale ninguna tasa.`,
  realisedCaption: "Bajas esperadas y reales",
  tier: "Nivel",
  customers: "Clientes",
  expectedChurners: "Bajas esperadas",
  churners: "Bajas",
  expectedRate: "Tasa esperada",
  rate: "Tasa real",
  agreement: "Coincide",
  agreements: { unknown: "no se sabe", agrees: "sí", differs: "no, por poco", off: "no, por mucho ▲▲" },
};

export const adviceWords: Translated<typeof en> = { en, es };
