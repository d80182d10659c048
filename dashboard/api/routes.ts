import { Router } from "express";
import type { Answering } from "../web/answer.ts";

/** The JSON API. */
export function apiRoutes(_answering: Answering): Router {
  return Router();
}
