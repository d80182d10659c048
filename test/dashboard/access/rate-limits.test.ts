import { describe, expect, it } from "vitest";
import { blockFrom } from "../../../dashboard/access/addresses.ts";
import { LOGIN_HEADER } from "../../../dashboard/access/login.ts";
import { Balancer } from "./balancer.ts";
import { type Asking, type Guarded, guarded } from "./guarded.ts";

const everywhere = {
  listensOnLoopback: false,
  allowed: ["10.0.0.0/8", "2001:db8::/32"].flatMap((text) => blockFrom(text) ?? []),
};

/** How many requests are answered before one is refused. */
async function answeredTo(served: Guarded, path: string, asking: Asking, atMost: number): Promise<number> {
  for (let count = 0; count < atMost; count++)
    if ((await served.get(path, asking)).status === 429) return count;
  return atMost;
}

describe("requests", () => {
  it("are refused above the limit, and the answer says how much is left and when to come again", async () => {
    const served = await guarded({ requestsPerMinute: 2 });
    const first = await served.get("/");
    expect(first.status).toBe(200);
    expect(first.headers["ratelimit"]).toMatch(/^"requests"; r=1; t=(60|59)$/);
    expect(first.headers["ratelimit-policy"]).toMatch(/^"requests"; q=2; w=60; pk=:[\w=]+:$/);
    expect(first.headers["x-ratelimit-limit"]).toBeUndefined();
    expect((await served.get("/")).status).toBe(200);
    const { status, text, headers } = await served.get("/");
    expect([status, text]).toEqual([429, "too-many"]);
    expect(Number(headers["retry-after"])).toBeGreaterThan(50);
    expect(Number(headers["retry-after"])).toBeLessThanOrEqual(60);
    expect(headers["ratelimit"]).toContain("r=0;");
    expect(served.faults).toMatchObject([
      { kind: "too-many", reason: "local made more than 2 requests in a minute" },
    ]);
  });

  it("for health and static files are not counted", async () => {
    const served = await guarded({ requestsPerMinute: 1 });
    for (const path of ["/healthz", "/readyz", "/static/style.css"])
      expect(await answeredTo(served, path, {}, 5), path).toBe(5);
    expect(await answeredTo(served, "/", {}, 5)).toBe(1);
  });

  it("of users are counted apart, wherever they come from", async () => {
    const balancer = await Balancer.start();
    const served = await guarded({ login: balancer.login, listensOnLoopback: false, requestsPerMinute: 3 });
    const asking = (sub: string, from: string, more: Readonly<Record<string, string>> = {}): Asking => ({
      from,
      headers: { [LOGIN_HEADER]: balancer.token({ claims: { sub, ...more } }) },
    });
    expect(await answeredTo(served, "/", asking("ana", "10.0.0.1"), 9)).toBe(3);
    expect(await answeredTo(served, "/", asking("ana", "10.0.0.2"), 9)).toBe(0);
    expect(await answeredTo(served, "/", asking("ana", "10.0.0.1", { email: "new@example.com" }), 9)).toBe(0);
    expect(await answeredTo(served, "/", asking("eva", "10.0.0.1"), 9)).toBe(3);
    expect(await answeredTo(served, "/", asking("ana", "10.0.0.1", { iss: "other.example.com" }), 9)).toBe(3);
  });

  it("that are refused for want of a login take nothing from anybody", async () => {
    const balancer = await Balancer.start();
    const served = await guarded({ login: balancer.login, listensOnLoopback: false, requestsPerMinute: 1 });
    expect(await answeredTo(served, "/", {}, 5)).toBe(5);
    const headers = { [LOGIN_HEADER]: balancer.token() };
    expect(await answeredTo(served, "/", { headers }, 5)).toBe(1);
  });

  it("of addresses are counted apart, and those of one IPv6 network of /64 together", async () => {
    const served = await guarded({ ...everywhere, requestsPerMinute: 2 });
    expect(await answeredTo(served, "/", { from: "10.0.0.1" }, 9)).toBe(2);
    expect(await answeredTo(served, "/", { from: "::ffff:10.0.0.1" }, 9)).toBe(0);
    expect(await answeredTo(served, "/", { from: "10.0.0.2" }, 9)).toBe(2);
    expect(await answeredTo(served, "/", { from: "2001:db8:0:1::1" }, 9)).toBe(2);
    expect(await answeredTo(served, "/", { from: "2001:db8:0:1:ffff::2" }, 9)).toBe(0);
    expect(await answeredTo(served, "/", { from: "2001:db8:0:2::1" }, 9)).toBe(2);
  });
});

describe("exports", () => {
  it("have a limit of their own, and are requests besides", async () => {
    const served = await guarded({ requestsPerMinute: 4, exportsPerMinute: 2 });
    const first = await served.get("/export");
    expect(first.headers["ratelimit"]).toMatch(/^"requests"; r=3; t=\d+, "exports"; r=1; t=\d+$/);
    await served.get("/export");
    const refused = await served.get("/export");
    expect([refused.status, refused.text]).toEqual([429, "too-many"]);
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(50);
    expect(await answeredTo(served, "/", {}, 9)).toBe(1);
  });
});
