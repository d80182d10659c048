import { listed } from "./listed.ts";

/**
 * The sentiment lexicon (D18): words of the domain with their weights, English and Spanish, in lower case and
 * without accents. Weights and thresholds were fitted to the tone of agents' notes.
 */
export interface Lexicon {
  /** Words (or phrases of several words) by weight; negative weights are negative tone. */
  readonly weights: readonly { readonly weight: number; readonly words: readonly string[] }[];
  /** Words that turn around the tone of a word at most `negatorReach` words behind them. */
  readonly negators: readonly string[];
  readonly negatorReach: number;
  /** Weight of a positive word behind a negator: "not satisfied". */
  readonly negatedPositive: number;
  /** Weight of a negative word behind a negator: "not upset". */
  readonly negatedNegative: number;
  /** From this sum up the tone is positive, from its negative down it is negative. */
  readonly threshold: number;
  /** Scores are the softmax of `-slope s - offset`, `neutral - fall |s|` and `slope s - offset`, s being the sum. */
  readonly logits: {
    readonly slope: number;
    readonly offset: number;
    readonly neutral: number;
    readonly fall: number;
  };
}

export const lexicon: Lexicon = {
  weights: [
    {
      weight: -2,
      words: listed(`
          unhappy, dissatisfied, dissatisfaction, unsatisfied, frustrated, frustration, upset, angry,
          disappointed, disappointment, annoyed, misled, unfair, ignored, discontent, furious, worst,
          descontento, descontenta, insatisfecho, insatisfecha, insatisfaccion, frustrado, frustrada,
          frustracion, enfadado, enfadada, enojado, enojada, molesto, molesta, indignado, indignada,
          decepcionado, decepcionada, decepcion, enganado, enganada, ignorado, ignorada, furioso, furiosa,
          injusto, injusta, pesimo, pesima, disgustado, disgustada`),
    },
    {
      weight: -1,
      words: listed(`
          concern, concerns, concerned, worried, complaint, complain, complaining, escalated, escalation,
          problem, problems, confusing, delay, preocupado, preocupada, preocupacion, queja, quejas,
          reclamacion, problema, problemas, confuso, confusa, retraso, demora`),
    },
    {
      weight: 1,
      words: listed(`
          smooth, helpful, loyal, resolved, comfortable, keen, looking forward, amable, gracias, resuelto,
          resuelta, comodo, comoda, interesado, interesada`),
    },
    {
      weight: 2,
      words: listed(`
          happy, satisfied, satisfaction, pleased, delighted, glad, appreciate, appreciates, appreciated,
          appreciation, thankful, grateful, great, excellent, positive, content, contento, contenta,
          satisfecho, satisfecha, satisfaccion, feliz, encantado, encantada, agradecido, agradecida,
          agradece, excelente, estupendo, positivo, positiva`),
    },
  ],
  negators: listed("not, no, never, without, hardly, nunca, jamas, sin, ni, tampoco, nada, poco"),
  negatorReach: 2,
  negatedPositive: -2,
  negatedNegative: 0.5,
  threshold: 1.5,
  logits: { slope: 1.2, offset: 0.4, neutral: 1.6, fall: 0.6 },
};
