import type { ErrorRequestHandler, RequestHandler, Response } from "express";
import { AccessRefused } from "../access/refusal.ts";
import { requestIdOf } from "../access/requests.ts";
import { SourceFault } from "../lake/source.ts";
import { stateWords } from "../words/states.ts";
import { readerFor } from "./answer.ts";
import { inEnglish } from "./english.ts";
import { layout } from "./layout.ts";
import { MethodRefused, NotFound, NothingPublished } from "./page.ts";
import { BadQuery } from "./query.ts";
import { type Reader, wordsFor } from "./reader.ts";
import { isForPrograms } from "./request.ts";
import { problem, wrongQuery } from "./states.ts";

/** What a request is told that cannot be answered. */
interface Refusal {
  readonly status: number;
  readonly title: string;
  readonly text: string;
  /** The log has to know of it. */
  readonly isOurs: boolean;
}

function refusalOf(thrown: unknown, reader: Reader): Refusal {
  const words = wordsFor(stateWords, reader);
  if (thrown instanceof NotFound) return { status: 404, ...words.notFound, isOurs: false };
  if (thrown instanceof BadQuery) return { status: 400, ...words.badQuery, isOurs: false };
  if (thrown instanceof MethodRefused) return { status: 405, ...words.methodRefused, isOurs: false };
  if (thrown instanceof NothingPublished)
    return { status: 503, title: words.empty.title, text: words.empty.text, isOurs: false };
  if (thrown instanceof AccessRefused)
    return { status: thrown.status, ...words.refused[thrown.kind], isOurs: false };
  if (thrown instanceof SourceFault)
    return { status: 503, title: words.unreadable.title, text: thrown.message, isOurs: true };
  const status = clientFault(thrown);
  if (status !== undefined) return { status, ...words.badRequest, isOurs: false };
  return { status: 500, ...words.fault, isOurs: true };
}

/** The status of an error that the request is to blame for, such as an address that is no valid text. */
function clientFault(thrown: unknown): number | undefined {
  if (typeof thrown !== "object" || thrown === null || !("status" in thrown)) return undefined;
  const { status } = thrown;
  return typeof status === "number" && status >= 400 && status < 500 ? status : undefined;
}

/** What was asked for does not exist. */
export function nothingThere(): RequestHandler {
  return (_request, _response, next) => next(new NotFound());
}

/**
 * Tells people in their language, and programs as JSON, why a request is not answered. Nothing that the request held
 * stands in the answer.
 */
export function faults({
  now,
  onError,
}: {
  readonly now: () => Date;
  readonly onError: (thrown: unknown, requestId: string) => void;
}): ErrorRequestHandler {
  return (thrown, request, response, next) => {
    const id = requestIdOf(response);
    const reader = readerFor(request, response, now);
    const { status, title, text, isOurs } = refusalOf(thrown, reader);
    if (isOurs) onError(thrown, id);
    if (response.headersSent) return next(thrown);
    response.status(status).removeHeader("Content-Disposition");
    if (isForPrograms(request)) sendProblem(response, { status, title, text, thrown, id });
    else {
      const said = thrown instanceof SourceFault ? inEnglish(text, reader) : text;
      const content =
        thrown instanceof BadQuery ? wrongQuery(thrown, request.path, id, reader) : problem(said, id, reader);
      response.type("html").send(layout({ title, content, address: "/" }, reader));
    }
  };
}

/** A fault for programs, as RFC 9457 has it. */
function sendProblem(
  response: Response,
  fault: Pick<Refusal, "status" | "title" | "text"> & { readonly thrown: unknown; readonly id: string },
): void {
  const { status, title, text, thrown, id } = fault;
  const parameters = thrown instanceof BadQuery ? { parameters: thrown.faults } : {};
  response
    .type("application/problem+json")
    .send(JSON.stringify({ type: "about:blank", status, title, detail: text, request: id, ...parameters }));
}
