/**
 * The words by which a conversation's intent is recognised (D17).
 * Two vocabularies: `original` has exactly the forms of the system that this one replaces, for parity tests;
 * `extended`, the default, adds word families, phrases with gaps, a guard against negation, and Spanish.
 * How well it reads is measured in `docs/text.md`.
 */
export { extendedVocabulary } from "./vocabulary/extended.ts";
export { type Intent, type IntentRule, intents, type Vocabulary } from "./vocabulary/intents.ts";
export { originalVocabulary } from "./vocabulary/original.ts";
