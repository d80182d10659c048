import { isIP } from "node:net";
import type { RequestHandler } from "express";
import { isLoopback } from "./addresses.ts";
import { asksHealth } from "./open-paths.ts";
import type { Refuse } from "./refusal.ts";

/** Is it a name or an address that leads to the machine itself, whoever resolves it? */
export function isLocalHost(host: string): boolean {
  return host === "localhost" || (isIP(host) !== 0 && isLoopback(host));
}

/**
 * Answers only requests that were meant for this machine by its own names: `localhost`, `127.0.0.1`, `[::1]`, with any
 * port. A dashboard that trusts whoever sits at its machine trusts that person's browser, too, and with it every page
 * open there: such a page may let its own name lead to 127.0.0.1 (DNS rebinding), and then reads the dashboard as if
 * it were a part of itself. Only the `Host` header shows it, for the browser still sends the name of the foreign page
 * there, and pages cannot change that. Elsewhere the header is free: there a login or a list of addresses decides. So it
 * is for health checks, which call servers by their addresses.
 */
export function hostCheck(refuse: Refuse): RequestHandler {
  return (request, response, next) => {
    if (asksHealth(request)) return next();
    const given = request.get("Host") ?? "";
    const host = given.toLowerCase().replace(/:\d*$/, "");
    if (isLocalHost(host.replace(/^\[(.*)\]$/, "$1"))) return next();
    refuse(response, next, "wrong-host", `the request was meant for ${JSON.stringify(given)}`);
  };
}
