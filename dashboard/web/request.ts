import type { Request } from "express";

/** Addresses below it are for programs: their answers and faults are JSON. */
export const API_PATH = "/api/v1";

/** Is the answer for a program? Addresses count in any case, as Express takes them. */
export function isForPrograms({ originalUrl }: Pick<Request, "originalUrl">): boolean {
  const [path = ""] = originalUrl.toLowerCase().split("?");
  return path === API_PATH || path.startsWith(`${API_PATH}/`);
}

/** The parameters of a request's address. */
export function searchOf({ originalUrl }: Pick<Request, "originalUrl">): URLSearchParams {
  const at = originalUrl.indexOf("?");
  return new URLSearchParams(at < 0 ? "" : originalUrl.slice(at + 1));
}
