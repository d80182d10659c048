import compression from "compression";
import express, { type Express } from "express";
import { dashboardPaths } from "../configs/dashboard-environment.ts";
import type { AccessControl } from "./access/access-control.ts";
import type { Audit } from "./access/audit.ts";
import { type AccessLine, accessLog, requestIds } from "./access/requests.ts";
import { securityHeaders } from "./access/security.ts";
import { apiRoutes } from "./api/routes.ts";
import { exportRoutes } from "./export/routes.ts";
import type { SendingOptions } from "./export/send.ts";
import type { Books } from "./lake/books.ts";
import type { RunView } from "./lake/run-view.ts";
import type { Source } from "./lake/source.ts";
import { pages } from "./pages/routes.ts";
import { ICON_PATH, icon, STATIC_PATH, staticFiles } from "./static-files.ts";
import { pageHandler } from "./web/answer.ts";
import { faults, nothingThere } from "./web/faults.ts";
import { LANGUAGE_COOKIE, LANGUAGE_COOKIE_MS, languageChoice } from "./web/languages.ts";
import { largeLists } from "./web/large-lists.ts";
import { MethodRefused, type Site } from "./web/page.ts";
import { API_PATH, searchOf } from "./web/request.ts";
import { Turns } from "./web/turns.ts";

/** What the application is made of. */
export interface DashboardParts {
  readonly source: Source;
  readonly view: RunView;
  /** Which runs there were; undefined where nobody has said where the books are. */
  readonly books: Books | undefined;
  readonly access: AccessControl;
  readonly audit: Audit;
  /** Is told of every request. */
  readonly onRequest: (line: AccessLine) => void;
  /** Is told of every fault of ours, with the id of the request that met it. */
  readonly onError: (thrown: unknown, requestId: string) => void;
  /** The time, for the age of data. @default the system's clock */
  readonly now?: () => Date;
  /** How files are sent. */
  readonly sending?: SendingOptions;
}

/** As many as keep the database's threads busy while others are put into HTML. */
const ANSWERS_AT_ONCE = 6;

/** Only reading: everything else is refused. */
const METHODS: readonly string[] = ["GET", "HEAD"];

/** The dashboard as an Express application: listens nowhere by itself. */
export function dashboard(parts: DashboardParts): Express {
  const { source, view, books, access, audit, onRequest, onError, sending, now = () => new Date() } = parts;
  const site: Site = { source, books };
  const answering = { site, view, audit, now, turns: new Turns(ANSWERS_AT_ONCE) };
  const app = express();
  app.disable("x-powered-by");
  app.set("etag", false);
  app.use(requestIds(), accessLog(onRequest), securityHeaders());

  app.use((request, response, next) => {
    if (METHODS.includes(request.method)) return next();
    response.set("Allow", METHODS.join(", "));
    next(new MethodRefused());
  });

  app.use(...access.handlers);
  app.use(compression());
  app.get(`${STATIC_PATH}/:file`, staticFiles());
  app.get(ICON_PATH, icon());

  // Whatever is answered from here on is of this moment and of this reader.
  app.use((_request, response, next) => {
    response.set("Cache-Control", "no-store");
    next();
  });

  app.get(dashboardPaths.health, (_request, response) => {
    response.json({ status: "alive" });
  });

  app.get(dashboardPaths.ready, async (_request, response) => {
    const shown = await view.now();
    const fault = shown.kind === "empty" ? undefined : shown.fault;
    if (fault !== undefined) response.status(503).json({ status: "not ready", reason: fault.message });
    else response.json({ status: "ready", run: shown.kind === "run" ? shown.run.current.run : null });
  });

  app.get("/language", (request, response) => {
    const { to, back } = languageChoice(searchOf(request));
    response.cookie(LANGUAGE_COOKIE, to, { maxAge: LANGUAGE_COOKIE_MS, sameSite: "lax", httpOnly: true });
    response.redirect(303, back);
  });

  app.use(largeLists(access.exportLimit));
  app.use(exportRoutes({ view, audit, limit: access.exportLimit, ...sending }));
  app.use(API_PATH, apiRoutes(answering));
  for (const page of pages) app.get(page.path, pageHandler(page, answering));

  app.use(nothingThere());
  app.use(faults({ now, onError }));
  return app;
}
