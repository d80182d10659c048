/** The pages' templates are those of the model card, which is HTML, too. */
export { type Content, Html, html } from "../runtime/html.ts";
