import { listed } from "../listed.ts";
import { englishVerbs, spanishAdjectives, spanishArVerbs } from "../word-families.ts";
import type { IntentRule } from "./intents.ts";
import { originalPhrases } from "./original.ts";

/** Prices, discounts and what others ask for. */
export const pricingRule: IntentRule = {
  intent: "Pricing Offers",
  phrases: [
    ...originalPhrases.pricing,
    ...englishVerbs("quote, overprice"),
    ...listed(`
      increases, increased, hikes, competitor, competitors, cheaper, cheapest, cheap, expensive, costly,
      dearer, costs too much, kwh cost, cost of energy, cost of electricity, energy cost, energy costs,
      cost per, per kwh, per kilowatt, quotes, quotation, quotations, promo, promos, promotion, promotions,
      promotional, best offer, our offer, special offer, offers from, a reduction, price reduction,
      price freeze, comparison site, comparison tool, comparing quotes, rival quotes, rivals quote,
      rival offers, pays less, pay less, paying less, paying too much, pays too much, pay too much, a rise,
      price match, match it, cents, per cent off`),
    ...spanishAdjectives("barat, car, competitiv, abusiv"),
    ...spanishArVerbs("encarec, abarat, rebaj, ahorr, aument, increment, regate"),
    ...listed(`
      precio, precios, tarifa, tarifas, descuento, descuentos, oferta, ofertas, rebaja, rebajas, subida,
      subidas, bajada de precio, bajada de precios, bajada de la luz, incremento, incrementos, aumento,
      aumentos, ahorro, ahorros, competencia, competidor, competidores, alternativa, alternativas,
      encarecimiento, encarecer, encarece, encarecido, promocion, promociones, promo, presupuesto,
      presupuestos, comparador, comparadores, comparando, compara con otra, compara con otras, coste,
      costes, coste de la energia, paga menos, pagar menos, paguen menos, pagan menos, paga mas,
      paga de mas, pagar tanto, lo que paga, que paga por, centimos, centimo, ha subido, han subido, subio,
      suben, subieron, todo sube, igualar, igualarlo, mejorar la oferta, mejor oferta, kilovatio, por kwh,
      el kwh, eur kwh, menos por, mercado mayorista`),
  ],
  // Products are named after how they are priced; a voltage surges, and power is raised.
  ignored: listed(`
    tarifa plana, tarifas planas, tarifa nocturna, tarifa por horas, tarifa con discriminacion,
    subida de tension, subidas de tension, subida de la tension, subida de potencia, coste del cambio,
    sobretension, aumento de potencia, aumentar la potencia, aumentar potencia, aumenta potencia,
    increase * power, increase power, power increase, cara a cara`),
  // Shorter than the others': "no price increase", but "did not like the price" is about the price.
  negationReach: 2,
};

/** Words that as often are about a bill or a product. */
export const costRule: IntentRule = {
  intent: "Pricing Offers",
  phrases: listed(`
    discount, discounts, descuento, descuentos, rebaja, rebajas, reduction, tariff, tariffs, cost, costs,
    kwh, offer, offers, market, cuesta, cuestan, mercado, sube, subia, subian, subiera, subir el precio,
    compara, comparar, economico, economica, comparison, compare`),
};
