import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { LOGIN_HEADER } from "../../../dashboard/access/login.ts";
import { Balancer, ELSEWHERE, inSeconds, OTHER_SIGNER, strangersKey, type Token } from "./balancer.ts";
import { type Guarded, guarded } from "./guarded.ts";

/** A server that counts a login alone, as behind a load balancer, and that load balancer. */
async function behindLogin(): Promise<{ readonly balancer: Balancer; readonly served: Guarded }> {
  const balancer = await Balancer.start();
  return { balancer, served: await guarded({ login: balancer.login, listensOnLoopback: false }) };
}

const withToken = (token: string) => ({ from: "10.0.1.2", headers: { [LOGIN_HEADER]: token } });

describe("a login", () => {
  it("lets in, by the name that people know each other by", async () => {
    const { balancer, served } = await behindLogin();
    expect(await served.get("/", withToken(balancer.token()))).toMatchObject({
      status: 200,
      text: "ana@example.com",
    });
    expect(served.faults).toEqual([]);
  });

  it.each<readonly [string, Readonly<Record<string, unknown>>, string]>([
    ["a mail address", { email: "ana@example.com", username: "ana" }, "ana@example.com"],
    ["a name of its own choice", { email: undefined, preferred_username: "boss", username: "u1" }, "u1"],
    ["a name of its own choice alone", { email_verified: false, preferred_username: "boss" }, "1234"],
    ["a user name", { email: "", username: "u1" }, "u1"],
    ["nothing but an id", { email: undefined }, "1234"],
    ["a mail address that nobody vouches for", { email_verified: false, username: "u1" }, "u1"],
    ["the same in Cognito's words", { email_verified: "false" }, "1234"],
    ["one that Cognito vouches for", { email_verified: "true" }, "ana@example.com"],
    ["a mail address that is no text", { email: ["ana@example.com"] }, "1234"],
  ])("with %s is of somebody", async (_, claims, user) => {
    const { balancer, served } = await behindLogin();
    expect((await served.get("/", withToken(balancer.token({ claims })))).text).toBe(user);
  });

  it("is read in the load balancer's padded encoding, at every length", async () => {
    const { balancer, served } = await behindLogin();
    const endings = new Set<string>();
    for (const sub of ["a", "ab", "abc"]) {
      const token = balancer.token({ claims: { email: undefined, sub } });
      endings.add(/=*\./.exec(token.slice(token.indexOf(".") + 1))?.[0] ?? "");
      expect((await served.get("/", withToken(token))).text).toBe(sub);
    }
    expect(endings).toEqual(new Set([".", "=.", "==."]));
  });

  it("may be long, as those of people in many groups are", async () => {
    const { balancer, served } = await behindLogin();
    const token = balancer.token({ claims: { groups: "g".repeat(7_500) } });
    expect(token.length).toBeGreaterThan(10_000);
    expect((await served.get("/", withToken(token))).status).toBe(200);
  });

  it("is not asked for by health checks and static files", async () => {
    const { served } = await behindLogin();
    for (const path of ["/healthz", "/readyz", "/static/style.css", "/favicon.ico"])
      expect((await served.get(path, { from: "10.0.1.2" })).status, path).toBe(200);
    for (const path of ["/HEALTHZ", "/healthz/", "/static", "/staticx", "//healthz", "/x/static/y"])
      expect((await served.get(path, { from: "10.0.1.2" })).status, path).toBe(401);
  });
});

