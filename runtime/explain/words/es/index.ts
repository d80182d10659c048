import { amountsOf, type Span, spanOf, spanOfDays } from "../amounts.ts";
import type { Clauses } from "../clauses.ts";
import { contractClauses } from "./contract.ts";
import { marketClauses, stabilityClauses } from "./market.ts";
import { behaviourClauses, compoundClauses, toneClauses } from "./talk.ts";

const { count, amount, percent, euros, price } = amountsOf("es");

const isOne = (value: number) => Math.abs(value) === 1;
/** 1 -> "un mes"; 5 -> "5 meses" */
const months = (value: number) => (isOne(value) ? "un mes" : `${count(value)} meses`);

function span(time: Span): string {
  switch (time.kind) {
    case "less than a month":
      return "menos de un mes";
    case "months": {
      if (time.exact) return months(time.count);
      return isOne(time.count) ? "alrededor de un mes" : `unos ${months(time.count)}`;
    }
    case "years":
      return `${time.exact ? "" : "más de "}${count(time.count)} años`;
  }
}

function days(value: number): string {
  const time = spanOfDays(value);
  if (time !== undefined) return span(time);
  return isOne(value) ? "un día" : `${count(value)} días`;
}

function times(value: number): string {
  return isOne(value) ? "una vez" : Math.abs(value) === 2 ? "dos veces" : `${count(value)} veces`;
}

export const spanish: Clauses = {
  measures: {
    span: (value) => span(spanOf(value)),
    kwh: (value) => `alrededor de ${amount(value)} kWh`,
    m3: (value) => `alrededor de ${amount(value)} m³`,
    share: (value) => `un ${percent(value)}`,
    times,
    months,
    days,
    price,
    euros,
  },
  atLeast: (size) => `al menos ${size}`,
  both: (left, right) => `${left}, y ${right}`,
  features: {
    ...contractClauses,
    ...marketClauses,
    ...stabilityClauses,
    ...behaviourClauses,
    ...toneClauses,
    ...compoundClauses,
  },
};
