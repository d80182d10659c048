import { listed } from "./listed.ts";

/**
 * Families of words: the forms of a verb or an adjective, so that a list names a word once. Regular forms alone, in
 * lower case and without accents; what is irregular is listed form by form. A form that nobody uses costs nothing.
 */

const forms = (stems: string, endings: string): readonly string[] =>
  listed(stems).flatMap((stem) => listed(endings).map((ending) => `${stem}${ending}`));

/** Spanish adjectives and participles by their stem: `content` gives contento, contenta, contentos, contentas, contentisimo ... */
export function spanishAdjectives(stems: string): readonly string[] {
  return forms(stems, "o, a, os, as, isimo, isima, isimos, isimas");
}

/** Clitics that hang on an infinitive: quejarse, quejarme. */
const onInfinitive = ["", "se", "me", "le", "les", "lo", "la", "los", "las", "nos"];

/** Spanish verbs in -ar by their stem: `cancel` gives cancelar, cancelarlo, cancela, cancelo, cancelando, cancelado, cancele ... */
export function spanishArVerbs(stems: string): readonly string[] {
  const finite =
    "o, a, amos, an, e, emos, en, aron, aba, aban, ando, ado, ada, ados, adas, ara, aran, aria, arian, ase";
  return listed(stems).flatMap((stem) => [
    ...onInfinitive.map((clitic) => `${stem}ar${clitic}`),
    ...forms(stem, finite),
  ]);
}

/** Spanish verbs in -er or -ir by their stem and ending: `venc`, `er` gives vencer, vence, vencio, vencido, venza is listed apart. */
export function spanishErVerbs(stems: string, ending: "er" | "ir"): readonly string[] {
  const finite = "o, e, en, io, ieron, ia, ian, iendo, ido, ida, idos, idas, a, an, iera, ieran";
  return listed(stems).flatMap((stem) => [
    ...onInfinitive.map((clitic) => `${stem}${ending}${clitic}`),
    ...forms(stem, finite),
    ...forms(`${stem}${ending}`, "a, an, ia, ian"),
  ]);
}

function englishForms(verb: string): readonly string[] {
  if (verb.endsWith("e")) return [verb, `${verb}s`, `${verb}d`, `${verb.slice(0, -1)}ing`];
  if (/[^aeiou]y$/.test(verb)) {
    const stem = verb.slice(0, -1);
    return [verb, `${stem}ies`, `${stem}ied`, `${verb}ing`];
  }
  const third = /(?:s|x|z|ch|sh)$/.test(verb) ? `${verb}es` : `${verb}s`;
  return [verb, third, `${verb}ed`, `${verb}ing`];
}

/** English verbs by their base: `complain` gives complain, complains, complained, complaining. No final letter is doubled. */
export function englishVerbs(bases: string): readonly string[] {
  return listed(bases).flatMap(englishForms);
}

/** Every first beside every second: `crossed(["end", "stop"], ["* contract"])` gives "end * contract", "stop * contract". */
export function crossed(firsts: readonly string[], seconds: readonly string[]): readonly string[] {
  return firsts.flatMap((first) => seconds.map((second) => `${first} ${second}`));
}
