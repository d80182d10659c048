import { listed } from "../listed.ts";
import { crossed } from "../word-families.ts";
import type { IntentRule } from "./intents.ts";
import { originalPhrases } from "./original.ts";

/** Attempts to reach somebody, routine contact, and matters that are over. */
export const generalRule: IntentRule = {
  intent: "General / Operational Contact",
  phrases: [
    ...originalPhrases.general,
    ...listed(`
      voicemail, voice mail, answering machine, left message, left a message, left msg, left word,
      leave a message, no answer, no reply, did not answer, does not answer, not answering, nobody answered,
      nobody picked up, not picked up, no response, unreachable, not reachable, could not reach,
      reach the customer, not home, not at home, was out, call back, called back, calling back, calls back,
      callback, cb, call him back, call her back, rang back, ring back, will ring, try again, try on,
      in a meeting, busy line, line busy, engaged, line dropped, call dropped, was cut off, call was cut,
      disconnected, hung up, courtesy call, welcome call, check in, regular check, routine check, periodic,
      satisfaction call, greeting, greetings, christmas, xmas, seasonal, ticket closed, closed the ticket,
      case closed, closed the case, sorted, sorted out, solved, already solved, has been solved, fixed,
      as arranged, as agreed, nothing outstanding, nothing else to report, nothing to report, incoming call,
      outbound call, reminder call, dropped in, stopped by, say hello, bad time`),
    ...listed(`
      seguimiento, rutina, rutinaria, rutinario, llamada entrante, llamada saliente, no requiere accion,
      sin accion, resuelto, resuelta, resueltos, solucionado, solucionada, arreglado, arreglada,
      sin respuesta, no contesta, no contestan, no responde, no coge, no lo coge, contesta nadie,
      no descuelga, buzon, buzon de voz, contestador, dejado mensaje, dejo mensaje, dejar mensaje,
      dejado aviso, deja aviso, deja recado, dejo recado, mensaje en, sin localizar, no localizado,
      ilocalizable, volver a llamar, vuelva a llamar, volvere a llamar, le vuelvo a llamar, vuelve a llamar,
      devolver la llamada, devuelva la llamada, nos devuelva, devuelvo la llamada, devuelta la llamada,
      devuelve la llamada, rellamar, rellamada, llamar mas tarde, reintentar, reintento, intento, intentos,
      comunicando, fuera de cobertura, apagado, llamada de cortesia, visita de cortesia,
      llamada de bienvenida, llamada de control, contacto periodico, revision periodica, periodica,
      periodico, se corto, se corta, como quedamos, como acordamos, como habiamos quedado, estaba reunido,
      estaba reunida, reunido, reunida, no estaba, ausente, mal momento, felicitacion, felices fiestas,
      feliz navidad, navidad, navidena, navideno, sin novedad, sin novedades, nada pendiente,
      nada que anotar, cierro el aviso, cierro el caso, cerrado el caso, aviso cerrado, caso cerrado,
      ticket cerrado, visita rutinaria, saludar, pasa a saludar, incidencia de, la incidencia,
      proximo contacto`),
    ...crossed(listed("ya estaba, ya esta, ya quedo"), listed("aclarado, aclarada, resuelto, resuelta")),
    ...crossed(
      listed("contacte, contactar, llame, llamar, llamarla, llamarle, llamarlo"),
      listed("* por la tarde, * mas tarde, * despues"),
    ),
  ],
  ignored: ["engaged in"],
};

/** Contact, where nothing is said of what it was about. */
export const contactRule: IntentRule = {
  intent: "General / Operational Contact",
  phrases: listed(`
    called the customer, rang the customer, spoke briefly, bad mood, friendly chat, nice chat, mal humor,
    cuelga, colgo, charla, contesta de mala gana, llamo al cliente, llamo a la clienta, team, equipo`),
};
