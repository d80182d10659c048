import { listed } from "../listed.ts";
import { crossed, spanishAdjectives } from "../word-families.ts";

/**
 * Idioms that say with a negation what they mean without one. Read word by word, "could not be happier" would be a
 * grievance, so that tone and intent take each as a whole. "n't" is spelt out before; "couldnt" is how notes write it.
 */

const couldNot = listed("not, cannot, cant, couldnt");
const toTheUtmost = [
  ...crossed(couldNot, listed("be more, be any more, have been more")),
  ...crossed(["never"], listed("been more, been so, felt more, felt so, sounded more")),
];
const couldNotSpanish = (wishes: string) =>
  crossed(listed("no podria, no podrian, no puede, no pueden, no podia, no pudo"), listed(wishes));
const neverSpanish = crossed(
  listed(`
    nunca ha estado, nunca han estado, nunca habia estado, nunca estuvo, nunca ha quedado,
    nunca se ha sentido, nunca se habia sentido, jamas ha estado, jamas habia estado, no ha estado nunca`),
  listed("tan, mas"),
);
const pleasedEnglish = listed(`
  pleased, satisfied, happy, content, delighted, grateful, thankful, glad, impressed, thrilled, relieved,
  helpful, friendly, kind, polite, patient, appreciative`);
const pleasedSpanish = [
  ...spanishAdjectives("content, satisfech, agradecid, encantad, tranquil"),
  ...listed("feliz, felices, a gusto"),
];

/** Praise of the highest degree. */
export const negatedPraise: readonly string[] = [
  ...crossed(toTheUtmost, pleasedEnglish),
  ...crossed(
    [
      ...crossed(couldNot, listed("be, be any, have been")),
      ...crossed(["never"], listed("been, been any, felt, sounded")),
    ],
    listed("happier, kinder, friendlier, nicer, gladder"),
  ),
  ...crossed(
    [...couldNot, "never"],
    listed("thank * enough, praise * enough, recommend * enough, recommend * more, say enough good"),
  ),
  ...crossed(
    [...couldNotSpanish("estar mas, quedar mas, quedarse mas, sentirse mas"), ...neverSpanish],
    pleasedSpanish,
  ),
  ...couldNotSpanish("ser mas amable, ser mas amables, recomendarnos mas, agradecerlo bastante"),
  ...crossed(listed("no sabe como, no sabia como"), listed("agradecer, agradecerlo, agradecernoslo")),
];

const toTheUtmostSpanish = [...couldNotSpanish("estar mas, sentirse mas"), ...neverSpanish];

/** Somebody is dissatisfied in the highest degree: a complaint. */
export const utterDissatisfaction: readonly string[] = [
  ...crossed(toTheUtmost, listed("unhappy, dissatisfied, displeased, frustrated, upset, furious")),
  ...crossed(toTheUtmostSpanish, spanishAdjectives("descontent, insatisfech, indignad")),
];

/** Disappointment and anger of the highest degree: a tone. */
export const utterDisappointment: readonly string[] = [
  ...crossed(toTheUtmost, listed("disappointed, annoyed, angry")),
  ...crossed(toTheUtmostSpanish, spanishAdjectives("decepcionad, enfadad, enojad, molest")),
];

/** Somebody says that there is no ground for a complaint. */
export const noGrievance: readonly string[] = [
  ...listed(
    "nothing to complain, nothing to complain about, nothing to complain of, nothing * complain about",
  ),
  ...crossed(
    listed("no, any, without any"),
    listed("reason to complain, cause to complain, cause for complaint, grounds for complaint"),
  ),
  ...listed(`
    never had * to complain, never had to complain, never had any reason to complain, cannot complain,
    can not complain, nada de que quejarse, nada de lo que quejarse, nada que reclamar, sin motivo de queja,
    sin motivos de queja, ningun motivo de queja, ningun motivo para quejarse, no tiene motivo de queja,
    no tiene motivos de queja, no tiene de que quejarse`),
];

const asTold = (neither: string, nor: string, pairs: readonly (readonly [string, string])[]) =>
  pairs.map(([one, other]) => `${neither} ${one} ${nor} ${other}`);

/** Neither the one nor the other. */
export const neitherOfBoth: readonly string[] = [
  ...listed("neither, not").flatMap((neither) =>
    asTold(neither, "nor", [
      ["happy", "unhappy"],
      ["unhappy", "happy"],
      ["satisfied", "dissatisfied"],
      ["satisfied", "unsatisfied"],
      ["dissatisfied", "satisfied"],
      ["pleased", "displeased"],
      ["pleased", "upset"],
      ["pleased", "angry"],
      ["happy", "upset"],
      ["happy", "angry"],
    ]),
  ),
  ...["o", "a", "os", "as"].flatMap((ending) =>
    asTold("ni", "ni", [
      [`content${ending}`, `descontent${ending}`],
      [`satisfech${ending}`, `insatisfech${ending}`],
      [`content${ending}`, `enfadad${ending}`],
      [`content${ending}`, `molest${ending}`],
    ]),
  ),
];
