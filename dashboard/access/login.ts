import { AlbJwtVerifier } from "aws-jwt-verify";
import { AlbJwksCache } from "aws-jwt-verify/alb-cache";
import {
  AlbJwtInvalidClientIdError,
  AlbJwtInvalidSignerError,
  FetchError,
  JwtExpiredError,
  JwtInvalidSignatureAlgorithmError,
  JwtInvalidSignatureError,
  JwtNotBeforeError,
  JwtParseError,
  JwtWithoutValidKidError,
} from "aws-jwt-verify/error";
import type { RequestHandler } from "express";
import { type Login, setLogin } from "./identity.ts";
import { LoginKeys, UnknownKey } from "./login-keys.ts";
import { isPublic } from "./open-paths.ts";
import type { Refuse } from "./refusal.ts";

/** Whose logins count. */
export interface LoginSettings {
  /** ARN of the load balancer that people log in at. All of a region sign with the same keys: the ARN tells them apart. */
  readonly signerArn: string;
  /** The dashboard, as the identity provider knows it. */
  readonly clientId: string;
  /**
   * Where the load balancer's public keys lie, each below its id; without a slash at the end.
   * @default AWS's address for the region in the ARN, which the verifier knows
   */
  readonly keysUrl?: string;
}

/** The header in which the load balancer says who has logged in, signed. It replaces what a client sends under the name. */
export const LOGIN_HEADER = "x-amzn-oidc-data";
const RETRY_AFTER_SECONDS = 5;

/** Claims that name a person, the one that people know each other by first. What people call themselves is none. */
const nameClaims = ["email", "username", "sub"] as const;

/** Why a token does not count, in words of our own: the library's own messages may quote it. */
const reasons = [
  [JwtExpiredError, "it is over"],
  [JwtNotBeforeError, "it does not hold yet"],
  [AlbJwtInvalidSignerError, "another load balancer has signed it"],
  [AlbJwtInvalidClientIdError, "it was made for another client"],
  [JwtInvalidSignatureError, "its signature is forged"],
  [JwtInvalidSignatureAlgorithmError, "its signature is of another kind than the load balancer's"],
  [JwtWithoutValidKidError, "it names no key"],
  [UnknownKey, "it names a key that the load balancer does not have"],
  [JwtParseError, "it cannot be read"],
] as const;

type Claims = Readonly<Record<string, unknown>>;

/**
 * Answers only requests of people who have logged in at the load balancer, and notes who it was. The token is verified
 * by AWS's own library: its signature, with the load balancer's public key, the signer, the client and the end.
 * Without a key nobody can be verified, and so nobody is let in.
 */
export function loginCheck(settings: LoginSettings, refuse: Refuse): RequestHandler {
  const { signerArn, clientId, keysUrl } = settings;
  const verifier = AlbJwtVerifier.create(
    {
      albArn: signerArn,
      clientId,
      // Whom the load balancer asks for logins is its own affair: it signs for this client either way.
      issuer: null,
      ...(keysUrl === undefined ? {} : { jwksUri: keysUrl }),
      customJwtCheck: ({ header, payload }) => assertEnds([header["exp"], payload["exp"]]),
    },
    { jwksCache: new AlbJwksCache({ fetcher: new LoginKeys() }) },
  );
  return async (request, response, next) => {
    if (isPublic(request)) return next();
    const token = request.get(LOGIN_HEADER);
    if (token === undefined) return refuse(response, next, "no-login", `there is no ${LOGIN_HEADER}`);
    try {
      const login = loginIn(await verifier.verify(token));
      if (login === undefined) return refuse(response, next, "wrong-login", "the login names nobody");
      setLogin(response, login);
    } catch (thrown) {
      if (thrown instanceof FetchError) {
        response.set("Retry-After", String(RETRY_AFTER_SECONDS));
        return refuse(response, next, "login-unchecked", `the key cannot be fetched (${thrown.message})`);
      }
      const reason = reasons.find(([type]) => thrown instanceof type)?.[1] ?? "it cannot be verified";
      return refuse(response, next, "wrong-login", `the login does not count: ${reason}`);
    }
    next();
  };
}

/**
 * The library takes a token without an end, and looks at the end of the claims alone. The load balancer writes one into
 * the header.
 * @param ends in seconds since 1970
 */
function assertEnds(ends: readonly unknown[]): void {
  const known = ends.filter((end) => typeof end === "number");
  if (known.length === 0) throw new JwtParseError("The token has no end");
  const first = Math.min(...known);
  if (first < Date.now() / 1000) throw new JwtExpiredError("The token is over", first);
}

/**
 * Who has logged in; undefined where the id is missing, by which alone a person can be told from others. A mail address
 * that the identity provider itself does not vouch for could be anybody's.
 */
function loginIn(claims: Claims): Login | undefined {
  const userId = textIn(claims, "sub");
  if (userId === undefined) return undefined;
  const mailIsOwn = claims["email_verified"] !== false && claims["email_verified"] !== "false";
  const names = nameClaims
    .filter((claim) => claim !== "email" || mailIsOwn)
    .map((claim) => textIn(claims, claim));
  return {
    user: names.find((name) => name !== undefined) ?? userId,
    userId,
    issuer: textIn(claims, "iss") ?? "",
  };
}

function textIn(claims: Claims, claim: string): string | undefined {
  const text = claims[claim];
  return typeof text === "string" && text.trim() !== "" ? text : undefined;
}
