import { type AccessSettings, accessControl } from "../../../dashboard/access/access-control.ts";
import { LOGIN_HEADER } from "../../../dashboard/access/login.ts";
import { type Balancer, inSeconds, OTHER_SIGNER, strangersKey } from "../access/balancer.ts";
import { local } from "../access/guarded.ts";

/** Visitors who are not let in. */
export interface Visitor {
  readonly what: string;
  readonly status: number;
  readonly says: string;
  /** Whom the dashboard answers. @default everybody who has logged in at the load balancer */
  readonly settings?: Partial<AccessSettings>;
  readonly headers: (balancer: Balancer) => Readonly<Record<string, string>>;
}

const withToken = (make: (balancer: Balancer) => string) => (balancer: Balancer) => ({
  [LOGIN_HEADER]: make(balancer),
});

const forged: readonly Visitor[] = (
  [
    ["signed by a stranger", (balancer) => balancer.token({ key: strangersKey() })],
    [
      "that is over",
      (balancer) => balancer.token({ header: { exp: inSeconds(-60) }, claims: { exp: inSeconds(-60) } }),
    ],
    [
      "that another load balancer has signed",
      (balancer) => balancer.token({ header: { signer: OTHER_SIGNER } }),
    ],
    ["for another client", (balancer) => balancer.token({ header: { client: "somebody-else" } })],
    ["without a signature", (balancer) => `${balancer.unsigned()}.`],
    ["that asks for no signature", (balancer) => `${balancer.unsigned({ header: { alg: "none" } })}.`],
    ["signed with the public key", (balancer) => balancer.confusedToken()],
    ["of a key that nobody has", (balancer) => balancer.token({ header: { kid: "zq" } })],
    ["of a key in another folder", (balancer) => balancer.token({ header: { kid: "../zq" } })],
    [
      "without an end",
      (balancer) => balancer.token({ header: { exp: undefined }, claims: { exp: undefined } }),
    ],
    ["that names nobody", (balancer) => balancer.token({ claims: { email: undefined, sub: undefined } })],
    ["that is HTML", () => "<script>zq()</script>"],
    ["that is SQL", () => "zq' OR '1'='1"],
    ["of 10 KB", () => "zq".repeat(5_000)],
    ["of two dots", () => ".."],
  ] satisfies readonly (readonly [string, (balancer: Balancer) => string])[]
).map(([what, make]) => ({
  what: `a login ${what}`,
  status: 401,
  says: "Please log in again Your login has ended or cannot be trusted.",
  headers: withToken(make),
}));

const nobody = () => ({});

export const visitors: readonly Visitor[] = [
  ...forged,
  { what: "no login", status: 401, says: "Please log in Nobody has logged in.", headers: nobody },
  {
    what: "a login that another header claims",
    status: 401,
    says: "Please log in Nobody has logged in.",
    headers: (balancer) => ({ Authorization: `Bearer ${balancer.token()}`, "x-amzn-oidc-identity": "zq" }),
  },
  {
    what: "a login whose key cannot be fetched",
    status: 503,
    says: "Logins cannot be checked The keys that logins are checked with cannot be fetched.",
    headers: (balancer) => {
      balancer.answer = { status: 500, body: "zq" };
      return { [LOGIN_HEADER]: balancer.token() };
    },
  },
  {
    what: "an address that is not answered",
    status: 403,
    says: "Not allowed This dashboard does not answer your address.",
    settings: {
      login: undefined,
      listensOnLoopback: false,
      allowed: [{ family: "ipv4", address: "10.0.0.0", prefixLength: 8 }],
    },
    headers: () => ({ "X-Forwarded-For": "10.0.0.1" }),
  },
  ...["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8080", '"><b id=zq>'].map((host) => ({
    what: `the host ${host}`,
    status: 421,
    says: "Wrong name The dashboard is not known by this name.",
    settings: { login: undefined, listensOnLoopback: true },
    headers: () => ({ Host: host }),
  })),
  {
    what: "more requests than one may make",
    status: 429,
    says: "Too many requests You have asked for more than the limit allows.",
    settings: { login: undefined, listensOnLoopback: true, requestsPerMinute: 1 },
    headers: nobody,
  },
];

/** The checks that a visitor meets. */
export function checksFor({ settings = {} }: Visitor, balancer: Balancer) {
  return accessControl(
    { ...local, login: balancer.login, listensOnLoopback: false, ...settings },
    { onFault: () => undefined },
  );
}
