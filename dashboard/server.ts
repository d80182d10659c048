import express, { type ErrorRequestHandler, type Express } from "express";
import { dashboardPaths } from "../configs/dashboard-environment.ts";
import { type AccessLine, accessLog, requestIdOf, requestIds } from "./access/requests.ts";
import { securityHeaders } from "./access/security.ts";
import { html } from "./html.ts";
import type { RunView } from "./lake/run-view.ts";
import type { Source } from "./lake/source.ts";
import { layout } from "./pages/layout.ts";
import { overview } from "./pages/overview.ts";
import { emptyLake, problem, staleBanner, unreadableLake } from "./pages/states.ts";
import { STATIC_PATH, staticFolder } from "./static-files.ts";

/** What the application is made of. */
export interface DashboardParts {
  readonly source: Source;
  readonly view: RunView;
  /** Is told of every request. */
  readonly access: (line: AccessLine) => void;
  /** Is told of every fault of ours, with the id of the request that met it. */
  readonly onError: (thrown: unknown, requestId: string) => void;
  /** The time, for the age of data. @default the system's clock */
  readonly now?: () => Date;
}

/** Only reading: everything else is refused. */
const METHODS: readonly string[] = ["GET", "HEAD"];

/** The dashboard as an Express application: listens nowhere by itself. */
export function dashboard({
  source,
  view,
  access,
  onError,
  now = () => new Date(),
}: DashboardParts): Express {
  const app = express();
  app.disable("x-powered-by");
  app.set("etag", false);
  app.use(requestIds(), accessLog(access), securityHeaders());

  app.use((request, response, next) => {
    if (METHODS.includes(request.method)) return next();
    response
      .status(405)
      .set("Allow", METHODS.join(", "))
      .type("text")
      .send("Only GET and HEAD are served.\n");
  });

  app.use(
    STATIC_PATH,
    express.static(staticFolder, { index: false, redirect: false, maxAge: "1y", immutable: true }),
  );

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

  app.get("/", async (_request, response) => {
    const shown = await view.now();
    const page = { title: "Overview", path: "/" };
    switch (shown.kind) {
      case "run": {
        const banner = shown.fault !== undefined && staleBanner(shown.fault);
        response.send(layout({ ...page, content: html`${banner}${overview(shown.run, now())}` }));
        break;
      }
      case "empty":
        response.send(layout({ ...page, content: emptyLake(source) }));
        break;
      case "fault":
        response.status(503).send(layout({ ...page, content: unreadableLake(shown.fault) }));
    }
  });

  app.use((_request, response) => {
    const content = problem("There is no such page.", requestIdOf(response));
    response.status(404).send(layout({ title: "Page not found", content }));
  });

  const answerError: ErrorRequestHandler = (thrown, _request, response, next) => {
    if (response.headersSent) return next(thrown);
    const id = requestIdOf(response);
    const status = clientFault(thrown);
    if (status === undefined) onError(thrown, id);
    const page =
      status === undefined
        ? { title: "Something went wrong", content: problem("The fault is ours. The log tells more.", id) }
        : { title: "Bad request", content: problem("The request cannot be understood.", id) };
    response.status(status ?? 500).send(layout(page));
  };
  app.use(answerError);
  return app;
}

/** The status of an error that the request is to blame for, such as an address that is no valid text. */
function clientFault(thrown: unknown): number | undefined {
  if (typeof thrown !== "object" || thrown === null || !("status" in thrown)) return undefined;
  const { status } = thrown;
  return typeof status === "number" && status >= 400 && status < 500 ? status : undefined;
}
