import { type RequestHandler, Router } from "express";
import { SourceFault } from "../lake/source.ts";
import { type Answering, pageRequest } from "../web/answer.ts";
import { openApi } from "./openapi.ts";
import type { Operation } from "./operation.ts";
import { operations } from "./operations.ts";

/** The JSON API, and its description at `/openapi.json`. */
export function apiRoutes(answering: Answering): Router {
  const router = Router();
  const description = openApi(operations);
  router.get("/openapi.json", (_request, response) => {
    response.json(description);
  });
  for (const operation of operations)
    router.get(operation.path.replaceAll(/\{(\w+)\}/g, ":$1"), handlerOf(operation, answering));
  return router;
}

function handlerOf({ answer }: Operation, answering: Answering): RequestHandler {
  return async (request, response) => {
    const asked = await pageRequest(request, response, answering);
    const { view } = asked;
    if (view.kind === "fault") throw new SourceFault(view.fault.message);
    if (view.kind === "empty") throw new SourceFault("No run has been published yet.");
    response.json(await answer({ ...asked, run: view.run }));
  };
}
