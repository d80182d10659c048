import { type RequestHandler, Router } from "express";
import { type Answering, answered, pageRequest, runOf } from "../web/answer.ts";
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

function handlerOf(operation: Operation, answering: Answering): RequestHandler {
  return (request, response) =>
    answered(answering, operation, response, async (view) => {
      const asked = pageRequest(request, response, answering, view);
      response.json(await operation.answer({ ...asked, run: runOf(view) }));
    });
}
