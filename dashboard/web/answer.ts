import type { Request, RequestHandler, Response } from "express";
import type { Audit } from "../access/audit.ts";
import { userOf } from "../access/identity.ts";
import type { OpenRun } from "../lake/open-run.ts";
import type { RunView, View } from "../lake/run-view.ts";
import { SourceFault } from "../lake/source.ts";
import { stateWords } from "../words/states.ts";
import { languageOf } from "./languages.ts";
import { layout } from "./layout.ts";
import { notesOn } from "./notes.ts";
import { NothingPublished, type PageAnswer, type PageRequest, type PageRoute, type Site } from "./page.ts";
import { type Reader, readerOf, wordsFor } from "./reader.ts";
import { searchOf } from "./request.ts";
import { emptyLake, unreadableLake } from "./states.ts";
import type { Turns } from "./turns.ts";

/** What every answer is made from. */
export interface Answering {
  readonly site: Site;
  readonly view: RunView;
  readonly audit: Audit;
  /** Answers of the database take turns, but for files, which take as long as their readers. */
  readonly turns: Turns;
  readonly now: () => Date;
}

/** Who reads the answer to a request. */
export function readerFor(request: Request, response: Response, now: () => Date): Reader {
  return readerOf(languageOf(request), userOf(response), now());
}

/**
 * Makes a whole answer of the run of this moment. The run stays open until the answer is made, although its reader may
 * have gone away by then: a question may still be at work.
 */
export async function holding<T>(view: RunView, answer: (held: View) => Promise<T>): Promise<T> {
  const { view: held, release } = await view.hold();
  try {
    return await answer(held);
  } finally {
    release();
  }
}

/** The same when it is the answer's turn. Whoever has gone away by then is not answered, and keeps nobody waiting. */
function inTurn(
  { turns, view }: Pick<Answering, "turns" | "view">,
  response: Response,
  answer: (held: View) => Promise<void>,
): Promise<void> {
  return turns.take(async () => {
    if (!response.closed) await holding(view, answer);
  });
}

/** Makes an answer: of the database when it is its turn, and at once where it asks the books, which may be slow. */
export function answered(
  answering: Pick<Answering, "turns" | "view">,
  { asksBooks }: Pick<PageRoute, "asksBooks">,
  response: Response,
  answer: (held: View) => Promise<void>,
): Promise<void> {
  return asksBooks ? holding(answering.view, answer) : inTurn(answering, response, answer);
}

/**
 * The run of a view, for answers that cannot do without.
 * @throws NothingPublished, SourceFault
 */
export function runOf(view: View): OpenRun {
  switch (view.kind) {
    case "run":
      return view.run;
    case "empty":
      throw new NothingPublished();
    case "fault":
      throw new SourceFault(view.fault.message);
  }
}

/** A request as pages and the API are asked it, with the run that its whole answer is made of. */
export function pageRequest(
  request: Request,
  response: Response,
  { site, audit, now }: Answering,
  view: View,
): PageRequest {
  return {
    site,
    view,
    reader: readerFor(request, response, now),
    path: Object.fromEntries(Object.entries(request.params).map(([name, value]) => [name, String(value)])),
    search: searchOf(request),
    ...notesOn(request, response, audit),
  };
}

/** Answers a page of the dashboard. */
export function pageHandler(route: PageRoute, answering: Answering): RequestHandler {
  return (request, response) =>
    answered(answering, route, response, async (view) => {
      const asked = pageRequest(request, response, answering, view);
      const answer = await answerTo(route, asked);
      if (answer.kind === "redirect") {
        response.redirect(303, answer.to);
        return;
      }
      if (answer.kind === "file") {
        response.attachment(answer.name).type(answer.type).send(answer.body);
        return;
      }
      response
        .status(answer.status ?? 200)
        .send(layout({ ...answer, id: route.id, address: request.originalUrl, view }, asked.reader));
    });
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
