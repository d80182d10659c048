import { type Place, places } from "../../configs/pipeline.ts";
import type { Prefix } from "../data-lake/prefix.ts";

/** Where the execution's state holds what fills the blanks of a place's path. */
const blanks: Readonly<Record<string, string>> = {
  "<run>": "$.run_id",
  "<delivery>": "$.delivery_id",
  "<champion>": "$.plan.champion.version",
};
const BLANK = /<[a-z]+>/g;

/** A folder of one run, as an expression of the state machine: `s3://<bucket>/gold/<run id>`. */
function uriExpression(bucket: string, path: string): string {
  const fields = [...path.matchAll(BLANK)].map(([blank]) => blanks[blank]);
  return `States.Format('s3://${bucket}/${path.replaceAll(BLANK, "{}")}', ${fields.join(", ")})`;
}

/** Where an input is read. The last slash keeps run `…-1` from reading what run `…-10` has written. */
export function inputUri(bucket: string, path: string): string {
  return uriExpression(bucket, path);
}

/** Where an output is written: without the last slash, which would become an empty folder's name in every key. */
export function outputUri(bucket: string, path: string): string {
  return uriExpression(bucket, path.replace(/\/$/, ""));
}

/** A place of any run, for permissions: `gold/`, `models/*` + `/artifact/`. */
export function placePrefix(place: Place): Prefix {
  const pattern = places[place].replaceAll(BLANK, "*").replace(/\/\*\/$/, "/");
  if (!isPrefix(pattern)) throw new Error(`${place} lies at ${pattern}, which is no prefix of the lake.`);
  return pattern;
}

/** The type of `places` says that its paths begin with a folder of the lake; what is left to see is that they end well. */
function isPrefix(pattern: string): pattern is Prefix {
  return /^[a-z]+\/(?:[*a-z]+\/)*$/.test(pattern);
}
