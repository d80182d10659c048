import type { Translated } from "../../words/language.ts";

/** Statements about data and method; every figure in them comes from the configuration or from the run itself. */
const en = {
  customers: (customers: string, labelled: string, churners: string) =>
    `Customers: ${customers} in the customer master; of ${labelled} it is known whether they left, and ${churners} did.`,
  negatives: (readings: string | undefined) =>
    `Consumption: ${readings === undefined ? "hourly readings" : `${readings} hourly readings`} are summed by month; negative readings count as 0.`,
  imputation:
    "Prices: a price that is missing or 0 where there was consumption is filled on three levels: the customer's own price of another month, the month's median among households or among businesses, the month's median of all.",
  imputed: (own: string, kind: string, month: string, missing: string) =>
    `In this run: ${own} filled from the own series, ${kind} from the median of the kind, ${month} from the median of all; ${missing} stay missing.`,
  segments: (limit: string) =>
    `Segments: households are Residential; businesses with at most ${limit} kW of contracted power are SME, those above ${limit} kW Corporate; where that cannot be told, Unknown.`,
  sentiment: (words: string) =>
    `Tone: the newest conversation is scored by the built-in lexicon of ${words} English and Spanish words and phrases, which turns after a negation; no model is fetched from anywhere.`,
  judgedBy: (scorer: string) =>
    `Tone: the newest conversation is scored by “${scorer}”, a scorer of one's own.`,
  unjudged:
    "Tone: nobody has judged the tone of conversations; its columns are empty, and models do without it.",
  withoutInteraction: (share: string) =>
    `${share} of the customers had no conversation: they are a level of their own, and count as neither negative nor neutral.`,
  layers: (layers: string) => `Layers: ${layers}. Each table is written once and held against its contract.`,
  asOf: (day: string) => `Nothing after ${day} is looked at.`,
};

const es: typeof en = {
  customers: (customers, labelled, churners) =>
    `Clientes: ${customers} en el maestro de clientes; de ${labelled} se sabe si se fueron, y ${churners} lo hicieron.`,
  negatives: (readings) =>
    `Consumo: ${readings === undefined ? "las lecturas horarias" : `${readings} lecturas horarias`} se suman por mes; las negativas cuentan como 0.`,
  imputation:
    "Precios: un precio que falta o es 0 donde hubo consumo se completa en tres niveles: el precio del propio cliente en otro mes, la mediana del mes entre hogares o entre empresas, la mediana del mes de todos.",
  imputed: (own, kind, month, missing) =>
    `En esta ejecución: ${own} completados con la propia serie, ${kind} con la mediana del tipo, ${month} con la mediana de todos; ${missing} siguen faltando.`,
  segments: (limit) =>
    `Segmentos: los hogares son Residential (residencial); las empresas con ${limit} kW o menos de potencia contratada son SME (pyme), las de más de ${limit} kW Corporate (gran empresa); donde no se puede saber, Unknown (desconocido).`,
  sentiment: (words) =>
    `Tono: la conversación más reciente se puntúa con el léxico incorporado de ${words} palabras y locuciones en inglés y español, que cambia de signo tras una negación; no se descarga ningún modelo.`,
  judgedBy: (scorer) => `Tono: la conversación más reciente se puntúa con «${scorer}», un evaluador propio.`,
  unjudged:
    "Tono: nadie ha valorado el tono de las conversaciones; sus columnas están vacías y los modelos prescinden de él.",
  withoutInteraction: (share) =>
    `El ${share} de los clientes no tuvo ninguna conversación: son un nivel propio, y no cuentan ni como negativos ni como neutros.`,
  layers: (layers) => `Capas: ${layers}. Cada tabla se escribe una vez y se comprueba con su contrato.`,
  asOf: (day) => `No se mira nada posterior al ${day}.`,
};

export const assumptionWords: Translated<typeof en> = { en, es };
