import type { Translated } from "../../words/language.ts";

/** Texts of the leaderboard: all experiments with all algorithms. */
const en = {
  heading: "Leaderboard: every experiment with every algorithm",
  lacking: "the leaderboard of the training",
  notHeld: "No leaderboard was held: the model is the preferred recipe, compared with no other.",
  met: (rows: string, churners: string, folds: string) =>
    `${rows} customers of the training part, ${churners} of whom left, in ${folds} folds: each was scored by models that had not seen them. The holdout had no part in it.`,
  sample: (rows: string, all: string) =>
    `The training part has ${all} customers; the contestants met on a sample of ${rows}.`,
  kept: (preferred: string) =>
    `Preferred and chosen: ${preferred}. No other is shown to be better: a tie is no reason to change.`,
  asked: (preferred: string, better: string) =>
    `Asked for and kept: ${preferred}, although ${better} is shown to be better.`,
  replaced: (preferred: string, chosen: string) =>
    `Preferred: ${preferred}. Chosen: ${chosen}, which is shown to be better: the whole interval of the difference, which holds for all contestants together, lies above 0.`,
  contestant: (algorithm: string, experiment: string) => `${algorithm} on ${experiment}`,
  byExperiment: (algorithm: string) => `PR-AUC by experiment, with ${algorithm}`,
  byAlgorithm: (experiment: string) => `PR-AUC by algorithm, on ${experiment}`,
  note: (confidence: string) => `Out of fold, with ${confidence} intervals.`,
  guesses:
    "Two have learnt nothing but the churn rate: one gives it to everybody, the other draws the outcome with that probability.",
  label: (name: string, marks: string) => `${name} (${marks})`,
  chosen: "chosen",
  preferred: "preferred",
  experiment: "Experiment",
  algorithm: "Algorithm",
  contestantTitle: "Contestant",
  features: "Features",
  weighting: "Class weighting",
  prAuc: "PR-AUC",
  rocAuc: "ROC-AUC",
  brier: "Brier score",
  logLoss: "Log loss",
  toBest: "PR-AUC minus the best's",
  standing: "Standing",
  all: (count: string) => `All ${count} contestants`,
  allCaption: (confidence: string) =>
    `Out of fold, by PR-AUC; ${confidence} intervals in brackets. A tie: the sample does not tell it from the best`,
  steps: "What each step adds",
  experimentSteps: (algorithm: string) => `From experiment to experiment, with ${algorithm}`,
  algorithmSteps: (experiment: string) => `From the simpler to the next algorithm, on ${experiment}`,
  otherSteps: (count: string) => `The other ${count} comparisons`,
  otherCaption: "With other algorithms and on other experiments",
  from: "From",
  to: "To",
  adds: "PR-AUC added",
  verdict: "In words",
  verdicts: { better: "better", tie: "tie", worse: "worse" },
  verdictNote:
    "Better or worse: the whole interval of the difference lies above or below 0. A tie: it holds 0, so the sample does not tell the two apart. Each comparison is told by itself: among many, one may look better by chance. To be chosen, a contestant must be better by an interval that holds for all of them together.",
  algorithms: {
    random_forest: "random forest",
    logistic_regression: "logistic regression",
    dummy_stratified: "random guess",
    dummy_most_frequent: "churn rate alone",
  } as Readonly<Record<string, string>>,
  weightings: { none: "none", balanced: "balanced" } as Readonly<Record<string, string>>,
};

const es: typeof en = {
  heading: "Clasificación: cada experimento con cada algoritmo",
  lacking: "la clasificación del entrenamiento",
  notHeld: "No hubo clasificación: el modelo es la receta preferida, sin comparar con ninguna otra.",
  met: (rows, churners, folds) =>
    `${rows} clientes de la parte de entrenamiento, de los que ${churners} se fueron, en ${folds} pliegues: a cada uno lo puntuaron modelos que no lo habían visto. La reserva no intervino.`,
  sample: (rows, all) =>
    `La parte de entrenamiento tiene ${all} clientes; la comparación se hizo con una muestra de ${rows}.`,
  kept: (preferred) =>
    `Preferido y elegido: ${preferred}. No se ha demostrado que ningún otro sea mejor: un empate no es motivo para cambiar.`,
  asked: (preferred, better) =>
    `Pedido y conservado: ${preferred}, aunque ${better} es mejor de forma demostrada.`,
  replaced: (preferred, chosen) =>
    `Preferido: ${preferred}. Elegido: ${chosen}, que es mejor de forma demostrada: todo el intervalo de la diferencia, válido para todos los concursantes a la vez, queda por encima de 0.`,
  contestant: (algorithm, experiment) => `${algorithm} con ${experiment}`,
  byExperiment: (algorithm) => `PR-AUC por experimento, con ${algorithm}`,
  byAlgorithm: (experiment) => `PR-AUC por algoritmo, con ${experiment}`,
  note: (confidence) => `Fuera del pliegue, con intervalos del ${confidence}.`,
  guesses:
    "Dos no han aprendido más que la tasa de bajas: uno se la da a todos, el otro sortea el resultado con esa probabilidad.",
  label: (name, marks) => `${name} (${marks})`,
  chosen: "elegido",
  preferred: "preferido",
  experiment: "Experimento",
  algorithm: "Algoritmo",
  contestantTitle: "Concursante",
  features: "Variables",
  weighting: "Peso de las clases",
  prAuc: "PR-AUC",
  rocAuc: "ROC-AUC",
  brier: "Índice de Brier",
  logLoss: "Pérdida logarítmica",
  toBest: "PR-AUC menos la del mejor",
  standing: "Posición",
  all: (count) => `Los ${count} concursantes`,
  allCaption: (confidence) =>
    `Fuera del pliegue, por PR-AUC; entre paréntesis, intervalos del ${confidence}. Empate: la muestra no lo distingue del mejor`,
  steps: "Qué añade cada paso",
  experimentSteps: (algorithm) => `De experimento en experimento, con ${algorithm}`,
  algorithmSteps: (experiment) => `Del algoritmo más simple al siguiente, con ${experiment}`,
  otherSteps: (count) => `Las otras ${count} comparaciones`,
  otherCaption: "Con otros algoritmos y otros experimentos",
  from: "De",
  to: "A",
  adds: "PR-AUC añadida",
  verdict: "En palabras",
  verdicts: { better: "mejor", tie: "empate", worse: "peor" },
  verdictNote:
    "Mejor o peor: todo el intervalo de la diferencia queda por encima o por debajo de 0. Empate: contiene el 0, así que la muestra no distingue uno de otro. Cada comparación se da por sí sola: entre muchas, una puede parecer mejor por azar. Para ser elegido, un concursante debe ser mejor según un intervalo válido para todos a la vez.",
  algorithms: {
    random_forest: "bosque aleatorio",
    logistic_regression: "regresión logística",
    dummy_stratified: "al azar",
    dummy_most_frequent: "solo la tasa",
  },
  weightings: { none: "ninguno", balanced: "equilibrado" },
};

export const contestWords: Translated<typeof en> = { en, es };
