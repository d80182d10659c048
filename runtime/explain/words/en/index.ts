import { amountsOf, type Span, spanOf, spanOfDays } from "../amounts.ts";
import type { Clauses } from "../clauses.ts";
import { contractClauses } from "./contract.ts";
import { marketClauses, stabilityClauses } from "./market.ts";
import { behaviourClauses, compoundClauses, toneClauses } from "./talk.ts";

const { count, amount, percent, euros, price } = amountsOf("en");

/** 1, "month" -> "1 month" */
const counted = (value: number, thing: string) =>
  `${count(value)} ${thing}${Math.abs(value) === 1 ? "" : "s"}`;

function span(time: Span): string {
  switch (time.kind) {
    case "less than a month":
      return "less than a month";
    case "months":
      return `${time.exact ? "" : "about "}${counted(time.count, "month")}`;
    case "years":
      return `${time.exact ? "" : "over "}${counted(time.count, "year")}`;
  }
}

function days(value: number): string {
  const time = spanOfDays(value);
  return time === undefined ? counted(value, "day") : span(time);
}

function times(value: number): string {
  const size = Math.abs(value);
  return size === 1 ? "once" : size === 2 ? "twice" : `${count(size)} times`;
}

export const english: Clauses = {
  measures: {
    span: (value) => span(spanOf(value)),
    kwh: (value) => `about ${amount(value)} kWh`,
    m3: (value) => `about ${amount(value)} m³`,
    share: percent,
    times,
    months: (value) => counted(value, "month"),
    days,
    price,
    euros,
  },
  atLeast: (size) => `at least ${size}`,
  both: (left, right) => `${left}, and ${right}`,
  features: {
    ...contractClauses,
    ...marketClauses,
    ...stabilityClauses,
    ...behaviourClauses,
    ...toneClauses,
    ...compoundClauses,
  },
};
