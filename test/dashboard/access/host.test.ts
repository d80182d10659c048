import { describe, expect, it } from "vitest";
import { blockFrom } from "../../../dashboard/access/addresses.ts";
import { Balancer } from "./balancer.ts";
import { guarded } from "./guarded.ts";

const asFor = (host: string) => ({ headers: { Host: host } });

describe("a server for this machine alone", () => {
  it.each(["localhost", "LOCALHOST:8501", "127.0.0.1:1", "127.0.0.2:8501", "[::1]:8501", "[::1]"])(
    "answers what is meant for %s",
    async (host) => {
      expect((await (await guarded()).get("/", asFor(host))).status).toBe(200);
    },
  );

  it.each([
    "example.com",
    "example.com:8501",
    "localhost.example.com",
    "127.0.0.1.example.com",
    "localhost:8501.example.com",
    "10.0.0.1",
    "[::2]",
    "user@localhost",
  ])("refuses what is meant for %j, as a page that had its name lead here would be", async (host) => {
    const served = await guarded();
    const { status, text } = await served.get("/", asFor(host));
    expect([status, text]).toEqual([421, "wrong-host"]);
    expect(served.faults[0]?.reason).toBe(`the request was meant for ${JSON.stringify(host)}`);
  });

  it("looks at the host even where the server listens elsewhere, but answers this machine alone", async () => {
    const served = await guarded({ listensOnLoopback: false });
    expect((await served.get("/", asFor("example.com"))).status).toBe(421);
    expect((await served.get("/healthz", asFor("example.com"))).status).toBe(200);
  });
});

it("a server for others takes every host: a login or a list decides there", async () => {
  const { login } = await Balancer.start();
  const allowed = [blockFrom("127.0.0.0/8") ?? []].flat();
  const listed = await guarded({ listensOnLoopback: false, allowed });
  expect((await listed.get("/", asFor("churn.example.com"))).status).toBe(200);
  const loggedIn = await guarded({ listensOnLoopback: false, login });
  expect((await loggedIn.get("/", asFor("churn.example.com"))).text).toBe("no-login");
});
