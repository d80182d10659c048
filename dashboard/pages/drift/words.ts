import type { DriftStatus, DriftVerdict } from "../../../configs/drift-limits.ts";
import type { Translated } from "../../words/language.ts";

/** Texts of the page of all features. */

interface VerdictWords {
  readonly name: string;
  readonly meaning: string;
  readonly remedy: string;
}

const en = {
  title: "Drift Monitor",
  detected: "Drift Detected",
  yes: "Yes",
  no: "No",
  drifted: "Features Drifted",
  driftedNote: (compared: string, critical: string) =>
    `of ${compared} compared; ${critical} of them critical`,
  verdicts: {
    none: {
      name: "No drift",
      meaning: "The customers of now look like those that the model learnt from.",
      remedy: "Nothing to do.",
    },
    watch: {
      name: "Watch",
      meaning: "Something has moved away from what the model learnt from, not far.",
      remedy:
        "Look at the features below and ask whether the business or the data changed. The scores may be used; train again if it lasts.",
    },
    critical: {
      name: "Critical",
      meaning: "Something has moved far away from what the model learnt from.",
      remedy:
        "Check the delivery for faults first: units, missing columns, new names. If the change is real, train a new model (spanishgas run --mode train) before large offers rest on these scores.",
    },
  } satisfies Record<DriftVerdict, VerdictWords> as Readonly<Record<DriftVerdict, VerdictWords>>,
  basis: (current: string, day: string, reference: string, referenceDay: string) =>
    `Compared: ${current} customers as of ${day} with the ${reference} training customers of the model, as of ${referenceDay}.`,
  moved: (names: string, more: string | undefined) =>
    more === undefined ? `Moved: ${names}.` : `Moved: ${names} and ${more} more.`,
  prediction: "Prediction Drift",
  predictionNote: (status: string) => `The scores themselves: ${status}.`,
  ks: "KS Statistic",
  p: "p-value",
  psi: "PSI",
  score: "Probability of churn (the score)",
  scoreLink: "How the scores are spread, then and now",
  statuses: { stable: "stable", drifted: "drifted", critical: "critical" } satisfies Record<
    DriftStatus,
    string
  > as Readonly<Record<DriftStatus, string>>,
  features: "Feature Drift Details",
  featuresCaption: (shown: string, all: string) => `${shown} of ${all} features`,
  rule: (p: string, psi: string, distance: string, points: string) =>
    `Drifted: adjusted p-value below ${p}, and an effect that matters: PSI from ${psi}, for numbers also distance from ${distance}, for categories also one level's share moved by ${points} points.`,
  filter: "Status",
  apply: "Apply",
  all: "Show all",
  nothing: "No feature has this status.",
  feature: "Feature",
  kind: "Kind",
  kinds: { numeric: "number", flag: "yes or no", category: "category" } as Readonly<Record<string, string>>,
  test: "Test",
  tests: { kolmogorov_smirnov: "Kolmogorov-Smirnov", chi_square: "chi-square" } as Readonly<
    Record<string, string>
  >,
  statistic: "Statistic",
  adjusted: "Adjusted p",
  distance: "Distance",
  status: "Status",
  sortedBy: (column: string, down: boolean) => `Sorted by ${column}, ${down ? "highest" : "lowest"} first`,
  sortBy: (column: string) => `Sort by ${column}`,
  effect: "PSI by Feature",
  effectTop: (top: string, all: string) => `PSI of the ${top} features of ${all} that moved most`,
  effectNote: (psi: string) =>
    `Population stability index: how far the shares of a feature's bins or levels moved, beyond what a small common move of all customers explains. From ${psi} on it counts.`,
  history: "Run by run",
  historyDrifted: "Features drifted",
  historyPsi: "PSI of the scores",
  historyNone: "No run has looked for drift yet. Every run that scores does.",
  historyUnreadable: "The runs of before cannot be read at this moment. Reload the page in a minute.",
  historySummary: (runs: string, latest: string) => `${runs} runs; the latest: ${latest}`,
  run: "Run",
  started: "Started",
  asOf: "Data as of",
  runs: "Runs, the newest on the right",
  limit: (psi: string) => `limit ${psi}`,
  report: "the drift report",
};

