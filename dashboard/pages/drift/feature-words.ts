import type { Translated } from "../../words/language.ts";

/** Texts of the page of one feature. */
const en = {
  title: (feature: string) => `Drift: ${feature}`,
  back: "All features",
  before: "training customers",
  now: "customers now",
  spread: "Then and now",
  spreadSummary: (feature: string, bins: string) =>
    `Shares of ${feature} in ${bins} bins or levels, then and now`,
  spreadNote:
    "Each bin holds about a tenth of the training customers; where the columns differ, customers have moved.",
  levelsNote: "Shares of all customers at each level, then above and now below.",
  bin: "Values",
  level: "Level",
  shareThen: "Share then",
  shareNow: "Share now",
  rowsThen: "Customers then",
  rowsNow: "Customers now",
  share: "Share of customers",
  change: "Change (points)",
  distributions: "the distributions behind the comparison",
  statistics: "What the figures say",
  ks: (value: string) =>
    `KS statistic ${value}: the largest gap between the two cumulative distributions; 0 is none, 1 is all.`,
  chi: (value: string) =>
    `Chi-square ${value}: how far the counts of the levels are from equal shares; it grows with the number of customers.`,
  p: (value: string) =>
    `p-value ${value}: how often chance alone would make at least this difference if nothing had changed.`,
  adjusted: (value: string, limit: string) =>
    `Adjusted p-value ${value}: the same after all features were tested at once (Benjamini and Hochberg); below ${limit} it is no accident.`,
  psi: (value: string, drifted: string, critical: string | undefined) =>
    `PSI ${value}: how far the shares of bins or levels moved; from ${drifted} it matters${critical === undefined ? "" : `, from ${critical} it is critical`}.`,
  plainPsi: (value: string, deviations: string) =>
    `It leaves out what a common move of under ${deviations} standard deviations explains, and counts a bin of few as no less than a small share; with all of it, as other tools have it, PSI is ${value}.`,
  plainPsiOfLevels: (value: string, share: string) =>
    `Levels with under ${share} of the customers count as ${share} in it, so that a rare level is not overrated; as other tools have it, PSI is ${value}.`,
  distance: (value: string, drifted: string, critical: string) =>
    `Distance ${value}: how far customers moved on average, in standard deviations of then; from ${drifted} it matters, from ${critical} it is critical.`,
  shift: (level: string, value: string, drifted: string, critical: string) =>
    `Level “${level}” moved most: by ${value} points; from ${drifted} points it matters, from ${critical} it is critical.`,
  gaps: "Missing and new",
  gapsCaption: "Customers of the training and of now",
  what: "What",
  thenColumn: "Then",
  nowColumn: "Now",
  rows: "Customers",
  missing: "Without a value",
  unseen: "At levels that training never saw",
  unseenNone: "No level is new.",
  unseenLevels: (levels: string) => `New levels: ${levels}.`,
  unseenMore: (levels: string, more: string) => `New levels: ${levels} and ${more} more.`,
};

const es: typeof en = {
  title: (feature) => `Deriva: ${feature}`,
  back: "Todas las variables",
  before: "clientes de entrenamiento",
  now: "clientes de ahora",
  spread: "Antes y ahora",
  spreadSummary: (feature, bins) => `Partes de ${feature} en ${bins} tramos o niveles, antes y ahora`,
  spreadNote:
    "Cada tramo reúne más o menos una décima parte de los clientes de entrenamiento; donde las columnas difieren, los clientes se han movido.",
  levelsNote: "Partes de todos los clientes en cada nivel, arriba antes y abajo ahora.",
  bin: "Valores",
  level: "Nivel",
  shareThen: "Parte antes",
  shareNow: "Parte ahora",
  rowsThen: "Clientes antes",
  rowsNow: "Clientes ahora",
  share: "Parte de los clientes",
  change: "Cambio (puntos)",
  distributions: "los repartos en que se apoya la comparación",
  statistics: "Qué dicen las cifras",
  ks: (value) =>
    `Estadístico KS ${value}: la mayor distancia entre las dos distribuciones acumuladas; 0 es ninguna, 1 es toda.`,
  chi: (value) =>
    `Ji cuadrado ${value}: cuánto se apartan los recuentos de los niveles de partes iguales; crece con el número de clientes.`,
  p: (value) =>
    `Valor p ${value}: con qué frecuencia el azar daría al menos esta diferencia si nada hubiera cambiado.`,
  adjusted: (value, limit) =>
    `Valor p ajustado ${value}: lo mismo tras probar todas las variables a la vez (Benjamini y Hochberg); por debajo de ${limit} no es casualidad.`,
  psi: (value, drifted, critical) =>
    `PSI ${value}: cuánto se movieron las partes de los tramos o niveles; desde ${drifted} importa${critical === undefined ? "" : `, desde ${critical} es crítico`}.`,
  plainPsi: (value, deviations) =>
    `No cuenta lo que explica un movimiento común de menos de ${deviations} desviaciones típicas, ni toma un tramo de pocos por menos que una parte pequeña; con todo ello, como en otras herramientas, el PSI es ${value}.`,
  plainPsiOfLevels: (value, share) =>
    `Los niveles con menos del ${share} de los clientes cuentan en él como ${share}, para no exagerar un nivel raro; como en otras herramientas, el PSI es ${value}.`,
  distance: (value, drifted, critical) =>
    `Distancia ${value}: cuánto se movieron los clientes de media, en desviaciones típicas de antes; desde ${drifted} importa, desde ${critical} es crítica.`,
  shift: (level, value, drifted, critical) =>
    `El nivel «${level}» es el que más se movió: ${value} puntos; desde ${drifted} puntos importa, desde ${critical} es crítico.`,
  gaps: "Lo que falta y lo nuevo",
  gapsCaption: "Clientes del entrenamiento y de ahora",
  what: "Qué",
  thenColumn: "Antes",
  nowColumn: "Ahora",
  rows: "Clientes",
  missing: "Sin valor",
  unseen: "En niveles que el entrenamiento no vio",
  unseenNone: "Ningún nivel es nuevo.",
  unseenLevels: (levels) => `Niveles nuevos: ${levels}.`,
  unseenMore: (levels, more) => `Niveles nuevos: ${levels} y ${more} más.`,
};

export const featureDriftWords: Translated<typeof en> = { en, es };
