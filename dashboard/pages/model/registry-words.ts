import type { Translated } from "../../words/language.ts";

/** Texts about how the model came to be: the gate, its rivals, its card. */

interface RuleWords {
  readonly title: string;
  /** The outcome as a sentence; the limit and the value are written already. */
  readonly sentence: (passed: boolean, limit: string, value: string) => string;
}

const en = {
  gate: "Gate decision",
  promoted: "Promoted: every rule of the gate was kept.",
  refused: "Not promoted: a rule of the gate was broken.",
  undecided: "The evaluation holds no decision.",
  overruled: (decision: string) => `A person has decided since: the model is ${decision}.`,
  reasons: "Reasons in the registry",
  ruleCaption: "The candidate is promoted when every rule is kept",
  rule: "Rule",
  limit: "Limit",
  value: "Value",
  result: "Result",
  passed: "kept",
  broken: "broken",
  rules: {
    pr_auc: {
      title: "PR-AUC, at least",
      sentence: (passed, limit, value) =>
        `PR-AUC on the holdout is ${value}, ${passed ? "at least" : "below"} the ${limit} asked for.`,
    },
    recall: {
      title: "Recall, its interval up to at least",
      sentence: (passed, limit, value) =>
        `The interval of recall at the shipped threshold goes up to ${value} and ${passed ? "reaches" : "does not reach"} the ${limit} asked for.`,
    },
    calibration_error: {
      title: "Calibration error, at most",
      sentence: (passed, limit, value) =>
        `Probabilities are off by ${value} on average, ${passed ? "within" : "more than"} the ${limit} allowed.`,
    },
    leakage: {
      title: "Single feature's ROC-AUC, at most",
      sentence: (passed, limit, value) =>
        `The feature that ranks customers best by itself has a ROC-AUC of ${value}, ${passed ? "within" : "more than"} the ${limit} allowed.`,
    },
    champion: {
      title: "Not worse than the champion: difference up to at least",
      sentence: (passed, _limit, value) =>
        `The interval of PR-AUC minus the champion's goes up to ${value}: ${passed ? "not worse" : "worse"} than the champion.`,
    },
  } as Readonly<Record<string, RuleWords>>,
  comparison: "Against the champion of then",
  noChampion: "There was no champion to compare with.",
  compared: (experiment: string, day: string, rows: string, churners: string) =>
    `The champion was ${experiment} as of ${day}; both were measured on the same ${rows} customers, ${churners} of whom left.`,
  candidate: "This model",
  champion: "Champion of then",
  differs: "Difference",
  tie: "a tie: the interval of the difference holds 0",
  better: "better: the whole interval lies above 0",
  worse: "worse: the whole interval lies below 0",

  rivals: "Candidates, compared out of fold",
  rivalsCaption: (rows: string) =>
    `On the ${rows} training customers, each scored by a model that had not seen it`,
  rivalsNote: (chosen: string) =>
    `Chosen: ${chosen}. Candidates are compared before anybody looks at the holdout; the interval is that of the difference to the best, on the same customers.`,
  candidateName: "Class weighting",
  weightings: {
    none: "none: every customer counts once",
    balanced: "balanced: both outcomes weigh the same",
  } as Readonly<Record<string, string>>,
  prAuc: "PR-AUC",
  logLoss: "Log loss",
  toBest: "Difference to the best",
  standing: "Standing",
  chosen: "chosen",
  standings: {
    leads: "leads",
    tie: "tie with the leader",
    below: "below the leader",
    unknown: "interval not known",
  },

  versions: "Registered versions",
  versionsCount: (count: string) => `${count} in the registry`,
  versionsNote:
    "By PR-AUC, each on its own holdout. A tie: the interval overlaps with the leader's, so neither is shown to be better.",
  versionsMore: (shown: string, all: string) => `The first ${shown} of ${all} are shown.`,
  noVersions: "No model has been registered. Each run that trains registers one.",
  unreadable: "The registry cannot be read at this moment. Reload the page in a minute.",
  version: "Version",
  decision: "Decision",
  decisions: { approved: "approved", rejected: "rejected" },
  isChampion: "champion",
  isShown: "scored these customers",
  experiment: "Experiment",
  registered: "Registered",

  card: "Model card",
  fact: "Fact",
  download: "Take it out as JSON",
  downloadPage: "Take it out as a page (in English)",
  data: "Data",
  trainRows: "Customers trained on",
  holdoutRows: "Customers of the holdout",
  left: "of whom left",
  unlabelled: "Customers without outcome",
  asOf: "Data as of",
  recipe: "Recipe",
  keys: {
    algorithm: "Algorithm",
    trees: "Trees",
    depth: "Depth",
    learningRate: "Learning rate",
    subsample: "Share of rows per tree",
    colsampleByTree: "Share of columns per tree",
    classWeightings: "Class weightings tried",
    method: "Method",
    slope: "Slope",
    intercept: "Intercept",
  } as Readonly<Record<string, string>>,
  weighting: "Class weighting",
  calibrator: "Calibration",
  threshold: "Threshold",
  seed: "Seed",
  libraries: "Software",
  digests: "Digests (SHA-256)",
  gold: "Gold table",
  trees: "Trees of the model",
};

