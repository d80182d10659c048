import { expect, it } from "vitest";
import { LOGIN_HEADER } from "../../dashboard/access/login.ts";
import { httpServer } from "../../dashboard/http-server.ts";
import { listenOnLoopback } from "../support/loopback.ts";

async function served() {
  const server = httpServer((request, response) => {
    response.end(String(request.headers[LOGIN_HEADER]?.length));
  });
  const port = await listenOnLoopback(server);
  const ask = (headers: Readonly<Record<string, string>>) => fetch(`http://127.0.0.1:${port}`, { headers });
  return { server, ask };
}

it("takes the headers of a login at their longest, answers longer ones with 431, and serves on", async () => {
  const { ask } = await served();
  const token = "x".repeat(15_000);
  const cookies = "c".repeat(40_000);
  expect(await (await ask({ [LOGIN_HEADER]: token, Cookie: cookies })).text()).toBe("15000");
  expect((await ask({ [LOGIN_HEADER]: "x".repeat(70_000) })).status).toBe(431);
  expect(await (await ask({ [LOGIN_HEADER]: token })).text()).toBe("15000");
});

it("keeps connections longer than the load balancer does, and waits for no request for long", async () => {
  const { server } = await served();
  expect(server.keepAliveTimeout).toBeGreaterThan(60_000);
  expect(server.headersTimeout).toBeLessThanOrEqual(20_000);
  expect(server.requestTimeout).toBeLessThanOrEqual(30_000);
  expect(server.headersTimeout).toBeLessThanOrEqual(server.requestTimeout);
});
