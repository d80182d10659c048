import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { makeDemo } from "../../runtime/demo/index.ts";
import { makeWorld } from "../../runtime/demo/world.ts";
import { sharedFolder } from "../support/folders.ts";
import { lexiconSentiment, originalIntent } from "./original-patterns.ts";
import { cell, countBy, daysFromAsOf, expectShare, mean, readCsv } from "./read-demo.ts";

// Real rates (sections 0 and 3 of the data description) and the acceptance bands around them (section 7.9).
const N = 20_099;
const folder = join(sharedFolder(), "raw");
interface Person {
  readonly id: string;
  readonly churned: boolean;
  readonly channel: string;
  readonly isCompetitive: boolean;
  readonly renewalDay: number;
  readonly tenureMonths: number;
}
interface Note {
  readonly customer_id: string;
  readonly date: string;
  readonly channel: string;
  readonly interaction_summary: string;
}
let people: Person[] = [];
let labels: Record<string, string>[] = [];
let notes: Note[] = [];
const byId = new Map<string, Person>();

beforeAll(async () => {
  await makeDemo({ out: folder, customers: N, seed: 42, hourly: false });
  labels = readCsv(join(folder, "churn_label.csv"));
  const churned = new Set(
    labels.filter((row) => cell(row, "churn") === "1").map((row) => cell(row, "customer_id")),
  );
  const contracts = readCsv(join(folder, "customer_contracts.csv"));
  people = readCsv(join(folder, "customer_attributes.csv")).map((row, index) => {
    const contract = contracts[index] ?? {};
    return {
      id: cell(row, "customer_id"),
      churned: churned.has(cell(row, "customer_id")),
      channel: cell(row, "sales_channel").replace("unknown", "desconocido"),
      isCompetitive: cell(row, "is_high_competition_province") === "1",
      renewalDay: daysFromAsOf(cell(contract, "next_renewal_date")),
      tenureMonths: -daysFromAsOf(cell(contract, "customer_first_activation_date")) / 30,
    };
  });
  for (const person of people) byId.set(person.id, person);
  notes = JSON.parse(readFileSync(join(folder, "customer_interactions.json"), "utf8"));
});

const churnOf = (belongs: (person: Person) => boolean) => {
  const group = people.filter(belongs);
  return group.filter((person) => person.churned).length / group.length;
};
const expectWithin = (actual: number, real: number, band: number, what: string) =>
  expect(Math.abs(actual - real), `${what}: ${actual} against ${real}`).toBeLessThanOrEqual(band);

describe("churn", () => {
  test("2,002 of 20,099 left; the label file is shuffled", () => {
    expect(countBy(labels, (row) => cell(row, "churn"))).toEqual({ "0": 18_097, "1": 2002 });
    const ids = labels.map((row) => cell(row, "customer_id"));
    expect(new Set(ids).size).toBe(N);
    expect(ids).not.toEqual(ids.toSorted());
    const smaller = makeWorld(42, 2000);
    expect(smaller.churn.filter(Boolean).length).toBe(199);
  });

  test("by months to renewal, within 1.5 points of the real rates", () => {
    const months = (person: Person) => person.renewalDay / 30;
    const inside = (low: number, high: number) => (person: Person) =>
      months(person) > low && months(person) <= high;
    expectWithin(churnOf(inside(-2, 0)), 0.1084, 0.015, "expired");
    expectWithin(churnOf(inside(0, 3)), 0.2467, 0.015, "0-3m");
    expectWithin(churnOf(inside(3, 6)), 0.0814, 0.015, "3-6m");
    expectWithin(churnOf(inside(6, 12)), 0.0234, 0.015, "6-12m");
  });

  test("by tenure, within 1.2 points; nobody leaves after 127.6 months", () => {
    const inside = (low: number, high: number) => (person: Person) =>
      person.tenureMonths > low && person.tenureMonths <= high;
    expectWithin(churnOf(inside(-1, 6)), 0.1339, 0.012, "0-6m");
    expectWithin(churnOf(inside(6, 12)), 0.1303, 0.012, "6-12m");
    expectWithin(churnOf(inside(12, 24)), 0.1259, 0.012, "1-2y");
    expectWithin(churnOf(inside(24, 60)), 0.1136, 0.012, "2-5y");
    expectWithin(churnOf(inside(60, 200)), 0.0612, 0.012, "5y+");
    expect(people.filter((person) => person.churned && person.tenureMonths > 127.6)).toEqual([]);
  });

  test("by channel, within 1.5 points; by competition, inside and outside the last three months", () => {
    const real = {
      presencial_comercial: 0.1248,
      oficina: 0.1046,
      telemarketing: 0.0854,
      desconocido: 0.0769,
      comparador: 0.0605,
    };
    for (const [channel, rate] of Object.entries(real))
      expectWithin(
        churnOf((person) => person.channel === channel),
        rate,
        0.015,
        channel,
      );
    const isNear = (person: Person) => person.renewalDay >= 0 && person.renewalDay <= 90;
    const cells = [
      [false, false, 0.0468],
      [false, true, 0.2171],
      [true, false, 0.0923],
      [true, true, 0.3065],
    ] as const;
    for (const [competitive, near, rate] of cells) {
      const belongs = (person: Person) => person.isCompetitive === competitive && isNear(person) === near;
      expectWithin(churnOf(belongs), rate, 0.025, `competition ${competitive}, near ${near}`);
    }
  });
});

