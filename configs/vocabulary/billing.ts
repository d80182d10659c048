import { listed } from "../listed.ts";
import { englishVerbs, spanishArVerbs } from "../word-families.ts";
import type { IntentRule } from "./intents.ts";
import { originalPhrases } from "./original.ts";

/** Bills, charges, payments, refunds and debts. */
export const billingRule: IntentRule = {
  intent: "Billing / Payment",
  phrases: [
    ...originalPhrases.billing,
    ...englishVerbs("bill, invoice, refund, reimburse, overcharge, owe, underpay, overpay"),
    ...listed(`
      bills, payments, inv, direct debit, direct debits, standing order, iban, refunds, instalment,
      instalments, installment, installments, receipt, receipts, debt, debts, arrears, late fee, late fees,
      reconnection fee, deposit, credited, credit note, credit card, debit card, by card, bank account,
      bank details, bank transfer, standing charge, statement, paid twice, cant pay, cannot pay, not pay,
      to pay before, unpaid, not paid, has paid, vat, tax on, from her account, from his account,
      amount due, amount for, outstanding amount, outstanding balance, balance, dunning, reminder fee`),
    ...spanishArVerbs("factur, cobr, adeud, fraccion, refactur"),
    ...listed(`
      factura, facturas, facturacion, facturaciones, cobro, cobros, cargo, cargos, pago, pagos, recibo,
      recibos, impago, impagos, impagado, impagada, impagadas, domiciliar, domicilia, domiciliado,
      domiciliada, domiciliacion, domiciliaciones, abono, abonos, abonamos, abonado, abonada, abonados,
      abonan, deuda, deudas, moroso, morosidad, devolucion, devoluciones, se le devuelve, se le devuelven,
      reembolso, fianza, importe, importes, iva, recargo, recargos, transferencia, a plazos, en plazos,
      tres plazos, dos plazos, aplazar el pago, aplazamiento, cuota, cuotas, cuenta bancaria,
      numero de cuenta, cuenta nueva, bono social, regularizacion, alquiler del equipo,
      alquiler del contador, impuesto electrico, ha pagado, ya pago, no puede pagar, aviso de corte,
      liquidacion, pagara`),
  ],
  // The battery of a car is charged, and somebody takes charge.
  ignored: listed(`
    charge * car, charge * vehicle, charge * ev, charge at night, in charge, free of charge, take charge,
    takes charge, payment plan option, se hace cargo, hacerse cargo, hace cargo, a cargo de, al cargo`),
};

/** Words of paying that as often are about what something costs. */
export const payingRule: IntentRule = {
  intent: "Billing / Payment",
  phrases: [
    ...listed("pay, pays, paid, paying, payable, card, tax, taxes, money, euros, eur"),
    ...spanishArVerbs("abon"),
    ...listed(
      "pagar, paga, pagan, pagado, pagando, pagarla, pagarlo, pagarlas, pagarlos, impuesto, impuestos, dinero, tarjeta",
    ),
  ],
};
