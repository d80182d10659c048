/** What a person at a desk calls each feature: the same words on pages and on the command line. */
export { featureInWords } from "../../runtime/explain/words/feature-names.ts";
