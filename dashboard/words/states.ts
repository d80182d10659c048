import type { Translated } from "./language.ts";

/** Texts of pages that cannot show what was asked for. */
const en = {
  toOverview: "Go to the overview",
  request: "Request",
  notFound: {
    title: "Page not found",
    text: "There is no such page.",
  },
  badRequest: {
    title: "Bad request",
    text: "The request cannot be understood.",
  },
  badQuery: {
    title: "The address asks for something that does not exist",
    text: "Correct the parameters below in the address, or start anew without them.",
    startAnew: "Start anew",
    given: (name: string, allowed: string) => `${name} must be ${allowed}`,
    oneOf: (values: string) => `one of: ${values}`,
    number: (from: string | undefined, to: string | undefined, whole: boolean) =>
      `a${whole ? " whole" : ""} number${from === undefined ? "" : ` from ${from}`}${to === undefined ? "" : ` to ${to}`}`,
    upTo: (length: string | undefined) =>
      length === undefined ? "a text" : `a text of at most ${length} characters`,
    several: (most: string) => `at most ${most} texts that are not too long`,
  },
  fault: {
    title: "Something went wrong",
    text: "The fault is ours. The log tells more.",
  },
  methodRefused: {
    title: "Only reading is possible",
    text: "Only GET and HEAD are served.",
  },
  refused: {
    "no-login": {
      title: "Please log in",
      text: "Nobody has logged in. Open the dashboard by its own address, where the login is asked for.",
    },
    "wrong-login": {
      title: "Please log in again",
      text: "Your login has ended or cannot be trusted. Open the dashboard anew to log in.",
    },
    "wrong-address": {
      title: "Not allowed",
      text: "This dashboard does not answer your address. Whoever runs it can add it to ALLOWED_ADDRESSES.",
    },
    "wrong-host": {
      title: "Wrong name",
      text: "The dashboard is not known by this name. Open it as localhost or 127.0.0.1.",
    },
    "too-many": {
      title: "Too many requests",
      text: "You have asked for more than the limit allows. Wait a minute, then go on.",
    },
    "login-unchecked": {
      title: "Logins cannot be checked",
      text: "The keys that logins are checked with cannot be fetched. Try again in a minute.",
    },
  },
  empty: {
    title: "No run has been published yet",
    text: "There is nothing to take or to show until the pipeline has run.",
    folder: "Run npm start to make a demo delivery and take it through the whole pipeline.",
    bucket: (place: string) =>
      `Upload the seven files of a delivery below ${place}; the pipeline starts by itself.`,
    reload: "Reload this page when the run has ended. The lake is",
  },
  unreadable: {
    title: "The lake cannot be read",
    text: "The dashboard keeps trying; reload the page in a moment. Its log holds the cause.",
  },
  lacks: {
    title: "This run does not hold it",
    text: (what: string) =>
      `The run was made by an older version, or a step was left out: ${what} is missing.`,
    remedy: "Run the pipeline again (spanishgas run --force) to make it.",
  },
};

const es: typeof en = {
  toOverview: "Ir al resumen",
  request: "Petición",
  notFound: {
    title: "Página no encontrada",
    text: "Esa página no existe.",
  },
  badRequest: {
    title: "Petición incorrecta",
    text: "La petición no se entiende.",
  },
  badQuery: {
    title: "La dirección pide algo que no existe",
    text: "Corrija los parámetros de abajo en la dirección, o empiece de nuevo sin ellos.",
    startAnew: "Empezar de nuevo",
    given: (name, allowed) => `${name} debe ser ${allowed}`,
    oneOf: (values) => `uno de: ${values}`,
    number: (from, to, whole) =>
      `un número${whole ? " entero" : ""}${from === undefined ? "" : ` desde ${from}`}${to === undefined ? "" : ` hasta ${to}`}`,
    upTo: (length) => (length === undefined ? "un texto" : `un texto de ${length} caracteres como máximo`),
    several: (most) => `como máximo ${most} textos, no demasiado largos`,
  },
  fault: {
    title: "Algo ha fallado",
    text: "El fallo es nuestro. El registro dice más.",
  },
  methodRefused: {
    title: "Solo se puede leer",
    text: "Solo se atienden GET y HEAD.",
  },
  refused: {
    "no-login": {
      title: "Inicie sesión",
      text: "Nadie ha iniciado sesión. Abra el panel por su propia dirección, donde se pide.",
    },
    "wrong-login": {
      title: "Inicie sesión de nuevo",
      text: "Su sesión ha terminado o no es de fiar. Abra el panel de nuevo para iniciarla.",
    },
    "wrong-address": {
      title: "No permitido",
      text: "Este panel no atiende a su dirección. Quien lo administra puede añadirla a ALLOWED_ADDRESSES.",
    },
    "wrong-host": {
      title: "Nombre equivocado",
      text: "El panel no se conoce por este nombre. Ábralo como localhost o 127.0.0.1.",
    },
    "too-many": {
      title: "Demasiadas peticiones",
      text: "Ha pedido más de lo que permite el límite. Espere un minuto y siga.",
    },
    "login-unchecked": {
      title: "No se pueden comprobar las sesiones",
      text: "No se pueden obtener las claves con las que se comprueban. Inténtelo en un minuto.",
    },
  },
  empty: {
    title: "Todavía no se ha publicado ninguna ejecución",
    text: "No hay nada que mostrar ni descargar hasta que se ejecute el proceso.",
    folder: "Ejecute npm start para crear una entrega de muestra y llevarla por todo el proceso.",
    bucket: (place) =>
      `Suba los siete ficheros de una entrega bajo ${place}; el proceso empieza por sí solo.`,
    reload: "Recargue esta página cuando la ejecución haya terminado. El lago es",
  },
  unreadable: {
    title: "El lago de datos no se puede leer",
    text: "El panel sigue intentándolo; recargue la página en un momento. Su registro guarda la causa.",
  },
  lacks: {
    title: "Esta ejecución no lo contiene",
    text: (what) => `La ejecución es de una versión anterior, o faltó un paso: falta ${what}.`,
    remedy: "Ejecute el proceso de nuevo (spanishgas run --force) para obtenerlo.",
  },
};

export const stateWords: Translated<typeof en> = { en, es };