const es: typeof en = {
  title: "Monitor de deriva",
  detected: "Deriva detectada",
  yes: "Sí",
  no: "No",
  drifted: "Variables con deriva",
  driftedNote: (compared, critical) => `de ${compared} comparadas; ${critical} de ellas críticas`,
  verdicts: {
    none: {
      name: "Sin deriva",
      meaning: "Los clientes de ahora se parecen a aquellos de los que aprendió el modelo.",
      remedy: "Nada que hacer.",
    },
    watch: {
      name: "Vigilar",
      meaning: "Algo se ha apartado de lo que aprendió el modelo, no mucho.",
      remedy:
        "Mire las variables de abajo y pregunte si cambió el negocio o cambiaron los datos. Las puntuaciones se pueden usar; entrene de nuevo si dura.",
    },
    critical: {
      name: "Crítica",
      meaning: "Algo se ha apartado mucho de lo que aprendió el modelo.",
      remedy:
        "Revise antes la entrega: unidades, columnas que faltan, nombres nuevos. Si el cambio es real, entrene un modelo nuevo (spanishgas run --mode train) antes de apoyar ofertas grandes en estas puntuaciones.",
    },
  },
  basis: (current, day, reference, referenceDay) =>
    `Se comparan ${current} clientes con datos al ${day} con los ${reference} de entrenamiento del modelo, con datos al ${referenceDay}.`,
  moved: (names, more) =>
    more === undefined ? `Se han movido: ${names}.` : `Se han movido: ${names} y ${more} más.`,
  prediction: "Deriva de la predicción",
  predictionNote: (status) => `Las propias puntuaciones: ${status}.`,
  ks: "Estadístico KS",
  p: "Valor p",
  psi: "PSI",
  score: "Probabilidad de baja (la puntuación)",
  scoreLink: "Cómo se reparten las puntuaciones, antes y ahora",
  statuses: { stable: "estable", drifted: "con deriva", critical: "crítica" },
  features: "Detalle por variable",
  featuresCaption: (shown, all) => `${shown} de ${all} variables`,
  rule: (p, psi, distance, points) =>
    `Deriva: valor p ajustado menor que ${p} y un efecto que importa: PSI desde ${psi}, en números también distancia desde ${distance}, en categorías también que la parte de un nivel se mueva ${points} puntos.`,
  filter: "Estado",
  apply: "Aplicar",
  all: "Mostrar todas",
  nothing: "Ninguna variable tiene este estado.",
  feature: "Variable",
  kind: "Tipo",
  kinds: { numeric: "número", flag: "sí o no", category: "categoría" },
  test: "Prueba",
  tests: { kolmogorov_smirnov: "Kolmogórov-Smirnov", chi_square: "ji cuadrado" },
  statistic: "Estadístico",
  adjusted: "p ajustado",
  distance: "Distancia",
  status: "Estado",
  sortedBy: (column, down) => `Ordenado por ${column}, ${down ? "de mayor a menor" : "de menor a mayor"}`,
  sortBy: (column) => `Ordenar por ${column}`,
  effect: "PSI por variable",
  effectTop: (top, all) => `PSI de las ${top} variables de ${all} que más se movieron`,
  effectNote: (psi) =>
    `Índice de estabilidad de la población: cuánto se movieron las partes de los tramos o niveles de una variable, más allá de lo que explica un pequeño movimiento común de todos los clientes. Cuenta desde ${psi}.`,
  history: "Ejecución por ejecución",
  historyDrifted: "Variables con deriva",
  historyPsi: "PSI de las puntuaciones",
  historyNone: "Ninguna ejecución ha buscado deriva todavía. Lo hace toda ejecución que puntúa.",
  historyUnreadable:
    "Las ejecuciones anteriores no se pueden leer en este momento. Recargue la página en un minuto.",
  historySummary: (runs, latest) => `${runs} ejecuciones; la última: ${latest}`,
  run: "Ejecución",
  started: "Empezó",
  asOf: "Datos al",
  runs: "Ejecuciones, la más reciente a la derecha",
  limit: (psi) => `límite ${psi}`,
  report: "el informe de deriva",
};

export const driftWords: Translated<typeof en> = { en, es };
