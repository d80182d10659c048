import { type RequestHandler, Router } from "express";
import { pageSchema, ROWS_ON_A_PAGE } from "../data/list-page.ts";
import { BadQuery, readQuery } from "./query.ts";
import { API_PATH, searchOf } from "./request.ts";

/** Lists of customers that can be asked for by the page, as a page and through the API. */
const lists = ["/customers", "/recommendations"].flatMap((path) => [path, `${API_PATH}${path}`]);

const sizeSchema = pageSchema.pick({ size: true });

/** More than a person reads on a page? What is asked for wrongly is refused later, with everything wrong about it. */
function asksForMuch(search: URLSearchParams): boolean {
  try {
    return readQuery(sizeSchema, search).size > ROWS_ON_A_PAGE;
  } catch (thrown) {
    if (thrown instanceof BadQuery) return false;
    throw thrown;
  }
}

/**
 * Stands in front of the lists: who asks for large pages of them takes the table out, and is counted like who takes a
 * file. Pages of the usual size are let by, for they are read one after the other.
 * @param limit counts exports
 */
export function largeLists(limit: RequestHandler): Router {
  const router = Router();
  for (const path of lists)
    router.get(path, (request, response, next) =>
      asksForMuch(searchOf(request)) ? limit(request, response, next) : next(),
    );
  return router;
}
