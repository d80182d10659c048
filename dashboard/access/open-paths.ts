import type { Request } from "express";
import { dashboardPaths } from "../../configs/dashboard-environment.ts";
import { ICON_PATH, STATIC_PATH } from "../static-files.ts";

const healthPaths: readonly string[] = [dashboardPaths.health, dashboardPaths.ready];

/**
 * Does the request only ask for the server's health? Whoever asks that has no login, and an address of its own; what
 * is answered names no customer. Another spelling of the path is not meant, although Express would take it.
 */
export function asksHealth({ path }: Request): boolean {
  return healthPaths.includes(path);
}

/**
 * May everybody who reaches the server have it? Style sheets, scripts and pictures are the same for all and lie in the
 * public repository; the page of a refusal needs them, too.
 */
export function isPublic(request: Request): boolean {
  return asksHealth(request) || request.path === ICON_PATH || request.path.startsWith(`${STATIC_PATH}/`);
}
