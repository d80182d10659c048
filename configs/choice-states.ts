import type { ChoiceState } from "./asl.ts";

/** Where an execution of the state machine parts. */
export const choiceStates: Readonly<Record<string, ChoiceState>> = {
  TrainOrScore: {
    Type: "Choice",
    Comment: "Train when labels are new, without a champion, or on request; else score",
    Choices: [{ Variable: "$.plan.mode", StringEquals: "train", Next: "Train" }],
    Default: "Score",
  },
  Promoted: {
    Type: "Choice",
    Comment: "Only a model that the gate promoted becomes champion",
    Choices: [{ Variable: "$.decision.promoted", BooleanEquals: true, Next: "Register" }],
    Default: "Reject",
  },
  ChampionExists: {
    Type: "Choice",
    Comment: "After a rejection the champion of before scores, if there is one",
    Choices: [{ Variable: "$.plan.champion.exists", BooleanEquals: true, Next: "Score" }],
    Default: "MarkRejected",
  },
};
