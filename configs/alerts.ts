/** What people are told about, from when on, and how often. */

/**
 * The last two are for decisions in SageMaker's console: a person approved a model and the champion moved, or the
 * decision could not be followed.
 */
export const alertKinds = [
  "run-failed",
  "model-rejected",
  "drift-watch",
  "drift-critical",
  "data-quarantined",
  "champion-changed",
  "decision-refused",
] as const;
export type AlertKind = (typeof alertKinds)[number];

/** Where alerts lie in the lake; a file each, and below it what has been told and what could not be. */
export const ALERTS_PREFIX = "monitoring/alerts/";

/** What is known of the kinds. */
export interface AlertDefinition {
  /** What happened, as the first words of a mail. ASCII. */
  readonly title: string;
  /** The same finding of a later run is not told again for so many days. 0: it is told each time. */
  readonly quietDays: number;
}

export const alerts: Readonly<Record<AlertKind, AlertDefinition>> = {
  "run-failed": { title: "run failed", quietDays: 1 },
  "model-rejected": { title: "model refused", quietDays: 0 },
  "drift-watch": { title: "drift: watch", quietDays: 7 },
  "drift-critical": { title: "drift: critical", quietDays: 7 },
  "data-quarantined": { title: "rows set aside", quietDays: 7 },
  "champion-changed": { title: "champion changed", quietDays: 0 },
  "decision-refused": { title: "decision refused", quietDays: 1 },
};

/** People are told when this share of a data set's rows was set aside; more than 1 % stops the run (D5). */
export const quarantineLimits = { share: 0.001 } as const;

/** Alerts that nobody could be told of are kept for the next run, so many at most: the latest. */
export const UNTOLD_ALERTS = 50;

/** SNS's own limit of a subject: characters of ASCII, on one line. */
export const SUBJECT_CHARACTERS = 100;
