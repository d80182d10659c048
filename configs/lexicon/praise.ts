import { listed } from "../listed.ts";
import { englishVerbs, spanishAdjectives, spanishArVerbs, spanishErVerbs } from "../word-families.ts";

/** Words that say that somebody is pleased with us, or in good spirits. */
export const pleased: readonly string[] = [
  ...englishVerbs("delight, thrill, impress, thank, praise, congratulate, appreciate, love, admire, applaud"),
  ...listed(`
    happy, happily, happier, satisfied, satisfaction, pleased, glad, gladly, appreciation, thankful, thanks,
    grateful, gratefully, gratitude, great, excellent, positive, content, contented, wonderful, wonderfully,
    lovely, perfect, perfectly, fantastic, brilliant, superb, marvellous, amazing, enthusiastic, enthusiasm,
    over the moon, good spirits, good news, good mood, pleasantly surprised, pleasure, beautiful, charming,
    cheerful, laugh, very kind, very friendly, very polite, very helpful, no complaints, no doubts,
    without a hitch, well looked after, so easy, friendly chat, nice chat, good experience,
    great experience, positive experience`),
  ...spanishArVerbs("felicit, alegr, encant, fascin, entusiasm"),
  ...spanishErVerbs("agradec, complac", "er"),
  ...spanishAdjectives(`
    content, satisfech, agradecid, positiv, impresionad, ilusionad, estupend, fantastic, fabulos, perfect,
    magnific, maravillos, precios, orgullos, tranquil, carinos, amabilisim, educadisim, simpatiquisim,
    graciosisim`),
  ...listed(`
    satisfaccion, feliz, felices, felicisimo, agradezco, agradecimiento, gracias, excelente, alegria,
    genial, fenomenal, de maravilla, maravilla, muy amable, muy simpatico, muy simpatica, amabilisimo,
    amabilisima, agradable, gratamente, buena noticia, buenas noticias, da gusto, un placer, placer,
    a gusto, un encanto, entranable, monada, de corazon, sin ninguna duda, sin dudas, ninguna queja,
    sin quejas, sin pegas, ni una pega, ni una sola pega, buen trato, bien atendido, bien atendida,
    buena experiencia`),
];

/** Words that speak well of something or somebody: one alone makes no tone. */
export const wellDisposed: readonly string[] = [
  ...listed(`
    smooth, smoothly, helpful, loyal, resolved, comfortable, keen, looking forward, easy, easily, quick,
    quickly, friendly, polite, kind, nice, recommend, recommends, recommended us, enjoys, enjoyed, likes,
    liked, trusts, confident, patient, satisfy, satisfies, fair`),
  ...listed(`
    amable, resuelto, resuelta, comodo, comoda, facil, rapido, rapida, rapidez, simpatico, simpatica, gusta,
    gustan, gusto, recomienda, recomendaria, confia, confianza, solucionado, risas, carino,
    mejor de lo esperado, bien atendidos, convence, satisface, conforme, conformes, justo, justa`),
];

/** Relief tells of a worry that is over, and outweighs it. */
export const relieved: readonly string[] = [
  "relieved",
  "relief",
  "reassured",
  "alivio",
  ...spanishAdjectives("aliviad"),
];
