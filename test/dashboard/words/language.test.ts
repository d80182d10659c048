import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { languageChoice, languageOf } from "../../../dashboard/web/languages.ts";
import { BadQuery } from "../../../dashboard/web/query.ts";
import { languageFor } from "../../../dashboard/words/language.ts";

describe("the language of a reader", () => {
  it.each([
    ["nothing said", undefined, "en"],
    ["nothing in the header", "", "en"],
    ["Spanish", "es", "es"],
    ["Spanish of Spain", "es-ES", "es"],
    ["Spanish in capitals", "ES-mx", "es"],
    ["Spanish first", "es-ES,es;q=0.9,en;q=0.8", "es"],
    ["English first", "en-GB,en;q=0.9,es;q=0.8", "en"],
    ["a heavier one behind a lighter", "en;q=0.4, es;q=0.7", "es"],
    ["weights with blanks around", "en ; q=0.4 , es ; q=0.7", "es"],
    ["a weight in capitals", "en;Q=0.4,es;Q=0.7", "es"],
    ["a language that we do not speak first", "fr-FR,fr;q=0.9,es;q=0.2", "es"],
    ["only languages that we do not speak", "fr,de;q=0.5", "en"],
    ["any language", "*", "en"],
    ["Spanish ruled out", "es;q=0", "en"],
    ["Spanish ruled out, English in", "es;q=0.000,en;q=0.1", "en"],
    ["equal weights: the first", "es;q=0.5,en;q=0.5", "es"],
    ["a weight that is no number", "es;q=1.2.3,en;q=0.1", "en"],
    ["codes that only begin like ours", "est,eno", "en"],
    ["nonsense", ";;;,,,q=,=;-,", "en"],
    ["a name of every object", "constructor,__proto__", "en"],
  ])("is what the browser asks for: %s", (_, accepted, language) => {
    expect(languageFor(undefined, accepted)).toBe(language);
  });

  it.each([
    ["es", "en", "es"],
    ["en", "es", "en"],
    ["fr", "es", "es"],
    ["", "es", "es"],
    ["ES", "en", "en"],
  ])("is the chosen one before the browser's: %s before %s", (chosen, accepted, language) => {
    expect(languageFor(chosen, accepted)).toBe(language);
  });

  it("is one that we speak, whatever a header says", () => {
    fc.assert(
      fc.property(
        fc.option(fc.string(), { nil: undefined }),
        fc.string({ unit: fc.constantFrom(..."esn-;,=q.019* \t") }),
        (chosen, accepted) => {
          expect(["en", "es"]).toContain(languageFor(chosen, accepted));
        },
      ),
    );
  });

  it.each([
    ["language=es", "es"],
    ["a=b; language=es; c=d", "es"],
    ["a=b;language=es", "es"],
    ["mylanguage=es", "en"],
    ["x=language=es", "en"],
    ["language=fr", "en"],
    ["language=", "en"],
    ['language="es', "en"],
  ])("is read from the cookies %s", (cookies, language) => {
    const headers: Record<string, string> = { cookie: cookies, "accept-language": "en" };
    expect(languageOf({ get: (name) => headers[name.toLowerCase()] })).toBe(language);
  });
});

/** Addresses that lead away from this site, or that some browser takes for such. */
const away = [
  "//evil.example",
  "///evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\\/evil.example",
  "https://evil.example/",
  "HTTPS:evil.example",
  "http:\\\\evil.example",
  "https:/evil.example",
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "\tjavascript:alert(1)",
  " //evil.example",
  "/\t/evil.example",
  "\n//evil.example",
  "/.//evil.example",
  "/..//evil.example",
  "/model/..//evil.example",
  "/%2e//evil.example",
  "/%2E%2E/%2e//evil.example/x?y=1",
  "././/evil.example",
  ".//evil.example",
  "http://here.invalid//evil.example",
  "http://here.invalid@evil.example",
  "http://[",
  "%2F%2Fevil.example",
  "/%5Cevil.example",
];

describe("the way back from a choice of language", () => {
  const backFrom = (back: string) => languageChoice(new URLSearchParams({ to: "es", back })).back;

  it.each(away)("stays on this site: %j", (back) => {
    const to = backFrom(back);
    expect(to).toMatch(/^\/(?![/\\])/);
    expect(new URL(to, "https://dashboard.example/language").origin).toBe("https://dashboard.example");
  });

  it("stays on this site, whatever is asked for", () => {
    const piece = fc.constantFrom(
      "/",
      "\\",
      ".",
      "..",
      "%2e",
      "%2f",
      "%5c",
      ":",
      "@",
      "?",
      "#",
      "\t",
      "\n",
      "evil.example",
      "http",
      "javascript",
      " ",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const to = backFrom(pieces.join(""));
        expect(to).toMatch(/^\/(?![/\\])/);
        expect(new URL(to, "https://dashboard.example/language").origin).toBe("https://dashboard.example");
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ["/customers?tier=high&q=%C3%B1&page=2", "/customers?tier=high&q=%C3%B1&page=2"],
    ["/customers/C%2F1", "/customers/C%2F1"],
    ["/model#curves", "/model"],
    ["", "/"],
    ["/", "/"],
  ])("leads to where the reader was: %s", (back, to) => {
    expect(backFrom(back)).toBe(to);
  });

  it.each([{}, { to: "" }, { to: "fr" }, { to: "constructor" }, { to: "EN", back: "/model" }])(
    "is refused for a language that we do not speak: %j",
    (asked: Record<string, string>) => {
      expect(() => languageChoice(new URLSearchParams(asked))).toThrow(BadQuery);
    },
  );
});