const es: typeof en = {
  gate: "Decisión del control",
  promoted: "Promovido: se cumplieron todas las reglas del control.",
  refused: "No promovido: se incumplió una regla del control.",
  undecided: "La evaluación no contiene ninguna decisión.",
  overruled: (decision) => `Una persona ha decidido después: el modelo está ${decision}.`,
  reasons: "Motivos en el registro",
  ruleCaption: "El candidato se promueve cuando se cumplen todas las reglas",
  rule: "Regla",
  limit: "Límite",
  value: "Valor",
  result: "Resultado",
  passed: "cumplida",
  broken: "incumplida",
  rules: {
    pr_auc: {
      title: "PR-AUC, al menos",
      sentence: (passed, limit, value) =>
        `PR-AUC en la reserva es ${value}, ${passed ? "al menos" : "por debajo de"} el ${limit} pedido.`,
    },
    recall: {
      title: "Exhaustividad, su intervalo hasta al menos",
      sentence: (passed, limit, value) =>
        `El intervalo de la exhaustividad con el umbral en uso llega a ${value} y ${passed ? "alcanza" : "no alcanza"} el ${limit} pedido.`,
    },
    calibration_error: {
      title: "Error de calibración, como máximo",
      sentence: (passed, limit, value) =>
        `Las probabilidades se desvían ${value} de media, ${passed ? "dentro del" : "más que el"} ${limit} permitido.`,
    },
    leakage: {
      title: "ROC-AUC de una sola variable, como máximo",
      sentence: (passed, limit, value) =>
        `La variable que por sí sola ordena mejor a los clientes tiene una ROC-AUC de ${value}, ${passed ? "dentro del" : "más que el"} ${limit} permitido.`,
    },
    champion: {
      title: "No peor que el campeón: diferencia hasta al menos",
      sentence: (passed, _limit, value) =>
        `El intervalo de PR-AUC menos la del campeón llega a ${value}: ${passed ? "no es peor" : "es peor"} que el campeón.`,
    },
  },
  comparison: "Frente al campeón de entonces",
  noChampion: "No había campeón con el que comparar.",
  compared: (experiment, day, rows, churners) =>
    `El campeón era ${experiment} con datos al ${day}; ambos se midieron con los mismos ${rows} clientes, de los que ${churners} se fueron.`,
  candidate: "Este modelo",
  champion: "Campeón de entonces",
  differs: "Diferencia",
  tie: "empate: el intervalo de la diferencia contiene el 0",
  better: "mejor: todo el intervalo queda por encima de 0",
  worse: "peor: todo el intervalo queda por debajo de 0",

  rivals: "Candidatos, comparados fuera del pliegue",
  rivalsCaption: (rows) =>
    `Con los ${rows} clientes de entrenamiento, cada uno puntuado por un modelo que no lo había visto`,
  rivalsNote: (chosen) =>
    `Elegido: ${chosen}. Los candidatos se comparan antes de que nadie mire la reserva; el intervalo es el de la diferencia con el mejor, con los mismos clientes.`,
  candidateName: "Peso de las clases",
  weightings: {
    none: "ninguno: cada cliente cuenta una vez",
    balanced: "equilibrado: ambos resultados pesan lo mismo",
  },
  prAuc: "PR-AUC",
  logLoss: "Pérdida logarítmica",
  toBest: "Diferencia con el mejor",
  standing: "Posición",
  chosen: "elegido",
  standings: {
    leads: "va primero",
    tie: "empate con el primero",
    below: "por debajo del primero",
    unknown: "intervalo desconocido",
  },

  versions: "Versiones registradas",
  versionsCount: (count) => `${count} en el registro`,
  versionsNote:
    "Por PR-AUC, cada una en su propia reserva. Empate: el intervalo se solapa con el del primero, así que ninguno es mejor de forma demostrada.",
  versionsMore: (shown, all) => `Se muestran las primeras ${shown} de ${all}.`,
  noVersions: "No hay ningún modelo registrado. Cada ejecución que entrena registra uno.",
  unreadable: "El registro no se puede leer en este momento. Recargue la página en un minuto.",
  version: "Versión",
  decision: "Decisión",
  decisions: { approved: "aprobado", rejected: "rechazado" },
  isChampion: "campeón",
  isShown: "puntuó a estos clientes",
  experiment: "Experimento",
  registered: "Registrado",

  card: "Ficha del modelo",
  fact: "Dato",
  download: "Descargarla como JSON",
  downloadPage: "Descargarla como página (en inglés)",
  data: "Datos",
  trainRows: "Clientes de entrenamiento",
  holdoutRows: "Clientes de la reserva",
  left: "de los que se fueron",
  unlabelled: "Clientes sin resultado",
  asOf: "Datos al",
  recipe: "Receta",
  keys: {
    algorithm: "Algoritmo",
    trees: "Árboles",
    depth: "Profundidad",
    learningRate: "Tasa de aprendizaje",
    subsample: "Parte de las filas por árbol",
    colsampleByTree: "Parte de las columnas por árbol",
    classWeightings: "Pesos de clases probados",
    method: "Método",
    slope: "Pendiente",
    intercept: "Ordenada",
  },
  weighting: "Peso de las clases",
  calibrator: "Calibración",
  threshold: "Umbral",
  seed: "Semilla",
  libraries: "Programas",
  digests: "Resúmenes (SHA-256)",
  gold: "Tabla de oro",
  trees: "Árboles del modelo",
};

export const registryWords: Translated<typeof en> = { en, es };
