import type { AlertKind } from "../../../configs/alerts.ts";
import type { StepName } from "../../../configs/pipeline.ts";
import type { TaskName } from "../../../configs/state-machine.ts";
import type { RunState } from "../../../runtime/manifest/manifest.ts";
import type { Translated } from "../../words/language.ts";
import type { ShownState } from "./run-state.ts";

/** Words that the history and the page of a run share. */
interface PipelineWords {
  readonly title: string;
  readonly states: Readonly<Record<ShownState, string>>;
  /** Cards and choices of the history, by the books' own states. */
  readonly kept: Readonly<Record<RunState, string>>;
  /** Data steps by their names, and tasks by those of the state machine; newer ones keep their own. */
  readonly tasks: Readonly<Record<string, string>>;
  readonly modes: Readonly<Record<string, string>>;
  readonly alerts: Readonly<Record<AlertKind, string>>;
  readonly total: string;
  readonly interruptedNote: (runs: string) => string;
  readonly status: string;
  readonly all: string;
  readonly show: string;
  readonly history: string;
  readonly newestFirst: string;
  readonly run: string;
  readonly delivery: string;
  readonly state: string;
  readonly mode: string;
  readonly experiment: string;
  readonly started: string;
  readonly duration: string;
  readonly cause: string;
  readonly shown: string;
  readonly newest: string;
  readonly older: string;
  readonly pages: string;
  readonly none: string;
  readonly noneOfState: string;
  readonly nobody: string;
  readonly begun: (run: string) => string;
  readonly atWork: (run: string, task: string, steps: string, allSteps: string) => string;
  readonly durations: string;
  readonly durationsSummary: (runs: string, newest: string) => string;
  readonly durationsAxis: string;
  readonly durationsNote: (runs: string) => string;
  readonly allSteps: string;
  readonly staleBooks: (minute: string) => string;
  readonly lastGood: string;
  readonly noBooks: { readonly title: string; readonly text: string; readonly remedy: string };
  readonly unreadable: string;
}

type Tasks = Readonly<Record<StepName | TaskName, string>>;

const stepsEn = {
  bronze: "Bronze",
  silver: "Silver",
  gold: "Gold",
  train: "Train",
  evaluate: "Evaluate",
  score: "Score",
  drift: "Drift",
} as const;

const tasksEn: Tasks = {
  ...stepsEn,
  Bronze: stepsEn.bronze,
  Silver: stepsEn.silver,
  Gold: stepsEn.gold,
  Train: stepsEn.train,
  Evaluate: stepsEn.evaluate,
  Score: stepsEn.score,
  Drift: stepsEn.drift,
  ResolveDelivery: "Delivery taken in",
  ReadDecision: "Gate's decision read",
  Register: "Model made champion",
  Reject: "Model refused",
  AlertRejected: "Refusal told",
  MarkRejected: "Run ended as rejected",
  Publish: "Published",
  AlertFindings: "Findings told",
  Complete: "Report written",
  MarkFailed: "Run ended as failed",
  Notify: "Failure told",
};

const en: PipelineWords = {
  title: "Pipeline Status",
  states: {
    running: "In progress",
    completed: "Completed",
    failed: "Failed",
    rejected: "Rejected",
    interrupted: "Interrupted",
    superseded: "Superseded",
  },
  kept: {
    started: "In Progress",
    completed: "Completed",
    failed: "Failed",
    rejected: "Rejected",
    superseded: "Superseded",
  },
  tasks: tasksEn,
  modes: { auto: "train or score", train: "train", score: "score" },
  alerts: {
    "run-failed": "Run failed",
    "model-rejected": "Model refused",
    "drift-watch": "Drift: watch",
    "drift-critical": "Drift: critical",
    "data-quarantined": "Rows set aside",
    "champion-changed": "Champion changed",
    "decision-refused": "Decision refused",
  },
  total: "Total Runs",
  interruptedNote: (runs) => `${runs} interrupted`,
  status: "Status",
  all: "All",
  show: "Show",
  history: "Run History",
  newestFirst: "The newest first",
  run: "Run",
  delivery: "delivery",
  state: "Status",
  mode: "Mode",
  experiment: "experiment",
  started: "Started",
  duration: "Duration",
  cause: "Cause",
  shown: "shown to readers",
  newest: "Newest",
  older: "Older",
  pages: "Pages of the history",
  none: "No pipeline runs have been recorded yet.",
  noneOfState: "No run is in this state.",
  nobody: "No run is at work.",
  begun: (run) => `Run ${run} is at work; it has just begun.`,
  atWork: (run, task, steps, allSteps) =>
    `Run ${run} is at work. Done last: ${task}; ${steps} of ${allSteps} steps are done.`,
  durations: "Duration of the steps",
  durationsSummary: (runs, newest) =>
    `Stacked columns of the steps' durations in the last ${runs} completed runs; the newest took ${newest}`,
  durationsAxis: "Completed runs, the newest on the right",
  durationsNote: (runs) => `The last ${runs} completed runs at most.`,
  allSteps: "All steps",
  staleBooks: (minute) => `The pipeline's books cannot be read since ${minute}.`,
  lastGood: "What you see is what they said last.",
  noBooks: {
    title: "Nobody has said where the pipeline's books are",
    text: "The lake is in a bucket; which runs there were stands in a DynamoDB table beside it.",
    remedy: "Set MANIFEST_TABLE to the name of the stack's table and start the dashboard again.",
  },
  unreadable: "The pipeline's books cannot be read",
};

