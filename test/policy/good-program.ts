/** A stack with one of everything that a rule looks at, as it should be: no rule has a word to say about it. */
import "./good/alerts.ts";
import "./good/dashboard.ts";
import "./good/data.ts";
import "./good/pipeline.ts";
