import { listed } from "./listed.ts";

/**
 * The words by which a conversation's intent is recognised (D17).
 * Two vocabularies: `original` has exactly the forms of the system that this one replaces, for parity tests;
 * `extended`, the default, adds the inflections it missed, a guard against negation, and Spanish.
 */

/** The eight classes of intent, and what is left. */
export const intents = [
  "Cancellation / Switch",
  "Complaint / Escalation",
  "Billing / Payment",
  "Contract Renewal",
  "Pricing Offers",
  "Plan / Product Inquiry",
  "Account / Service Inquiry",
  "General / Operational Contact",
  "Other / Unclassified",
] as const;
export type Intent = (typeof intents)[number];

/** One rule: a class and the words that point to it. */
export interface IntentRule {
  readonly intent: Intent;
  /** Words and phrases, in lower case and without accents; a space also stands for a hyphen. */
  readonly phrases: readonly string[];
  /** Pairs that count when the second stands anywhere after the first on the same line. */
  readonly sameLine?: readonly (readonly [first: string, later: string])[];
  /** Phrases that hide the words they hold: an early termination fee is no wish to terminate. */
  readonly ignored?: readonly string[];
  /** Words that count only behind a negator: "not happy". */
  readonly whenNegated?: readonly string[];
  /**
   * How many words behind a negator the phrases lose their meaning; 0 switches the guard off. The topic of a
   * conversation remains its topic when it is negated ("has not received the bill"); a wish or a grievance does not.
   * @default 0
   */
  readonly negationReach?: number;
}

export interface Vocabulary {
  /** Tried in this order: the first rule with a match decides. */
  readonly rules: readonly IntentRule[];
  /** Words that turn around what follows them in the same clause. */
  readonly negators: readonly string[];
  /** Words behind a negator that take its force: "not only". */
  readonly negatorBreakers: readonly string[];
  /** Words that begin a new clause. */
  readonly clauseWords: readonly string[];
  /** Fold accents, drop HTML tags and spell out "n't" before matching. */
  readonly normalise: boolean;
}

const cancellation = listed(`
          cancel, canceled, cancelled, cancellation, terminate, switch, switching, leave, account close,
          account closure, closing account`);

const complaint = listed(`
          complain, complaint, complaining, frustrated, frustration, escalated, escalation, not satisfied,
          unsatisfied, upset, dissatisfied, dissatisfaction, unhappy, discontent`);

const billing = listed("bill, billing, charge, charges, charged, payment, overdue, past due");

const renewal = listed(`
          renew, renewal, renewals, renewing, expire, expiry, expiration, next renewal, renewals discussed,
          renewed, renewed contract`);

const pricing = listed(`
          price, prices, priced, rate, rates, pricing, increase, hike, discount, discounts, saving,
          savings, competitive, better deal, better rate, better offer, competitiveness, competition,
          alternative, alternatives, seeking alternative, seeking alternatives, looking around`);

const plan = listed(`
          plan, plans, plan option, plan options, new plan, future plan, future plans, option, options,
          exploring option, exploring options`);

const account = listed(`
          account detail, account details, account question, account questions, service, services, inquiry,
          inquired, inquiries, info, clarified, provided info, reviewed options, discussed options,
          account update, account updates, account setup, setup detail, setup details, account issue,
          account issues, no issues found, all good`);
const accountWithoutIssues = [["account", "no issues"]] as const;

const general = listed(`
          general, follow up, followup, routine, inbound call, no action required, issue resolved,
          resolved, normal process, standard interaction, customer contacted`);

/** The replaced system's vocabulary, form by form (features.md 4.1). */
export const originalVocabulary: Vocabulary = {
  rules: [
    { intent: "Cancellation / Switch", phrases: cancellation },
    { intent: "Complaint / Escalation", phrases: complaint },
    { intent: "Billing / Payment", phrases: billing },
    { intent: "Contract Renewal", phrases: renewal },
    { intent: "Pricing Offers", phrases: pricing },
    { intent: "Plan / Product Inquiry", phrases: plan },
    { intent: "Account / Service Inquiry", phrases: account, sameLine: accountWithoutIssues },
    { intent: "General / Operational Contact", phrases: general },
  ],
  negators: [],
  negatorBreakers: [],
  clauseWords: [],
  normalise: false,
};