const stepsEs = {
  bronze: "Bronce",
  silver: "Plata",
  gold: "Oro",
  train: "Entrenar",
  evaluate: "Evaluar",
  score: "Puntuar",
  drift: "Deriva",
} as const;

const tasksEs: Tasks = {
  ...stepsEs,
  Bronze: stepsEs.bronze,
  Silver: stepsEs.silver,
  Gold: stepsEs.gold,
  Train: stepsEs.train,
  Evaluate: stepsEs.evaluate,
  Score: stepsEs.score,
  Drift: stepsEs.drift,
  ResolveDelivery: "Entrega recibida",
  ReadDecision: "Decisión del control leída",
  Register: "Modelo hecho campeón",
  Reject: "Modelo rechazado",
  AlertRejected: "Rechazo avisado",
  MarkRejected: "Ejecución cerrada como rechazada",
  Publish: "Publicada",
  AlertFindings: "Hallazgos avisados",
  Complete: "Informe escrito",
  MarkFailed: "Ejecución cerrada como fallida",
  Notify: "Fallo avisado",
};

const es: PipelineWords = {
  title: "Estado del proceso",
  states: {
    running: "En curso",
    completed: "Completada",
    failed: "Fallida",
    rejected: "Rechazada",
    interrupted: "Interrumpida",
    superseded: "Sustituida",
  },
  kept: {
    started: "En curso",
    completed: "Completadas",
    failed: "Fallidas",
    rejected: "Rechazadas",
    superseded: "Sustituidas",
  },
  tasks: tasksEs,
  modes: { auto: "entrenar o puntuar", train: "entrenar", score: "puntuar" },
  alerts: {
    "run-failed": "Ejecución fallida",
    "model-rejected": "Modelo rechazado",
    "drift-watch": "Deriva: vigilar",
    "drift-critical": "Deriva: crítica",
    "data-quarantined": "Filas apartadas",
    "champion-changed": "Campeón cambiado",
    "decision-refused": "Decisión denegada",
  },
  total: "Ejecuciones en total",
  interruptedNote: (runs) => `${runs} interrumpidas`,
  status: "Estado",
  all: "Todas",
  show: "Mostrar",
  history: "Historial de ejecuciones",
  newestFirst: "De la más reciente a la más antigua",
  run: "Ejecución",
  delivery: "entrega",
  state: "Estado",
  mode: "Modo",
  experiment: "experimento",
  started: "Inicio",
  duration: "Duración",
  cause: "Causa",
  shown: "la que se muestra",
  newest: "Las más recientes",
  older: "Anteriores",
  pages: "Páginas del historial",
  none: "Todavía no hay ejecuciones registradas.",
  noneOfState: "Ninguna ejecución está en este estado.",
  nobody: "No hay ninguna ejecución en curso.",
  begun: (run) => `La ejecución ${run} está en curso; acaba de empezar.`,
  atWork: (run, task, steps, allSteps) =>
    `La ejecución ${run} está en curso. Lo último hecho: ${task}; van ${steps} de ${allSteps} pasos.`,
  durations: "Duración de los pasos",
  durationsSummary: (runs, newest) =>
    `Columnas apiladas con la duración de los pasos en las últimas ${runs} ejecuciones completadas; la más reciente tardó ${newest}`,
  durationsAxis: "Ejecuciones completadas, la más reciente a la derecha",
  durationsNote: (runs) => `Como mucho, las últimas ${runs} ejecuciones completadas.`,
  allSteps: "Todos los pasos",
  staleBooks: (minute) => `Los registros del proceso no se pueden leer desde el ${minute}.`,
  lastGood: "Lo que ve es lo último que decían.",
  noBooks: {
    title: "Nadie ha dicho dónde están los registros del proceso",
    text: "El lago está en un bucket; qué ejecuciones ha habido consta en una tabla de DynamoDB junto a él.",
    remedy: "Ponga en MANIFEST_TABLE el nombre de la tabla del despliegue y arranque el panel de nuevo.",
  },
  unreadable: "Los registros del proceso no se pueden leer",
};

export const pipelineWords: Translated<PipelineWords> = { en, es };
