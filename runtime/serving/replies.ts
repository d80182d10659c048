import { MAX_PAYLOAD_MB } from "../../configs/serving.ts";
import { type Refusal, unsupported } from "./faults.ts";

/** An answer, before it is written. */
export interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** Rows that were scored. */
  readonly rows?: number;
  /** Class of the error, for the log. */
  readonly error?: string;
}

export function jsonReply(
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return { status, type: "application/json", body: JSON.stringify(body), headers };
}

function refuse(status: number, refusal: Refusal, headers?: Readonly<Record<string, string>>): Reply {
  return jsonReply(status, refusal, headers);
}

/** Seconds after which a caller may try again when the queue was full. */
const RETRY_AFTER = { "retry-after": "1" };
/** What is left of the request would be taken for the next one. */
const CLOSE = { connection: "close" };

/** Every answer that says no before a row was looked at. */
export const refusals = {
  noSuchPath: () =>
    refuse(404, {
      error: "There is no such path.",
      remedy: "Use GET /ping, GET /execution-parameters or POST /invocations.",
    }),
  wrongMethod: (allowed: string) =>
    refuse(405, { error: "This path has no such method.", remedy: `Use ${allowed}.` }, { allow: allowed }),
  rowsType: () => refuse(415, unsupported("The Content-Type, or the Content-Encoding")),
  answerType: () => refuse(406, unsupported("None of the types in Accept")),
  empty: () => refuse(400, { error: "The body is empty.", remedy: "Send one row or more." }),
  tooLarge: () =>
    refuse(
      413,
      {
        error: `The body is larger than ${MAX_PAYLOAD_MB} MB.`,
        remedy: "Send the rows in several requests; a row's answer does not depend on the others.",
      },
      CLOSE,
    ),
  full: () =>
    refuse(503, { error: "Too many requests are waiting.", remedy: "Try again in a second." }, RETRY_AFTER),
  notReady: () => refuse(503, { error: "The model is not loaded.", remedy: "Try again soon." }, RETRY_AFTER),
} as const;
