import { listed } from "../listed.ts";
import { englishVerbs, spanishAdjectives, spanishArVerbs } from "../word-families.ts";

/** Words that say that somebody is displeased with us, or in distress. */
export const displeased: readonly string[] = [
  ...englishVerbs(
    "annoy, irritate, exasperate, outrage, offend, insult, frustrate, cheat, deceive, swindle, betray",
  ),
  ...englishVerbs("enrage, disappoint, ignore, despise, resent, alarm, rant, yell, shout"),
  ...listed(`
    unhappy, unhappiness, dissatisfied, dissatisfaction, unsatisfied, frustration, upset, angry, angrily,
    anger, cross, disappointment, annoyance, irritation, misled, misleading, unfair, unjust, discontent,
    discontented, furious, fury, livid, indignant, bitter, bitterly, sour, displeased, displeasure,
    desperate, despair, impatient, fed up, sick of, tired of, tiresome, had enough, last straw, lied,
    tricked, ripped off, rip off, scam, fraud, let down, rude, unacceptable, intolerable, appalling, awful,
    terrible, horrible, dreadful, disgraceful, shameful, useless, hopeless, worst, unbearable, bad mood,
    foul mood, hates, hate, hated, resentful, worried, worrying, worries, anxious, nervous, distressed,
    scared, frightened, fright, shocked, grievance, distrust, mistrust, losing patience, lost patience,
    lost * temper, losing * temper, poor service, bad service, badly advised, badly treated, caught out,
    pressured, fuming, misinformed, bad experience, poor experience, negative experience, trust * gone,
    lost * trust, lost faith`),
  ...spanishArVerbs(
    "decepcion, enfad, enoj, indign, defraud, estaf, insult, despotric, grit, menospreci, ningune, maltrat, asust, agobi, frustr",
  ),
  ...spanishAdjectives(`
    descontent, insatisfech, molest, ignorad, furios, injust, pesim, disgustad, hart, cabread, irritad,
    enganad, ofendid, dolid, angustiad, desesperad, desencantad, nervios, inquiet, preocupad, alterad,
    amarg, amargad, resentid, escandalizad, desatendid, timad, crispad, exasperad, abusiv, vergonzos, penos,
    nefast, cansin`),
  ...listed(`
    insatisfaccion, frustracion, decepcion, enfado, enojo, indignacion, disgusto, disgustos, cabreo, agobio,
    hartazgo, cansado de, cansada de, malestar, rabia, ira, furia, bronca, insultos, gritos, a gritos,
    desastre, verguenza, lamentable, inaceptable, intolerable, inadmisible, indignante, desesperante,
    exasperante, engano, fraude, estafa, timo, tomado el pelo, tomadura de pelo, encerrona, ladrones,
    ladron, mentira, mentiras, abuso, barbaridad, robo, horrible, terrible, fatal, odia, mal servicio,
    mal trato, mala atencion, mal atendido, mal atendida, mal asesorado, mal asesorada, mala gana,
    malas formas, malos modos, mal humor, mal momento, no aguanta, gota que colma, hasta aqui hemos,
    perdia los nervios, pierde los nervios, pierde la paciencia, se acabo la paciencia, susto, fuera de si,
    que trina, carisimo, carisima, se arrepiente, teme, portazo, despectivo, mala experiencia,
    mala impresion, mal sabor de boca, mal informado, mal informada`),
];

/** Words of what went wrong or is feared: one alone makes no tone. */
export const troubled: readonly string[] = [
  ...englishVerbs(
    "concern, complain, escalate, demand, blame, threaten, accuse, insist, fail, fear, delay, confuse",
  ),
  ...listed(`
    concern, concerns, complaint, complaints, escalation, problem, problems, trouble, failure, afraid,
    doubt, unsure, too expensive, too much, too high, too slow, too confusing, still not, still waiting,
    nobody, no one, third time, fourth time, again and again, damage, compensation, lawyer, unpleasant,
    tense, curt, abrupt, impossible, immediately, for nothing, wrongly, gave up, had to wait, on hold`),
  ...spanishArVerbs("exig, amenaz, denunci, protest, culp, reclam, fall"),
  ...listed(`
    exige, exigen, exigio, exigir, preocupacion, queja, quejas, se queja, se quejo, quejarse, reclamacion,
    reclamaciones, problema, problemas, lio, confuso, confusa, lioso, liosa, galimatias, retraso, retrasos,
    demora, demoras, miedo, temor, temia, insiste, insistio, abogado, tribunales, culpa, otra vez,
    segunda vez, tercera vez, cuarta vez, sigue igual, sigue sin, imposible, demasiado, nadie, errores,
    indemnizacion, compensacion, seca, seco, tenso, tensa, cortante, discusion, cada semana, de inmediato,
    apagones, lleva un mes, lleva semanas, lleva dias, lleva meses, mal`),
];
