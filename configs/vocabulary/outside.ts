import { listed } from "../listed.ts";
import type { IntentRule } from "./intents.ts";

/** Who is no customer of ours may speak of prices and services, and yet wants nothing of the pipeline's classes. */
export const outsideRule: IntentRule = {
  intent: "Other / Unclassified",
  phrases: listed(`
    wrong number, dialled * mistake, dialed * mistake, by mistake he, number by mistake, not a client,
    not a customer, not our customer, not our client, no client of ours, no customer of ours,
    is not a customer, not for us, cold call, prank, prank call, journalist, press office, job application,
    looking for work, looking for a job, are hiring, his cv, her cv, cv forwarded, thesis, sponsor,
    sponsors, sponsorship, no es cliente, no es clienta, no son clientes, no es para nosotros,
    se equivoca de, se ha equivocado de, equivocado al marcar, numero equivocado, telefono equivocado,
    se equivoco de, broma, periodista, prensa, busca trabajo, buscaba trabajo, curriculum, deja cv, su cv,
    tesis, patrocinio, patrocinar, patrocinador, encuesta, compania del agua, water company`),
};
