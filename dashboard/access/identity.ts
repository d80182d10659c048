import type { RequestHandler, Response } from "express";
import { ipKeyGenerator } from "express-rate-limit";
import { isLoopback, plainAddress } from "./addresses.ts";

/** Who asks, as far as it is certain: nothing here comes from a header that was not verified. */
interface Asker {
  /** The address at the other end of the connection; empty when it was gone before the request was looked at. */
  readonly peer: string;
  /** The name that the login has verified. */
  readonly user?: string;
}

const UNKNOWN: Asker = { peer: "" };
/** What one household or office is given at least: within it an address can be changed at will. */
const IPV6_SUBNET = 64;

const askers = new WeakMap<Response, Asker>();

/** Notes where each request comes from, at once: a connection that has broken has no address any more. */
export function identities(): RequestHandler {
  return (request, response, next) => {
    askers.set(response, { peer: plainAddress(request.socket.remoteAddress ?? "") });
    next();
  };
}

/** Notes whom the login has verified. */
export function setUser(response: Response, user: string): void {
  askers.set(response, { ...askerOf(response), user });
}

/** The address at the other end of the connection: behind a load balancer, the load balancer's. */
export function peerOf(response: Response): string {
  return askerOf(response).peer;
}

/**
 * Who asks, for people: the user who has logged in; without a login `local` for somebody at this machine, and else
 * `address 10.0.1.2`. Behind a load balancer without a login that is the load balancer's address: whom it forwards for
 * stands in a header that anybody can write.
 */
export function userOf(response: Response): string {
  const { peer, user } = askerOf(response);
  if (user !== undefined) return user;
  return isLoopback(peer) ? "local" : `address ${peer || "unknown"}`;
}

/** Whose requests are counted together: the user's, wherever they come from, or else the address's. */
export function counterOf(response: Response): string {
  const { peer, user } = askerOf(response);
  return user === undefined ? `address ${ipKeyGenerator(peer, IPV6_SUBNET)}` : `user ${user}`;
}

function askerOf(response: Response): Asker {
  return askers.get(response) ?? UNKNOWN;
}
