/** What agents wrote about a conversation: its intent (D17) and its tone (D18). */
export { type Intent, intents } from "../../../configs/vocabulary.ts";
export { intentOf } from "./intent.ts";
export { loadScorer, scoreAll } from "./scorer.ts";
export {
  lexiconScorer,
  type Sentiment,
  type SentimentLabel,
  type SentimentScorer,
  sentimentLabels,
  sentimentOf,
} from "./sentiment.ts";
