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
  it("spells out what notes shorten with a slash, and leaves other slashes alone", () => {
    expect(normalised("happy w/ us, w/o delay")).toBe("happy with  us, without  delay");
    expect(normalised("c/ prisa, s/ cita, p/ renovar")).toBe("con prisa, sin cita, para renovar");
    expect(normalised("view/edit 9/10 s/n")).toBe("view/edit 9/10 s/n");
  });
});
