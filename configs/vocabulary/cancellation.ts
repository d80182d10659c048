import { listed } from "../listed.ts";
import { crossed, englishVerbs, spanishAdjectives, spanishArVerbs } from "../word-families.ts";
import type { IntentRule } from "./intents.ts";
import { originalPhrases } from "./original.ts";

/** What is ended. */
const englishSupply = listed(
  "* contract, * agreement, * supply, * account, * service, * electricity, * gas, * subscription, * file, everything, it",
);
const spanishSupply = listed(
  "* contrato, * contratos, * suministro, * servicio, * cuenta, * poliza, * luz, * gas",
);

/** Whom the customer goes to. */
const anotherEnglish = listed(`
  * another company, * another co, * another supplier, * another provider, * another retailer,
  * another firm, * new supplier, * new provider, * other supplier, * other company, * a competitor,
  * the competition, * a rival, elsewhere`);
const anotherSpanish = listed(`
  * otra compania, * otra comercializadora, * otra empresa, * otra electrica, * otra suministradora, a otra,
  con otra, * otro proveedor, * otro suministrador, * la competencia, * de compania, * de comercializadora,
  * de proveedor, * de suministrador, * de electrica, a la competencia, a la compania, a la electrica,
  a la comercializadora`);

const english = [
  ...englishVerbs("cancel, terminate, quit"),
  ...listed(`
    canceled, cancelling, cancellations, cancelation, termination, switches, switched, leaving, leaves us,
    leaves town, leaves the company, quitting, account closed, no longer need, no longer needs,
    no longer needed, no longer wants, wants out, want out, wanted out, get out of * contract,
    out of * contract, withdraw from * contract, withdraws from * contract, withdrawal from, withdrew from,
    right of withdrawal, cooling off, gave notice, gave us notice, gives notice, giving notice,
    notice to quit, final settlement, closing date, closing invoice, moving abroad, moves abroad,
    relocating, moving out, moved out, business elsewhere, new supplier, new provider, port out`),
  ...crossed(
    listed(`
      end, ends, ending, ended, stop, stops, stopping, stopped, close, closing, shut, shuts, shutting,
      disconnect, discontinue, discontinuing, give up, giving up`),
    englishSupply,
  ),
  ...crossed(
    listed(
      "go, goes, going, gone, went, move, moves, moving, moved, change, changes, changing, sign, signs, signed, signing",
    ),
    anotherEnglish,
  ),
];

const spanish = [
  ...crossed(listed("dar, darse, darme, darle, darnos, den, dado, dada, darla, darlo"), ["* baja"]),
  ...spanishArVerbs("cancel, rescind, abandon"),
  ...listed(`
    cancelacion, cancelaciones, de baja, la baja, solicita baja, solicitud de baja, pide baja, baja por,
    baja del, baja de contrato, baja de suministro, baja voluntaria, bajas, rescindir, rescinde, rescindido,
    rescision, resolver el contrato, resolucion del contrato, desistir, desiste, desistio, desistimiento,
    derecho de desistimiento, se marcha, se marcho, marcharse, se va con, se va a otra, se ira, irse, irnos,
    nos deja, dejarnos, dejar la compania, dejar * contrato, deja * contrato, dejar * suministro,
    cambio de compania, cambio de comercializadora, cambio de proveedor, cambio de suministrador,
    liquidacion final, el cese, cierre de cuenta, cierre de la cuenta, portabilidad, nueva comercializadora,
    nueva compania`),
  ...crossed(
    [
      ...listed(
        "anular, anula, anulen, anulado, anulacion de, cortar, corte, cortemos, corten, cerrar, cierre, cierra, quitar, quite, cesar, cese",
      ),
    ],
    spanishSupply,
  ),
  ...crossed(
    [...spanishArVerbs("cambi, pas, firm"), ...listed("ir, irse, irme, va, van, vamos, fue, ido, vuelto")],
    anotherSpanish,
  ),
];

/** The customer ends the contract or goes to another supplier, or asks how. */
export const cancellationRule: IntentRule = {
  intent: "Cancellation / Switch",
  phrases: [...originalPhrases.cancellation, ...english, ...spanish],
  // A contract's clause on early termination is discussed more often than it is used; visits are cancelled, too.
  ignored: [
    ...listed(`
    early termination, termination fee, termination fees, termination clause, end of, end date, ends of,
    rescision anticipada, cancelacion anticipada, technician cancelled, technician canceled,
    visit cancelled, appointment cancelled, cancelled * visit, cancelled * appointment, canceled * visit,
    canceled * appointment, cancel * visit, cancel * appointment, cancelar * cita, cancelada * cita,
    cancelo * cita, cancelar * visita, cancelo * visita, cita cancelada, visita cancelada, tecnico cancelo,
    esta de baja, baja tension, baja medica, baja laboral, la baja potencia, la baja tension, annual leave,
    sick leave, leave a message, leave message, se marcha dando, seguir esperando, corte de luz,
    corte de suministro, aviso de corte, cortes de suministro`),
    ...crossed(
      ["se marcha", "se marcha muy"],
      spanishAdjectives("content, encantad, satisfech, agradecid, tranquil"),
    ),
    ...crossed(
      listed("no * intention of, not have * intention of, not the * intention of"),
      listed("canceling, cancelling, leaving, quitting, switching, terminating, changing, ending"),
    ),
    ...crossed(
      listed("no tiene * intencion de, no hay * intencion de, sin * intencion de, ninguna intencion de"),
      listed("cancelar, cancelarlo, rescindir, irse, marcharse, cambiar, cambiarse, darse de baja, dejarnos"),
    ),
  ],
  // A wish is denied from further off than a grievance: "no desea por el momento cancelar".
  negationReach: 5,
};

/** Who will not stay leaves. Closer to the negation than the wish to leave: "does not know whether to stay" is open. */
export const notStayingRule: IntentRule = {
  intent: "Cancellation / Switch",
  phrases: [],
  whenNegated: listed(
    "stay, stays, staying, remain, seguir, seguira, seguiran, seguire, continuar, continuara, quedarse, se quedara, stay with us",
  ),
  ignored: ["seguir esperando"],
  negationReach: 3,
};
