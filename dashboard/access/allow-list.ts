import type { RequestHandler } from "express";
import { type Block, inBlocks, isLoopback } from "./addresses.ts";
import { peerOf } from "./identity.ts";
import { asksHealth } from "./open-paths.ts";
import type { Refuse } from "./refusal.ts";

/**
 * Answers only requests from these addresses, which are those at the other end of the connection: a header that names
 * another one is not believed. Health checks are answered whoever asks.
 * @param allowed undefined: this machine alone
 */
export function allowList(allowed: readonly Block[] | undefined, refuse: Refuse): RequestHandler {
  const isAllowed = allowed === undefined ? isLoopback : inBlocks(allowed);
  return (request, response, next) => {
    const peer = peerOf(response);
    if (asksHealth(request) || isAllowed(peer)) return next();
    refuse(response, next, "wrong-address", `${peer || "an unknown address"} is not among those answered`);
  };
}
