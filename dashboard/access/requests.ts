import { randomUUID } from "node:crypto";
import type { RequestHandler, Response } from "express";

/** One line of the log about one answered request. Holds no address's query and no id of a customer. */
export interface AccessLine {
  readonly at: string;
  readonly request: string;
  readonly method: string;
  /** The route as the program knows it, such as `/customers/:id`; a dash for an address that it does not know. */
  readonly route: string;
  readonly status: number;
  readonly ms: number;
}

const REQUEST_ID_HEADER = "X-Request-Id";
const ACCEPTABLE_ID = /^[\w.:=-]{8,128}$/;

/** Gives every request an id: the one that a proxy before us gave it, or a new one. The answer carries it, too. */
export function requestIds(): RequestHandler {
  return (request, response, next) => {
    const given = request.get(REQUEST_ID_HEADER);
    response.set(REQUEST_ID_HEADER, given !== undefined && ACCEPTABLE_ID.test(given) ? given : randomUUID());
    next();
  };
}

/** The id of the request that this answers. */
export function requestIdOf(response: Response): string {
  return response.get(REQUEST_ID_HEADER) ?? "";
}

/** Tells of every request once it is over, whether the answer was sent or the connection broke. */
export function accessLog(write: (line: AccessLine) => void): RequestHandler {
  return (request, response, next) => {
    const begun = performance.now();
    response.once("close", () => {
      const { route } = request;
      write({
        at: new Date().toISOString(),
        request: requestIdOf(response),
        method: request.method,
        route: route === undefined ? "-" : String(route.path),
        status: response.statusCode,
        ms: Math.round(performance.now() - begun),
      });
    });
    next();
  };
}
