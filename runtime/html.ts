/**
 * HTML as a type of its own. Text that comes from data can only get into a page through `html`, which escapes it; what
 * is HTML already is an `Html`, and there is no other way to make one.
 *
 * @example html`<td>${customer.name}</td>`
 */
export class Html {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /** The template function behind `html`. */
  static template(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
    return new Html(parts.reduce((text, part, index) => text + textOf(values[index - 1]) + part));
  }

  toString(): string {
    return this.#text;
  }
}

/** What may stand in a template. Nothing is shown for `undefined`, `null` and `false`; lists are joined. */
export type Content = string | number | Html | undefined | null | false | readonly Content[];

/** Escapes every value that is not HTML already. Attributes must be quoted: `class="${name}"`. */
export const html = Html.template;

const ENTITIES = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
]);

function escapeText(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES.get(character) ?? character);
}

function textOf(value: Content): string {
  if (value === undefined || value === null || value === false) return "";
  if (typeof value === "string") return escapeText(value);
  if (typeof value === "number") return String(value);
  if (value instanceof Html) return value.toString();
  return value.map(textOf).join("");
}