describe("no login", () => {
  const old = inSeconds(-60);
  it.each<readonly [string, (balancer: Balancer) => string, RegExp]>([
    ["signed with a stranger's key", (b) => b.token({ key: strangersKey() }), /signature is forged/],
    ["with other claims than were signed", (b) => changed(b), /signature is forged/],
    ["that is over", (b) => b.token({ header: { exp: old }, claims: { exp: old } }), /is over/],
    ["that is over by its header alone", (b) => b.token({ header: { exp: old } }), /is over/],
    ["that is over by its claims alone", (b) => b.token({ claims: { exp: old } }), /is over/],
    ["without an end", (b) => b.token(endless), /cannot be read/],
    ["that does not hold yet", (b) => b.token({ claims: { nbf: inSeconds(60) } }), /does not hold yet/],
    [
      "of another load balancer",
      (b) => b.token({ header: { signer: OTHER_SIGNER } }),
      /another load balancer/,
    ],
    ["without a signer", (b) => b.token({ header: { signer: undefined } }), /another load balancer/],
    ["for another client", (b) => b.token({ header: { client: "other" } }), /another client/],
    ["without a client", (b) => b.token({ header: { client: undefined } }), /another client/],
    ["without a signature", (b) => `${b.unsigned({ header: { alg: "none" } })}.`, /cannot be read/],
    ["that says it is unsigned", (b) => b.token({ header: { alg: "none" } }), /another kind/],
    ["signed with the public key as a secret", (b) => b.confusedToken(), /another kind/],
    ["with a key's id of nobody", (b) => b.token({ header: { kid: randomUUID() } }), /does not have/],
    ["with a path for a key", (b) => b.token({ header: { kid: `../${b.kid}` } }), /names no key/],
    ["with a signature of the wrong length", (b) => `${b.unsigned()}.AAAA`, /cannot be verified/],
    ["that names nobody", (b) => b.token({ claims: { email: undefined, sub: " " } }), /names nobody/],
    ["that gives nobody an id", (b) => b.token({ claims: { sub: undefined } }), /names nobody/],
    ["of two parts", (b) => b.unsigned(), /cannot be read/],
    ["that is no token", () => "hello", /cannot be read/],
    ["of JSON that breaks off", () => `${btoa('{"alg":')}.${btoa("{}")}.AAAA`, /cannot be read/],
    ["that is empty", () => "", /cannot be read/],
    ["of 10 KB of nothing", () => "x".repeat(10_000), /cannot be read/],
    ["of 10 KB in three parts", () => Array(3).fill("QUFB".repeat(850)).join("."), /cannot be read/],
  ])("comes from a token %s", async (_, make, reason) => {
    const { balancer, served } = await behindLogin();
    const token = make(balancer);
    const { status, text } = await served.get("/", withToken(token));
    expect([status, text]).toEqual([401, "wrong-login"]);
    expect(served.faults).toMatchObject([{ kind: "wrong-login", reason: expect.stringMatching(reason) }]);
    const log = JSON.stringify(served.faults);
    for (const part of token.split(".").filter((each) => each.length > 8)) expect(log).not.toContain(part);
    expect(log).not.toContain("ana@example.com");
  });

  it("is there without a token, whatever else the request says of who asks", async () => {
    const { balancer, served } = await behindLogin();
    const headers = {
      "x-amzn-oidc-identity": "1234",
      "x-amzn-oidc-accesstoken": balancer.token(),
      authorization: `Bearer ${balancer.token()}`,
    };
    const { status, text, headers: answered } = await served.get("/customers", { headers });
    expect([status, text]).toEqual([401, "no-login"]);
    expect(answered["cache-control"]).toBe("no-store");
    expect(balancer.asked).toEqual([]);
  });

  it("comes from two tokens at once, even if both are good", async () => {
    const { balancer, served } = await behindLogin();
    const both = { [LOGIN_HEADER]: [balancer.token(), balancer.token()] };
    expect((await served.get("/", { headers: both })).status).toBe(401);
  });
});

describe("the keys", () => {
  it("are fetched once, by the id in the token, and kept", async () => {
    const { balancer, served } = await behindLogin();
    await Promise.all(Array.from({ length: 8 }, () => served.get("/", withToken(balancer.token()))));
    await served.get("/", withToken(balancer.token()));
    expect(balancer.asked).toEqual([`/${balancer.kid}`]);
  });

  it("lie at AWS's address for the region of the load balancer, unless they are said to lie elsewhere", async () => {
    const { balancer } = await behindLogin();
    const asked: string[] = [];
    vi.spyOn(globalThis, "fetch").mockImplementation(async (address) => {
      asked.push(String(address));
      return new Response(balancer.publicKey);
    });
    onTestFinished(() => void vi.restoreAllMocks());
    const { signerArn, clientId } = balancer.login;
    const served = await guarded({ login: { signerArn, clientId }, listensOnLoopback: false });
    expect((await served.get("/", withToken(balancer.token()))).status).toBe(200);
    expect(
      asked
        .map((address) => new URL(address))
        .map(({ protocol, host, pathname }) => [protocol, host, pathname]),
    ).toEqual([["https:", "public-keys.auth.elb.eu-south-2.amazonaws.com", `/${balancer.kid}`]]);
  });

  it.each([
    ["a fault", { status: 500 }],
    ["a request for patience", { status: 429 }],
    ["something that is no key", { status: 200, body: "<html>Log in to the network</html>" }],
    ["a way to elsewhere", { status: 302, headers: { Location: ELSEWHERE } }],
  ])("that are answered with %s let nobody in for now, and are asked for again", async (_, answer) => {
    const { balancer, served } = await behindLogin();
    const good = balancer.answer;
    balancer.answer = answer;
    const { status, text, headers } = await served.get("/", withToken(balancer.token()));
    expect([status, text, headers["retry-after"]]).toEqual([503, "login-unchecked", "5"]);
    expect(served.faults).toMatchObject([
      { kind: "login-unchecked", reason: expect.stringContaining(balancer.url) },
    ]);
    balancer.answer = good;
    expect((await served.get("/", withToken(balancer.token()))).status).toBe(200);
  });

  it.each([
    ["nobody serves", async () => "http://127.0.0.1:1"],
    ["a server keeps to itself", silentServer],
  ])(
    "that %s let nobody in, and nobody waits for long",
    async (_, keysUrl) => {
      const balancer = await Balancer.start();
      const login = { ...balancer.login, keysUrl: await keysUrl() };
      const served = await guarded({ login, listensOnLoopback: false });
      expect((await served.get("/", withToken(balancer.token()))).status).toBe(503);
      expect((await served.get("/healthz")).status).toBe(200);
    },
    10_000,
  );
});

/** The address of a server that takes connections and says nothing. */
async function silentServer(): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => void sockets.add(socket)).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
}

const endless: Token = { header: { exp: undefined }, claims: { exp: undefined } };

/** A good token whose claims somebody has changed. */
function changed(balancer: Balancer): string {
  const [, , signature] = balancer.token().split(".");
  return `${balancer.unsigned({ claims: { email: "boss@example.com" } })}.${signature}`;
}