/** The default vocabulary: the same classes in the same order, with more forms, a negation guard, and Spanish. */
export const extendedVocabulary: Vocabulary = {
  rules: [
    {
      intent: "Cancellation / Switch",
      phrases: [
        ...cancellation,
        ...listed(`
          cancels, canceling, cancelling, terminates, terminated, terminating, termination, switches,
          switched, leaving, close account, close the account, close my account, close her account,
          close his account, close their account, closing the account, account closed, cancelar, cancela,
          cancele, cancelado, cancelada, cancelando, cancelacion, dar de baja, darse de baja,
          darme de baja, dado de baja, dada de baja, baja del contrato, baja del servicio,
          solicita la baja, solicita baja, quiere la baja, pide la baja, tramitar la baja, rescindir,
          rescision, cambiar de compania, cambio de compania, cambiarse de compania, cambiar de proveedor,
          cambio de proveedor, cambiar de comercializadora, cambio de comercializadora, irse a otra,
          marcharse, cerrar la cuenta, cerrar su cuenta, cerrar cuenta, cierre de cuenta,
          cierre de la cuenta`),
      ],
      // A contract's clause on early termination is discussed more often than it is used.
      ignored: [
        "early termination",
        "termination fee",
        "termination fees",
        "termination clause",
        "rescision anticipada",
        "cancelacion anticipada",
      ],
      negationReach: 3,
    },
    {
      intent: "Complaint / Escalation",
      phrases: [
        ...complaint,
        ...listed(`
          complains, complained, complaints, frustrating, unsatisfactory, queja, quejas, quejarse, quejo,
          quejandose, reclamacion, reclamaciones, reclama, reclamar, reclamo, insatisfecho, insatisfecha,
          insatisfaccion, descontento, descontenta, frustrado, frustrada, frustracion, enfadado, enfadada,
          enojado, enojada, molesto, molesta, indignado, indignada, disgustado, disgustada,
          poco satisfecho, poco satisfecha`),
      ],
      whenNegated: listed("satisfied, happy, pleased, satisfecho, satisfecha, contento, contenta, conforme"),
      negationReach: 3,
    },
    {
      intent: "Billing / Payment",
      phrases: [
        ...billing,
        ...listed(`
          bills, billed, payments, factura, facturas, facturacion, facturado, facturada, cobro, cobros,
          cobrado, cargo, cargos, pago, pagos, recibo, recibos, impago, domiciliacion`),
      ],
    },
    {
      intent: "Contract Renewal",
      phrases: [
        ...renewal,
        ...listed(`
          renews, expires, expired, expiring, renovar, renueva, renueve, renovado, renovada, renovando,
          renovacion, renovaciones, vence, vencer, vencimiento, caduca, caducidad, expira, fin de contrato,
          fin del contrato, prorroga`),
      ],
    },
    {
      intent: "Pricing Offers",
      phrases: [
        ...pricing,
        ...listed(`
          increases, increased, hikes, competitor, competitors, precio, precios, tarifa, tarifas,
          descuento, descuentos, oferta, ofertas, rebaja, rebajas, subida, subidas, incremento, aumento,
          ahorro, ahorrar, competencia, competidor, competidores, competitivo, competitiva, alternativa,
          alternativas, mas barato, mas barata`),
      ],
      // Shorter than the others': "no price increase", but "did not like the price" is about the price.
      negationReach: 2,
    },
    {
      intent: "Plan / Product Inquiry",
      phrases: [...plan, "planes", "opcion", "opciones"],
    },
    {
      intent: "Account / Service Inquiry",
      phrases: [
        ...account,
        ...listed(`
          datos de la cuenta, datos de su cuenta, detalles de la cuenta, actualizacion de la cuenta,
          cambio de titular, cambio de titularidad, datos personales, servicio, servicios, consulta,
          consultas, informacion, aclarado, aclarada, sin incidencias, todo bien, todo correcto`),
      ],
      sameLine: accountWithoutIssues,
    },
    {
      // Disappointment is a tone, which the sentiment carries: "renewal terms, disappointed" stays a renewal with a
      // negative tone. It makes a complaint only where the text names no topic.
      intent: "Complaint / Escalation",
      phrases: [
        "disappointed",
        "disappointing",
        "disappointment",
        "decepcionado",
        "decepcionada",
        "decepcion",
      ],
      negationReach: 3,
    },
    {
      intent: "General / Operational Contact",
      phrases: [
        ...general,
        ...listed(`
          seguimiento, rutina, rutinaria, llamada entrante, no requiere accion, sin accion, resuelto,
          resuelta, incidencia resuelta`),
      ],
    },
  ],
  negators: listed(`
          not, no, never, without, hardly, cannot, nor, nunca, jamas, sin, ni, tampoco, ningun, ninguna,
          nada, apenas`),
  negatorBreakers: ["only", "just", "solo", "solamente"],
  clauseWords: ["and", "but", "however", "although", "y", "pero", "sino", "aunque"],
  normalise: true,
};
