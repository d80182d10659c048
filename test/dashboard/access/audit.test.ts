import { once } from "node:events";
import { get } from "node:http";
import type { RequestHandler } from "express";
import { expect, it } from "vitest";
import { type AuditLine, auditTrail, type Deed } from "../../../dashboard/access/audit.ts";
import { LOGIN_HEADER } from "../../../dashboard/access/login.ts";
import { Balancer } from "./balancer.ts";
import { guarded } from "./guarded.ts";

const download: Deed = {
  action: "export",
  what: "customers",
  format: "csv",
  filters: { tier: "High", page: "2" },
};
const lookup: Deed = { action: "lookup", subject: "C00042", what: "customer", format: "html" };

/** Lines of a trail, and a route that does a deed and then answers in its own way. */
function audited(deed: Deed, answer: RequestHandler, rows?: number) {
  const lines: AuditLine[] = [];
  const audit = auditTrail((line) => lines.push(line));
  const handler: RequestHandler = (request, response, next) => {
    const noted = audit(response, deed);
    if (rows !== undefined) noted.rows(rows);
    return answer(request, response, next);
  };
  return { lines, routes: { "/deed": handler } };
}

const send: RequestHandler = (_request, response) => void response.send("done");

it("tells who took what, by which filters, and how many rows it was", async () => {
  const balancer = await Balancer.start();
  const { lines, routes } = audited(download, send, 1234);
  const served = await guarded({ login: balancer.login, listensOnLoopback: false }, routes);
  const headers = { [LOGIN_HEADER]: balancer.token(), "X-Request-Id": "request-0001" };
  await served.get("/deed", { headers });
  await expect.poll(() => lines).toHaveLength(1);
  const [line] = lines;
  expect(line).toEqual({
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    event: "audit",
    request: "request-0001",
    user: "ana@example.com",
    userId: "1234",
    ...download,
    rows: 1234,
    outcome: "done",
  });
  expect(JSON.parse(JSON.stringify(line))).toEqual(line);
});

it.each([
  ["127.0.0.1", "local"],
  ["::1", "local"],
  ["10.1.2.3", "address 10.1.2.3"],
  ["::ffff:10.1.2.3", "address 10.1.2.3"],
])("names the customer that was looked up and, without a login, %s as %s", async (from, user) => {
  const { lines, routes } = audited(lookup, send);
  const allowed = ["10.0.0.0/8", "127.0.0.0/8", "::1"].map((text) => {
    const [address = "", length = "128"] = text.split("/");
    return {
      family: address.includes(":") ? "ipv6" : "ipv4",
      address,
      prefixLength: Number(length),
    } as const;
  });
  const served = await guarded({ listensOnLoopback: false, allowed }, routes);
  const headers = { "X-Forwarded-For": "192.0.2.1", "x-amzn-oidc-identity": "boss" };
  await served.get("/deed", { from, headers });
  await expect
    .poll(() => lines)
    .toMatchObject([{ user, subject: "C00042", action: "lookup", outcome: "done" }]);
  expect(lines[0]).not.toHaveProperty("rows");
  expect(lines[0]).not.toHaveProperty("userId");
});

it.each([
  [200, "done"],
  [404, "done"],
  [500, "broken off"],
  [503, "broken off"],
])("calls an answer with the status %s %s", async (status, outcome) => {
  const { lines, routes } = audited(lookup, (_request, response) => void response.status(status).send(""));
  await (await guarded({}, routes)).get("/deed");
  await expect.poll(() => lines).toMatchObject([{ outcome }]);
});

it("calls what was not sent whole broken off, and still knows who it was", async () => {
  const { lines, routes } = audited(download, (_request, response) => void response.write("half"), 10);
  const { port } = await guarded({}, routes);
  const request = get({ host: "127.0.0.1", port, path: "/deed", agent: false });
  await once(request, "response");
  expect(lines).toEqual([]);
  request.on("error", () => undefined).destroy();
  await expect.poll(() => lines).toMatchObject([{ user: "local", rows: 10, outcome: "broken off" }]);
});
