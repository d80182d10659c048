import { hash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { cardSchema } from "../../../runtime/model/card/card.ts";
import { cardPage } from "../../../runtime/model/card/page.ts";
import { bill, card, HOSTILE, judged } from "./made-up.ts";

const page = cardPage(card, bill).toString();

/** The text of one part of a page, without its tags and with single blanks. */
function part(id: string, of = page): string {
  const [, inside = ""] = new RegExp(`<section id="${id}"[^>]*>(.*?)</section>`, "s").exec(of) ?? [];
  return inside.replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");
}

it("rests on a card of its schema", () => {
  expect(cardSchema.parse(card)).toEqual(card);
});

describe("the page", () => {
  it("is whole by itself: no script, no request, and a policy that allows its own style alone", () => {
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(page).not.toMatch(/<script|<iframe|<object|<img|@import|url\(|https?:| style=| on\w+="/);
    expect([...page.matchAll(/ (?:src|href)="([^"]*)"/g)].map(([, to]) => to)).toSatisfy(
      (targets: string[]) => targets.every((to) => to === "data:," || to.startsWith("#")),
    );
    const [, style = ""] = /<style>(.*?)<\/style>/s.exec(page) ?? [];
    expect(style.length).toBeGreaterThan(1000);
    expect(page).toContain(
      `content="default-src &#39;none&#39;; style-src &#39;sha256-${hash("sha256", style, "base64")}&#39;;`,
    );
  });

  it("shows names from data as text, wherever they stand", () => {
    expect(page).not.toContain("<img");
    const shown = "&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;";
    expect(HOSTILE).toContain("<img");
    for (const id of ["leakage", "slices", "features", "provenance"]) expect(part(id), id).toContain(shown);
  });

  it("has every id once, and a place for each link into it and each name by id", () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids.length).toBeGreaterThan(40);
    expect(ids.filter((id, place) => ids.indexOf(id) !== place)).toEqual([]);
    const named = [...page.matchAll(/ (?:href="#|aria-labelledby=")([^"]+)"/g)].map(([, id]) => id);
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it("is the same from the same card, however its figures were read", () => {
    const read = cardSchema.parse(JSON.parse(JSON.stringify(card)));
    expect(cardPage(read, bill).toString()).toBe(page);
  });

  it("leaves no figure out: no word of a program stands where one is missing", () => {
    expect(page).not.toMatch(/\b(undefined|null|NaN|Infinity|\[object)/);
  });
});

describe("the verdict", () => {
  it("is the first part, in one sentence, with the rules behind it", () => {
    expect(page.indexOf('<section id="verdict"')).toBe(page.indexOf("<section"));
    expect(part("verdict")).toContain(
      "Promoted: the model keeps all 2 rules of the gate, so it may score customers.",
    );
    expect(part("verdict")).toContain("PR-AUC kept PR-AUC is enough. at least 0.7 0.811");
    expect(part("verdict")).toContain("There was no champion");
  });

  it("names the rules that a refused model breaks", () => {
    const gate = [
      { name: "pr_auc", limit: 0.7, value: 0.6, passed: false, sentence: "PR-AUC is too low." },
      { name: "recall", limit: 0.7, value: 0.8, passed: true, sentence: "Recall is enough." },
      { name: "leakage", limit: 0.95, value: 0.99, passed: false, sentence: "One feature leaks." },
    ] as const;
    const text = part("verdict", cardPage(judged({ promote: false, gate }), bill).toString());
    expect(text).toContain(
      "Refused: the model breaks 2 of 3 rules of the gate (PR-AUC; AUC of the best single feature), so it scores nobody.",
    );
    expect(text).toContain("AUC of the best single feature broken One feature leaks. at most 0.95 0.99");
  });

  it("shows on which side of its limit a value lies, however near", () => {
    const gate = [
      { name: "calibration_error", limit: 0.03, value: 0.030004, passed: false, sentence: "Too far off." },
      { name: "pr_auc", limit: 0.7, value: 0.7, passed: true, sentence: "Just enough." },
    ] as const;
    const text = part("verdict", cardPage(judged({ promote: false, gate }), bill).toString());
    expect(text).toContain("Too far off. at most 0.03 0.030004");
    expect(text).toContain("Just enough. at least 0.7 0.7 ");
  });

  it("tells the comparison with a champion", () => {
    const comparison = {
      champion: { experiment: "E0_baseline", asOf: "2024-11-30", modelSha256: "c".repeat(64) },
      rows: 900,
      churners: 180,
      seenByChampion: 100,
      note: "100 holdout rows are left out.",
      candidatePrAuc: 0.8,
      championPrAuc: 0.55,
      prAucDifference: { value: 0.25, low: 0.2, high: 0.3 },
    };
    const text = part("verdict", cardPage(judged({ comparison }), bill).toString());
    expect(text).toContain("E0_baseline, as of 2024-11-30");
    expect(text).toContain("0.250 (0.200 to 0.300)");
    expect(text).toContain("100 holdout rows are left out.");
  });
});

describe("the other parts", () => {
  it.each([
    ["limits", "Not for decisions against a customer"],
    ["limits", "37 customers had no label"],
    ["leakage", "PR-AUC without them 0.612"],
    ["metrics", "PR-AUC 0.811 0.761 to 0.861 0.801"],
    ["metrics", "Called 143 58 201"],
    ["metrics", "its interval leans upwards and may lie wholly above the value."],
    [
      "original",
      "Of the calibration error: Resampling adds noise to this error, so its interval leans upwards",
    ],
    ["operating-points", "Promises a recall (in use) 0.31 201"],
    ["operating-points", "Earned most out of fold 0.22 302"],
    ["operating-points", "an assumed 30.0 % of the churners stay and bring their margin for 12 months"],
    ["calibration", "Made up: sigmoid and beta are tied."],
    ["coverage", "churned 100 90.0 % 80.0 % to 95.0 % 61 9 29 1"],
    ["slices", "Weaker: the interval"],
    ["slices", "3 customers have levels with too few of them."],
    ["data", "4,000 rows, of which 800 churners (20.0 %)"],
    ["data", "37 rows: neither trained on nor judged"],
    ["data", "segment 2."],
    ["features", "The other 5 features, together 7.1 %"],
    ["leaderboard", "Made up: none is shown to be better."],
    ["leaderboard", "logistic_regression on E5_full 44 0.810 (0.760 to 0.860)"],
    [
      "leaderboard",
      "xgboost on E0_baseline 44 0.620 (0.570 to 0.670) 0.900 (0.850 to 0.950) -0.300 to -0.100 worse than",
    ],
    ["original", "Precision 0.703 0.713 (0.663 to 0.763) 0.734 0.910 (0.860 to 0.960) 0.690"],
    ["policies", "By expected impact 210 140 1,234.50 EUR"],
    ["drift", "The 4,000 rows of the training part"],
    ["provenance", "0123456789abcdef"],
    ["provenance", "seed 42"],
    ["bill", "xgboost 1.7.4 not stated"],
    ["bill", "npm packages are missing here"],
  ])("%s: %s", (id, text) => {
    expect(part(id)).toContain(text);
  });

  it("mark the weaker levels, and only them, in a table of their own", () => {
    const [first = "", ...others] = part("slices").split("All levels of");
    expect(first).toContain("weaker");
    expect(first).not.toContain("(empty)");
    expect(others.join()).toContain("(empty) 120 24 (20.0 %) –");
    const none = judged({ slices: { ...card.evaluation.slices, columns: [] } });
    expect(part("slices", cardPage(none, bill).toString())).toContain("No part is shown to be weaker.");
  });

  it("claim no more of levels than was looked for", () => {
    const leakage = { features: [], pureLevels: [] };
    const findings = card.findings === null ? null : { ...card.findings, leakage };
    expect(part("leakage", cardPage({ ...card, findings }, bill).toString())).toContain(
      "No level of a flag or category has both hardly but one outcome and odds of churning so far from the usual ones",
    );
  });

  it("fold all features but the first fifteen", () => {
    const [open = "", closed = ""] = page.slice(page.indexOf('id="features"')).split("<details>");
    expect(open).toContain("feature_14");
    expect(open).not.toContain("feature_15");
    expect(closed).toContain("feature_19");
  });

  it("have a dash in the place of a gain where the algorithm has no trees", () => {
    const linear = { ...card, features: card.features.map((each) => ({ ...each, gainShare: 0 })) };
    const text = part("features", cardPage(linear, bill).toString());
    expect(text).toContain("The first 15 features Feature");
    expect(text).toContain("feature_14 – numeric");
    expect(text).toContain("The other 5 features All other");
    expect(text).not.toContain("%");
  });

  it("say of models of before what was not found out about them", () => {
    const old = {
      ...judged({ operatingPoints: [], coverage: null, originalProcedure: null, warnings: [] }),
      findings: null,
      leaderboard: null,
    };
    const text = cardPage(old, bill).toString();
    expect(part("calibration", text)).toContain("ways of calibration were not compared. In use: sigmoid.");
    expect(part("leakage", text)).toContain(
      "There is no warning. A model of before: leakage was not looked for.",
    );
    expect(part("leaderboard", text)).toContain("holds no leaderboard");
    expect(part("original", text)).toContain("there is nothing to compare");
    const short = { ...card, leaderboard: { held: false, reason: "Made up: too few." } } as const;
    expect(part("leaderboard", cardPage(short, bill).toString())).toContain("Not held. Made up: too few.");
  });
});
