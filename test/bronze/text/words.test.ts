import { describe, expect, it } from "vitest";
import { normalised, phraseEnd, wordsOf } from "../../../runtime/bronze/text/words.ts";

const endOf = (text: string, phrase: string, at = 0) => phraseEnd(wordsOf(text), at, phrase.split(" "));

describe("phraseEnd", () => {
  it("finds a phrase at its first word, parted by blanks or a hyphen alone", () => {
    expect(endOf("follow up done", "follow up")).toBe(2);
    expect(endOf("follow-up done", "follow up")).toBe(2);
    expect(endOf("follow, up", "follow up")).toBe(-1);
    expect(endOf("to follow up", "follow up")).toBe(-1);
    expect(endOf("to follow up", "follow up", 1)).toBe(3);
    expect(endOf("follow", "follow up")).toBe(-1);
  });

  it("lets a gap hold up to three words of the same clause", () => {
    expect(endOf("end contract", "end * contract")).toBe(2);
    expect(endOf("end her very old contract now", "end * contract")).toBe(5);
    expect(endOf("end her very old gas contract", "end * contract")).toBe(-1);
    expect(endOf("end, the contract", "end * contract")).toBe(-1);
    expect(endOf("end the boss's contract", "end * contract")).toBe(5);
    expect(endOf("sign for the two years", "sign for * years")).toBe(5);
    expect(endOf("end it", "end * contract")).toBe(-1);
  });
});

describe("normalised", () => {
  it.each([
    ["<p>Paid</p>", " Paid "],
    ['<a href="mailto:x" class=link>Paid<br/></a>', " Paid  "],
    ["<p class=MsoNormal style='margin:0cm'>Paid<o:p></o:p>", " Paid  "],
    ["<!-- a note -->Paid<!DOCTYPE html>", " Paid "],
  ])("drops HTML: %s", (text, without) => {
    expect(normalised(text)).toBe(without);
  });

  it.each([
    "bill<last year, angry; wants >5% off",
    "gas<b and power>c",
    "a <last> b",
    "5<6 and 7>6",
    "<",
    "<p",
    "<p class",
  ])("leaves prose with angle brackets alone: %s", (text) => {
    expect(normalised(text)).toBe(text);
  });

  it("is linear in what looks like a tag and is none", () => {
    for (const fragment of ["<a ", "<p a=b ", "<!--", "<a a='", "<a   =", "<p a=b a=b a=b a=b "]) {
      const start = performance.now();
      normalised(fragment.repeat(Math.ceil(1_000_000 / fragment.length)));
      expect(performance.now() - start).toBeLessThan(5_000);
    }
    const start = performance.now();
    normalised(`<a${" a=b".repeat(250_000)}`);
    normalised(`<!--${"-".repeat(1_000_000)}`);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it("spells out what notes shorten with a slash, and leaves other slashes alone", () => {
    expect(normalised("happy w/ us, w/o delay")).toBe("happy with  us, without  delay");
    expect(normalised("c/ prisa, s/ cita, p/ renovar")).toBe("con prisa, sin cita, para renovar");
    expect(normalised("view/edit 9/10 s/n")).toBe("view/edit 9/10 s/n");
  });
});
