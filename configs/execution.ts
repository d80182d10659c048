/** What travels through an execution of the state machine. */

/** What may be asked of a run; `auto` leaves the choice to ResolveDelivery. */
export const runModes = ["auto", "train", "score"] as const;
export type RunMode = (typeof runModes)[number];

/** What ResolveDelivery decides on. */
export const planModes = ["train", "score"] as const satisfies readonly RunMode[];
export type PlanMode = (typeof planModes)[number];

/** What starts an execution. */
export interface ExecutionInput {
  readonly run_id: string;
  readonly delivery_id: string;
  readonly mode: RunMode;
  /** A day, or `auto`: the last complete month of the consumption data decides. */
  readonly as_of: string;
  readonly experiment: string;
  /** Who judges the tone of conversations (`sentiment.ts`). */
  readonly sentiment: string;
  readonly seed: number;
}

/** The result of ResolveDelivery, at `$.plan`. Register puts the new champion in the place of the old one. */
export interface Plan {
  readonly mode: PlanMode;
  readonly champion: ChampionChoice;
}

/** The model that will score, if there is one. */
export interface ChampionChoice {
  readonly exists: boolean;
  /** The champion's version, or `NO_CHAMPION`. */
  readonly version: string;
}

/** Stands where a version is expected and there is none, so that paths can always be formed. */
export const NO_CHAMPION = "none";

/** What caught errors leave at `$.error`. */
export interface CaughtError {
  readonly Error: string;
  readonly Cause: string;
}
