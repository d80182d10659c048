import { listed } from "../listed.ts";
import { spanishErVerbs } from "../word-families.ts";
import type { IntentRule } from "./intents.ts";
import { originalPhrases } from "./original.ts";

/** Which plan, product, power or extra suits the customer. */
export const planRule: IntentRule = {
  intent: "Plan / Product Inquiry",
  phrases: [
    ...originalPhrases.plan,
    ...listed(`
      product, products, bundle, bundles, package, packages, dual fuel, solar, solar panels, photovoltaic,
      pv, self consumption, battery, batteries, panels, heat pump, heat pumps, ev, electric car,
      electric vehicle, charger, chargers, wallbox, charging point, charging points, charging at night,
      contracted power, more power, less power, power raised, kw, kva, green energy, green electricity,
      green product, renewable, boiler cover, boiler, maintenance cover, maintenance package, home cover,
      insurance, time of use, night tariff, night rate, flat tariff, flat fee, indexed product,
      weekend option, catalogue, catalog, brochure, range of, our range, add gas, adding gas,
      gas to * electricity, three periods, air conditioning`),
    ...listed(`
      planes, opcion, opciones, producto, productos, paquete, paquetes, modalidad, modalidades, catalogo,
      gama, folleto, dosier, placas, placas solares, paneles, panel solar, fotovoltaica, fotovoltaicas,
      autoconsumo, bateria, baterias, bateria virtual, excedentes, aerotermia, bomba de calor,
      coche electrico, vehiculo electrico, punto de recarga, puntos de recarga, recarga, cargador, potencia,
      potencias, limitador, energia verde, luz verde, producto verde, renovables, seguro de, seguro del,
      servicio de mantenimiento, mantenimiento, cobertura, coberturas, caldera, tarifa plana,
      tarifa nocturna, discriminacion horaria, horario valle, horas valle, horas gratis, tres periodos,
      indexado, indexada, luz y gas, juntar la luz, anadir gas, anadir el gas, alta de gas,
      segunda vivienda, segunda residencia, aire acondicionado, pack, packs`),
    ...spanishErVerbs("suger", "ir"),
  ],
  ignored: listed("fuera de cobertura, sin cobertura,    de cobertura"),
};

/** How power is bought in general. */
export const adviceRule: IntentRule = {
  intent: "Plan / Product Inquiry",
  phrases: listed(`
    what suits, suits him, suits her, which suits, recommended the, advised on, luz * gas, gas * luz,
    le conviene, asesorado sobre, instalador, installer, at night, de noche, suplemento`),
};
