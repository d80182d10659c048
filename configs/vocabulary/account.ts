import { listed } from "../listed.ts";
import { crossed, spanishArVerbs } from "../word-families.ts";
import type { IntentRule } from "./intents.ts";
import { accountWithoutIssues, originalPhrases } from "./original.ts";

const records = listed(`
  * address, * phone, * phone no, * phone number, * email, * e mail, * name, * details, * data, * mobile,
  * records`);
const datosSpanish = listed(`
  * direccion, * telefono, * movil, * correo, * email, * nombre, * apellido, * datos, * titular, * ficha`);

/** Data of the account, access to it, and the supply as such. */
export const accountRule: IntentRule = {
  intent: "Account / Service Inquiry",
  phrases: [
    ...originalPhrases.account,
    ...listed(`
      password, passwords, log in, login, logging in, log into, log on, username, web area, customer area,
      client area, customer portal, portal, online account, the app, our app, app access, access to the app,
      locked out, new holder, change of holder, become the holder, holder change, change of name,
      name change, name misspelt, misspelt, misspelled, meter reading, meter readings, the reading of,
      gave the reading, reading given, supply point, cups, copy of * contract, copy of, duplicate contract,
      certificate, power of attorney, gdpr, personal data, data protection, contact details, contact data,
      mailings, advertising, marketing calls, opted out, opt out, moved house, moved flat,
      change of address, new address, forwarding address, billing address, meter booked, new meter,
      meter replaced, replaced * meter, move of the supply, connection of, new connection, on file,
      on the file, data up to date, preferences`),
    ...crossed(
      listed("change, changed, changes, changing, correct, corrected, update, updated, updates, updating"),
      records,
    ),
    ...listed(
      "address corrected, name corrected, details corrected, email changed, phone changed, point updated, details updated",
    ),
    ...listed(`
      datos de la cuenta, datos de su cuenta, detalles de la cuenta, actualizacion de la cuenta,
      cambio de titular, cambio de titularidad, cambio de nombre, titularidad, nuevo titular, como titular,
      datos personales, proteccion de datos, servicio, servicios, consulta, consultas, informacion,
      sin incidencias, todo bien, todo correcto, area cliente, area de cliente, area de clientes,
      area privada, oficina virtual, contrasena, clave, clave nueva, usuario, app, aplicacion,
      acceso a la web, acceder a la web, acceso web, lectura, lecturas, lectura del contador,
      punto de suministro, certificado, copia del contrato, copia de contrato, copia de,
      duplicado del contrato, duplicado de contrato, poder notarial, publicidad, rgpd, lopd,
      historico de consumos, direccion de correspondencia, alta de la vivienda, alta de la luz, alta de luz,
      alta del local, alta nueva, nueva alta, el alta, cambio de direccion, cambio de domicilio,
      traslado del suministro, a su nombre, a mi nombre, preferencias, cambio de contador, contador nuevo,
      ficha, empadronamiento`),
    ...crossed(
      [...spanishArVerbs("cambi, actualiz, modific"), ...listed("corregir, corrige, corregido, corregida")],
      datosSpanish,
    ),
    ...listed("direccion corregida, datos actualizados, nombre corregido, direccion actualizada"),
  ],
  sameLine: accountWithoutIssues,
  ignored: listed("consulta condiciones, consulta por la renovacion"),
};

/** Things of the supply, where nothing else is said of them. */
export const supplyRule: IntentRule = {
  intent: "Account / Service Inquiry",
  phrases: listed(`
    aclarado, aclarada, meter, meters, technician, tech visit, fitter, reader, supply, address, e mail,
    email, mail address, documents, papers, account, registered, power cut, power cuts, cuts, outage,
    connection, connected, repair, app, access, contador, contadores, tecnico, tecnicos, suministro,
    reparacion, averia, averias, enganche, direccion, correo, documentacion, documentos, dni, nif, cortes,
    acceso, alta, web, sms, cuenta, datos, copia`),
  ignored: listed("account holder, acct holder, por correo, por email, by e mail, by email"),
};
