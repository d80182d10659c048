import {
  negatedPraise,
  neitherOfBoth,
  noGrievance,
  utterDisappointment,
  utterDissatisfaction,
} from "../lexicon/idioms.ts";
import { listed } from "../listed.ts";
import { crossed, englishVerbs, spanishAdjectives, spanishArVerbs } from "../word-families.ts";
import type { IntentRule } from "./intents.ts";
import { originalPhrases } from "./original.ts";

const inCharge = listed(
  "* manager, * supervisor, * someone in charge, * somebody in charge, * superior, * responsable, * encargado, * encargada, * director, * jefe",
);

const english = [
  ...englishVerbs("complain, escalate, deceive, cheat, blame, scam, swindle, insult, frustrate, outrage"),
  ...listed(`
    complaints, grievance, grievances, claim filed, file a claim, files a claim, filed a claim, his claim,
    her claim, their claim, formal claim, objection to, ombudsman, consumer office, consumer authority,
    consumer association, consumer protection, consumer organisation, lawyer, solicitor, court,
    legal action, arbitration, compensation, apology, apologies, apologise, apologize, lied, lying, fraud,
    scam, tricked, swindle, rip off, ripped off, rude, impolite, unacceptable, inacceptable, outrage,
    outrageous behaviour, furious, indignant, unsatisfactory, pressured, pressured to, ill treated,
    badly treated, poor service, bad service, terrible service, awful service, appalling, disgrace,
    disgraceful, shameful, nobody calls, nobody answers, nobody replies, nobody replied, no one calls,
    nobody has replied, nobody answered his, nobody helps, no one replied, no one helps, ignored,
    still not fixed, still not solved, still broken, report us, reports us, holds us responsible,
    hold us responsible, blames us, demands, demanded, demanding, breach of, discontented, unhappiness,
    dissatisfying`),
  ...crossed(listed("speak to, talk to, speaking to, asked for, asks for"), inCharge.slice(0, 5)),
];

const spanish = [
  ...spanishArVerbs("quej, reclam, denunci, protest, estaf, indign, frustr"),
  ...spanishAdjectives(`
    insatisfech, descontent, frustrad, indignad, indignadisim, estafad, furios, ningunead, cabread,
    discrepant`),
  ...listed(`
    queja, quejas, reclamacion, reclamaciones, insatisfaccion, frustracion, indignacion, poco satisfecho,
    poco satisfecha, poco contento, poco contenta, hoja de reclamaciones, hojas de reclamaciones, denuncia,
    protesta, estafa, fraude, mentira, mentiras, mintio, mentido, mienten, nos miente, abogado, abogada,
    tribunales, juzgado, arbitraje, va a consumo, ir a consumo, oficina de consumo, junta arbitral, ocu,
    indemnizacion, indemnizar, compensacion por, pide compensacion, disculpas, una disculpa, pedirle perdon,
    inaceptable, intolerable, verguenza, vergonzoso, lamentable, desastre, mal servicio, pesimo servicio,
    servicio pesimo, mala atencion, pesima atencion, mal trato, trato recibido, maltrato, mal atendido,
    mal atendida, nadie responde, nadie contesta su, nadie le, nadie soluciona, nadie se hace cargo,
    nadie da, exige, exigen, exigio, exigir, responsables, hace responsables, echa la culpa, culpa a,
    nos culpa, sigue igual, sigue sin solucion, sigue sin arreglar, escalado, escalada, caso elevado,
    elevado a, elevarlo, elevarla, elevar la, elevar el, mala praxis, enganaron, presionaron, presionado,
    presionada, grosero, grosera, maleducado, maleducada`),
  ...crossed(listed("hablar con, hablar, que la llame, que le llame, quiere ver, pide"), inCharge.slice(5)),
];

/** The customer holds something against us, says outright that he or she is dissatisfied, or has it escalated. */
export const complaintRule: IntentRule = {
  intent: "Complaint / Escalation",
  phrases: [...originalPhrases.complaint, ...english, ...spanish, ...utterDissatisfaction],
  ignored: [
    ...negatedPraise,
    ...noGrievance,
    ...neitherOfBoth,
    ...listed(`
    surplus compensation, compensation of surplus, compensacion de excedentes, compensacion simplificada,
    precio elevado, consumo elevado, importe elevado, potencia elevada`),
  ],
  whenNegated: listed(`
    satisfied, satisfy, satisfactory, happy, pleased, satisfecho, satisfecha, satisfechos, satisface,
    satisfizo, contento, contenta, contentos, conforme, conformes, acceptable, aceptable`),
  negationReach: 3,
};

/**
 * Disappointment and anger are a tone, which the sentiment carries: "renewal terms, disappointed" stays a renewal with a
 * negative tone. They make a complaint only where the text names no topic.
 */
export const displeasureRule: IntentRule = {
  intent: "Complaint / Escalation",
  phrases: [
    ...utterDisappointment,
    ...spanishAdjectives(
      "decepcionad, enfadad, enojad, molest, disgustad, enganad, hart, defraudad, ofendid",
    ),
    ...listed(`
      disappointed, disappointing, disappointment, decepcion, angry, annoyed, annoyance, cross, fed up,
      misled, let down, fuming, misinformed, bad experience, third time, fourth time, 3rd time, 4th time,
      5th time, third call, 3rd call, 4th call, same fault, same problem again, mala experiencia,
      mal informado, mal informada, tercera vez, cuarta vez, quinta vez, losing patience, lost patience,
      lost his temper, lost her temper, losing his temper, enfado, disgusto, still waiting, nobody,
      pierde la paciencia, perdiendo la paciencia`),
  ],
  negationReach: 3,
};
