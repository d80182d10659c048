import type { ContentType } from "../../configs/serving.ts";
import type { LoadedModel } from "../model/artifact.ts";
import { pickRows } from "../model/gold-columns.ts";
import { ROWS_AT_A_TIME, type RowScore, scoreRows } from "../score/score-rows.ts";
import { type CheckedRows, checkRows } from "./check-rows.ts";
import type { ServedColumns } from "./columns.ts";
import { type Refusal, RowFaults, refusalOf } from "./faults.ts";
import type { Invocation, Scored } from "./messages.ts";
import type { RawRows } from "./raw-rows.ts";
import { readCsv } from "./read-csv.ts";
import { readJson, readJsonLines } from "./read-json.ts";
import { answerText, servedScore } from "./write-answer.ts";

const encoder = new TextEncoder();

/** Scores a request's rows, all of them or none: with any fault the answer names the first ones. */
export function scoreRequest(model: LoadedModel, served: ServedColumns, asked: Invocation): Scored {
  const text = textOf(asked.body);
  if (text === undefined)
    return refused({ error: "The body is no UTF-8.", remedy: "Send the rows in UTF-8." });
  const faults = new RowFaults();
  const raw = readRows(text, asked.rowsAs, served, faults);
  const rows = checkRows(raw.rows, served, faults);
  if (faults.found.length > 0) return refused(refusalOf(faults));
  if (raw.rows.length === 0)
    return refused({ error: "The body holds no row.", remedy: "Send one row or more." });
  const scores = scoreAll(model, rows).map((score, row) => servedScore(rows.customers[row] ?? null, score));
  return {
    status: 200,
    type: asked.answerAs,
    body: encoder.encode(answerText(scores, asked.answerAs, raw)),
    rows: scores.length,
  };
}

/** The text; undefined when the bytes are no UTF-8. A byte order mark at its beginning is left out. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function readRows(text: string, form: ContentType, served: ServedColumns, faults: RowFaults): RawRows {
  switch (form) {
    case "application/json":
      return readJson(text, faults);
    case "application/jsonlines":
      return readJsonLines(text, faults);
    case "text/csv":
      return readCsv(text, served, faults);
  }
}

function scoreAll(model: LoadedModel, { gold }: CheckedRows): readonly RowScore[] {
  const total = gold.customerId.length;
  const scores: RowScore[] = [];
  while (scores.length < total) {
    const length = Math.min(ROWS_AT_A_TIME, total - scores.length);
    const portion = Array.from({ length }, (_, index) => scores.length + index);
    for (const score of scoreRows(model, pickRows(gold, portion))) scores.push(score);
  }
  return scores;
}

function refused(refusal: Refusal): Scored {
  return { status: 400, type: "application/json", body: encoder.encode(JSON.stringify(refusal)), rows: 0 };
}

/** What is answered when the program itself failed. The words may quote data: only the error's class is told, to the log. */
export function failed(error: string): Scored {
  const refusal: Refusal = {
    error: "The rows could not be scored, and it is not their fault.",
    remedy: "Try again; if it fails again, look into the container's log.",
  };
  const body = encoder.encode(JSON.stringify(refusal));
  return { status: 500, type: "application/json", body, rows: 0, error };
}
