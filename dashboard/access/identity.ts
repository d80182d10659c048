import type { RequestHandler, Response } from "express";
import { ipKeyGenerator } from "express-rate-limit";
import { isLoopback, plainAddress } from "./addresses.ts";

/** Who asks, as far as it is certain: nothing here comes from a header that was not verified. */
interface Asker {
  /** The address at the other end of the connection; empty when it was gone before the request was looked at. */
  readonly peer: string;
  readonly login?: Login;
}

/** Somebody whom the login has verified. */
export interface Login {
  /** The name that people know each other by. */
  readonly user: string;
  /** The id that the identity provider gave to the person, and to nobody else (`sub`). */
  readonly userId: string;
  /** The identity provider (`iss`). */
  readonly issuer: string;
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
export function setLogin(response: Response, login: Login): void {
  askers.set(response, { ...askerOf(response), login });
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
  const { peer, login } = askerOf(response);
  if (login !== undefined) return login.user;
  return isLoopback(peer) ? "local" : `address ${peer || "unknown"}`;
}

/** The id of who has logged in: unlike the name it stays the same, and no two people have it. */
export function userIdOf(response: Response): string | undefined {
  return askerOf(response).login?.userId;
}

/**
 * Whose requests are counted together: the person's, wherever they come from, or else the address's. A person is who an
 * identity provider says it is: a name can be another's, too, or be changed.
 */
export function counterOf(response: Response): string {
  const { peer, login } = askerOf(response);
  return login === undefined
    ? `address ${ipKeyGenerator(peer, IPV6_SUBNET)}`
    : `user ${JSON.stringify([login.issuer, login.userId])}`;
}

function askerOf(response: Response): Asker {
  return askers.get(response) ?? UNKNOWN;
}
