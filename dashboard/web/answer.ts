import type { Request, RequestHandler, Response } from "express";
import type { Audit } from "../access/audit.ts";
import { userOf } from "../access/identity.ts";
import type { RunView, View } from "../lake/run-view.ts";
import { stateWords } from "../words/states.ts";
import { languageOf } from "./languages.ts";
import { layout } from "./layout.ts";
import type { PageAnswer, PageRequest, PageRoute, Site } from "./page.ts";
import { type Reader, readerOf, wordsFor } from "./reader.ts";
import { emptyLake, unreadableLake } from "./states.ts";

/** Addresses below it are for programs: their answers and faults are JSON. */
export const API_PATH = "/api/v1";

/** What every answer is made from. */
export interface Answering {
  readonly site: Site;
  readonly view: RunView;
  readonly audit: Audit;
  readonly now: () => Date;
}

/** Who reads the answer to a request. */
export function readerFor(request: Request, response: Response, now: () => Date): Reader {
  return readerOf(languageOf(request), userOf(response), now());
}

/** The parameters of a request's address. */
export function searchOf({ originalUrl }: Pick<Request, "originalUrl">): URLSearchParams {
  const at = originalUrl.indexOf("?");
  return new URLSearchParams(at < 0 ? "" : originalUrl.slice(at + 1));
}

/** The run that a whole answer is made of: it stays open until the answer is sent or the connection breaks. */
export async function heldView(view: RunView, response: Response): Promise<View> {
  const { view: held, release } = await view.hold();
  if (response.closed) release();
  else response.once("close", release);
  return held;
}

/** A request as pages and the API are asked it, with the run that its whole answer is made of. */
export async function pageRequest(
  request: Request,
  response: Response,
  { site, view, audit, now }: Answering,
): Promise<PageRequest> {
  return {
    site,
    view: await heldView(view, response),
    reader: readerFor(request, response, now),
    path: Object.fromEntries(Object.entries(request.params).map(([name, value]) => [name, String(value)])),
    search: searchOf(request),
    lookedAt: (subject) =>
      void audit(response, {
        action: "lookup",
        subject,
        what: "customer",
        format: request.originalUrl.startsWith(API_PATH) ? "json" : "html",
      }),
  };
}

/** Answers a page of the dashboard. */
export function pageHandler(route: PageRoute, answering: Answering): RequestHandler {
  return async (request, response) => {
    const asked = await pageRequest(request, response, answering);
    const answer = await answerTo(route, asked);
    if (answer.kind === "redirect") {
      response.redirect(303, answer.to);
      return;
    }
    if (answer.kind === "file") {
      response.attachment(answer.name).type(answer.type).send(answer.body);
      return;
    }
    const { view, reader } = asked;
    response
      .status(answer.status ?? 200)
      .send(layout({ ...answer, id: route.id, address: request.originalUrl, view }, reader));
  };
}

async function answerTo(route: PageRoute, request: PageRequest): Promise<PageAnswer> {
  if (route.needs === "nothing") return route.answer(request);
  const { view, reader, site } = request;
  const words = wordsFor(stateWords, reader);
  switch (view.kind) {
    case "run":
      return route.answer({ ...request, run: view.run });
    case "empty":
      return { kind: "page", title: words.empty.title, content: emptyLake(site.source, reader) };
    case "fault":
      return {
        kind: "page",
        status: 503,
        title: words.unreadable.title,
        content: unreadableLake(view.fault, reader),
      };
  }
}