describe("interactions", () => {
  const kindOf = (note: Note) => {
    const left = byId.get(note.customer_id)?.churned ? " left" : "";
    return `${originalIntent(note.interaction_summary)} ${lexiconSentiment(note.interaction_summary)}${left}`;
  };

  test("6,420 customers have one, 1,099 of those who left; every intent and sentiment has its exact count", () => {
    expect(notes.length).toBe(6420);
    expect(new Set(notes.map((note) => note.customer_id)).size).toBe(6420);
    expect(notes.filter((note) => byId.get(note.customer_id)?.churned).length).toBe(1099);
    expect(countBy(notes, kindOf)).toEqual({
      "Complaint negative left": 544,
      "Complaint neutral left": 38,
      "Complaint neutral": 11,
      "Complaint positive": 2,
      "Cancellation negative left": 10,
      "Cancellation neutral left": 13,
      "Cancellation neutral": 5,
      "Cancellation positive": 11,
      "Pricing negative left": 7,
      "Pricing neutral left": 39,
      "Pricing neutral": 97,
      "Pricing positive": 87,
      "Plan negative": 1,
      "Plan neutral left": 10,
      "Plan neutral": 41,
      "Plan positive": 44,
      "Renewal negative left": 110,
      "Renewal negative": 3,
      "Renewal neutral left": 310,
      "Renewal neutral": 2006,
      "Renewal positive left": 1,
      "Renewal positive": 2706,
      "Account negative left": 4,
      "Account neutral left": 8,
      "Account neutral": 127,
      "Account positive": 79,
      "Billing neutral left": 5,
      "Billing neutral": 30,
      "Billing positive": 71,
    });
  });

  test("prefer competition for prices, shun it for bills; neutral ends lie nearer to the renewal", () => {
    const competitive = (intent: string) => {
      const own = notes.filter((note) => kindOf(note).startsWith(intent) && !kindOf(note).endsWith("left"));
      return own.filter((note) => byId.get(note.customer_id)?.isCompetitive).length / own.length;
    };
    // Odds of .307 / .693 times 2.75 and .15: shares .549 and .062; the real ones are .55 and .07.
    expectWithin(competitive("Pricing"), 0.549, 0.13, "Pricing");
    expectWithin(competitive("Billing"), 0.062, 0.09, "Billing");
    const renewalDays = (ending: string) =>
      mean(
        notes
          .filter((note) => kindOf(note) === ending)
          .map((note) => byId.get(note.customer_id)?.renewalDay ?? 0),
      );
    expect(renewalDays("Renewal positive") - renewalDays("Renewal neutral")).toBeGreaterThan(5);
  });

  test("took place 31 to 121 days before the as-of date, at least 4 days before the renewal", () => {
    const days = notes.map((note) => daysFromAsOf(note.date));
    expect(Math.max(...days)).toBe(-31);
    expect(Math.min(...days)).toBe(-121);
    expectWithin(mean(days), -76, (4 * 26.3) / Math.sqrt(6420) + 0.5, "mean day");
    const gaps = notes.map((note) => (byId.get(note.customer_id)?.renewalDay ?? 0) - daysFromAsOf(note.date));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(4);
    expectWithin(mean(gaps), 213.8, 6, "days from conversation to renewal");
  });

  test("come by phone, office, e-mail and chat in their shares; 52 % are short notes of at most 60 characters", () => {
    const channels = countBy(notes, (note) => note.channel);
    for (const [channel, share] of [
      ["phone", 0.55],
      ["office", 0.2],
      ["email", 0.15],
      ["web_chat", 0.1],
    ] as const)
      expectShare(channels[channel] ?? 0, 6420, share, channel);
    const short = notes.filter((note) => note.interaction_summary.length <= 60);
    expectShare(short.length, 6420, 0.52, "short notes");
    expectWithin(mean(short.map((note) => note.interaction_summary.length)), 49, 5, "length of short notes");
    const long = notes.filter((note) => note.interaction_summary.length > 60);
    expectWithin(mean(long.map((note) => note.interaction_summary.length)), 250, 25, "length of long notes");
  });
});
