import { listed } from "../listed.ts";
import { crossed, englishVerbs, spanishArVerbs, spanishErVerbs } from "../word-families.ts";
import type { IntentRule } from "./intents.ts";
import { originalPhrases } from "./original.ts";

const contractSpanish = listed("contrato, contratos, * contrato, * contratos");

/** The contract's end, its renewal and its extension. */
export const renewalRule: IntentRule = {
  intent: "Contract Renewal",
  phrases: [
    ...originalPhrases.renewal,
    ...englishVerbs("renew, expire, extend, prolong"),
    ...listed(`
      extension, extensions, prolongation, rolled over, roll over, rolls over, rollover, runs out, run out,
      running out, comes to its end, comes to an end, coming to an end, end of contract,
      end of the contract, end of her contract, end of his contract, end of the term, end of term,
      contract end, contract end date, autorenewal, auto renew, further year, further twelve months,
      further 12 months, sign again, signing again, sign for * year, signed for * years, stay another,
      stays another, stay * another year, carry on * year, continue * year, stay * year, stay for * years,
      for another year, another year, another 12 months, contract year, year of contract, lock in,
      lock in period, minimum term, contract term, terms from, 2 year contract, two year contract`),
    ...crossed(
      listed("contract, contracts, agreement"),
      listed(
        "ends, ending, ended, * ends, * ending, * end in, finishes, * finishes, * due, * up in, * runs out",
      ),
    ),
    ...spanishArVerbs("renov, prorrog, caduc"),
    ...spanishErVerbs("venc", "er"),
    ...spanishErVerbs("expir", "ir"),
    ...listed(`
      renueva, renuevan, renueve, renueven, renuevo, renovacion, renovaciones, autorrenovacion, prorroga,
      prorrogas, caducidad, vencimiento, vencimientos, expira, expiracion, fin de contrato,
      fin del contrato, final del contrato, final de contrato, fecha fin, otro ano, un ano mas, ano mas,
      12 meses mas, doce meses mas, otros doce meses, otros 12 meses, otros dos anos, por dos anos,
      seguir * ano, continuar * ano, continuar * meses, ano que viene, ano proximo, proximo ano,
      segundo ano, ampliacion, ampliar * contrato, ampliar * meses, ampliar * ano, amplia * meses,
      amplia * ano, volver a firmar, firmar de nuevo, condiciones del ano, se le acaba`),
    ...crossed(
      listed("acaba, termina, finaliza, concluye, vence, caduca, acaban, terminan, finalizan"),
      contractSpanish,
    ),
    ...crossed(
      contractSpanish.slice(0, 2),
      listed("* acaba, * termina, * finaliza, * vence, * acaban, * terminan, * hasta"),
    ),
  ],
};

/** A date of the contract, where nothing else is said of it. */
export const contractDateRule: IntentRule = {
  intent: "Contract Renewal",
  phrases: listed(`
    next year, permanencia, terms, conditions for, the conditions, condiciones, plazo del contrato,
    fecha del contrato, firma hoy, firmar * ano, firma * anos, seguir con nosotros, stay with us,
    stays with us, staying with us`),
};
