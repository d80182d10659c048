import express, { type ErrorRequestHandler, type RequestHandler } from "express";
import { type AccessSettings, accessControl } from "../../../dashboard/access/access-control.ts";
import { userOf } from "../../../dashboard/access/identity.ts";
import { type AccessFault, AccessRefused } from "../../../dashboard/access/refusal.ts";
import { requestIds } from "../../../dashboard/access/requests.ts";
import { httpServer } from "../../../dashboard/http-server.ts";
import { listenOnLoopback } from "../../support/loopback.ts";
import { askRaw, type RawAnswer } from "../../support/raw-request.ts";

/** A server on loopback behind the access control, without the dashboard's pages: it answers with who asks. */
export interface Guarded {
  readonly port: number;
  readonly faults: AccessFault[];
  get(path: string, asking?: Asking): Promise<RawAnswer>;
}

/** How a request is made. */
export interface Asking {
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** The address that the server sees at the other end. @default the true one, on loopback */
  readonly from?: string;
}

/** Settings of a machine of one's own. */
export const local: AccessSettings = {
  login: undefined,
  allowed: undefined,
  listensOnLoopback: true,
  requestsPerMinute: 600,
  exportsPerMinute: 20,
};

const answerRefusal: ErrorRequestHandler = (thrown, _request, response, next) => {
  if (!(thrown instanceof AccessRefused)) return next(thrown);
  response.status(thrown.status).send(thrown.kind);
};
const answerUser: RequestHandler = (_request, response) => void response.send(userOf(response));

/** Serves until the test ends. `routes` stand behind the access control, before what answers everything else. */
export async function guarded(
  settings: Partial<AccessSettings> = {},
  routes: Readonly<Record<string, RequestHandler>> = {},
): Promise<Guarded> {
  const faults: AccessFault[] = [];
  const control = accessControl({ ...local, ...settings }, { onFault: (fault) => faults.push(fault) });
  const app = express();
  app.use(requestIds(), ...control.handlers);
  app.get("/export", control.exportLimit, answerUser);
  for (const [path, handler] of Object.entries(routes)) app.get(path, handler);
  app.use(answerUser, answerRefusal);

  const peers: (string | undefined)[] = [];
  const server = httpServer(app).on("connection", (socket) => {
    const peer = peers.shift();
    if (peer !== undefined) Object.defineProperty(socket, "remoteAddress", { value: peer });
  });
  const port = await listenOnLoopback(server);
  return {
    port,
    faults,
    get: (path, { headers = {}, from } = {}) => {
      peers.push(from);
      return askRaw({ port, path, headers });
    },
  };
}
