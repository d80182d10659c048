import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { html } from "../runtime/html.ts";

const entities = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" };

function unescaped(text: string): string {
  return Object.entries(entities).reduce(
    (result, [entity, character]) => result.replaceAll(entity, character),
    text,
  );
}

describe("the template", () => {
  it("lets no text out of its element or its attribute, and loses nothing of it", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: fc.constantFrom(..."<>&\"'a;#") })),
        (text) => {
          const page = html`<p title="${text}">${text}</p>`.toString();
          const [, attribute = "", content = ""] = /^<p title="([^"]*)">([^<]*)<\/p>$/s.exec(page) ?? [];
          expect([unescaped(attribute), unescaped(content)]).toEqual([text, text]);
        },
      ),
    );
  });

  it("leaves HTML as it is, at any depth and in lists", () => {
    const items = ["<b>", "&"].map((text) => html`<li>${text}</li>`);
    expect(html`<ul>${items}${[html`<li>${1}</li>`]}</ul>`.toString()).toBe(
      "<ul><li>&lt;b&gt;</li><li>&amp;</li><li>1</li></ul>",
    );
  });

  it("shows nothing for what is not there, and zero as a figure", () => {
    expect(html`[${undefined}${null}${false}${[]}${0}]`.toString()).toBe("[0]");
  });
});
