import type { z } from "zod";
import type { RunPageRequest } from "../web/page.ts";
import { readQuery } from "../web/query.ts";

/** One operation of the API, described once: for who answers, for who asks wrongly, and for the OpenAPI description. */
export interface Operation {
  /** Below the API's path, parts in braces: `/customers/{id}`. */
  readonly path: string;
  readonly summary: string;
  readonly query: z.ZodObject;
  readonly response: z.ZodObject;
  /** As pages say it of themselves. */
  readonly asksBooks?: true;
  /** @throws BadQuery, NotFound */
  readonly answer: (request: RunPageRequest) => Promise<unknown>;
}

/**
 * Declares an operation: `answer` gets the parameters as their schema reads them, and gives what the response's schema
 * wants. What the schema does not name does not get out.
 */
export function operation<Query extends z.ZodObject, Response extends z.ZodObject>(described: {
  readonly path: string;
  readonly summary: string;
  readonly query: Query;
  readonly response: Response;
  readonly asksBooks?: true;
  readonly answer: (request: RunPageRequest, query: z.infer<Query>) => Promise<z.input<Response>>;
}): Operation {
  const { answer, query, response } = described;
  return {
    ...described,
    answer: async (request) => response.parse(await answer(request, readQuery(query, request.search))),
  };
}
