import { request } from "node:http";
import { expect, it } from "vitest";
import type { Source } from "../../dashboard/lake/source.ts";
import { temporaryFolder } from "../support/folders.ts";
import { type Served, serve, visibleText } from "./serve.ts";
import { SmallLake, scoredOf } from "./small-lake.ts";

async function servedRun(): Promise<Served> {
  const lake = await SmallLake.at(temporaryFolder());
  await lake.publish("run-1", scoredOf(50, 1));
  return serve(lake.root);
}

/** The status of an address that is sent as it stands: `fetch` would tidy it up first. */
function rawStatus({ url }: Served, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    request({ hostname, port, path }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .once("error", reject)
      .end();
  });
}

it("lives although its lake does not, and is not ready then", async () => {
  const dead: Source = {
    location: "s3://dead",
    kind: "bucket",
    list: () => Promise.reject(new Error("secret-host refused the connection")),
    read: () => Promise.reject(new Error("secret-host refused the connection")),
    file: () => Promise.reject(new Error("secret-host refused the connection")),
  };
  const served = await serve(dead);
  expect(await served.get("/healthz")).toMatchObject({ status: 200, text: '{"status":"alive"}' });
  const ready = await served.get("/readyz");
  expect(ready.status).toBe(503);
  const page = await served.get("/");
  expect(page.status).toBe(503);
  expect(visibleText(page.text)).toContain("The lake cannot be read");
  expect(`${ready.text}${page.text}`).not.toContain("secret-host");
  expect(String(served.faults[0]?.cause)).toContain("secret-host");
});

it("sends a content policy that allows nothing inline and nothing from elsewhere, and keeps to it", async () => {
  const served = await servedRun();
  const { headers, text } = await served.get("/");
  const policy = new Map(
    (headers.get("content-security-policy") ?? "")
      .split(";")
      .map((directive) => [directive.split(" ")[0], directive.split(" ").slice(1).join(" ")]),
  );
  expect(Object.fromEntries(policy)).toEqual({
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "connect-src": "'self'",
    "img-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
  });
  expect(text).not.toMatch(/<script(?! type="module" src="\/static\/)|<style|\sstyle=|\son\w+=|javascript:/i);
  for (const [, address = ""] of text.matchAll(/(?:href|src)="([^"]*)"/g)) expect(address).toMatch(/^[/#]/);
});

it("sends the other security headers, and says nothing of what it runs on", async () => {
  const { headers } = await (await servedRun()).get("/");
  expect(headers.get("x-powered-by")).toBeNull();
  expect(headers.get("server")).toBeNull();
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("x-frame-options")).toBe("DENY");
  expect(headers.get("referrer-policy")).toBe("no-referrer");
  expect(headers.get("strict-transport-security")).toContain("max-age=");
  expect(headers.get("cache-control")).toBe("no-store");
});

it("serves its style sheet and icon under addresses that change with their content", async () => {
  const served = await servedRun();
  const { text } = await served.get("/");
  const [, style = ""] = /href="(\/static\/style\.css\?v=[0-9a-f]{12})"/.exec(text) ?? [];
  const [, icon = ""] = /href="(\/static\/icon\.svg\?v=[0-9a-f]{12})"/.exec(text) ?? [];
  const sheet = await served.get(style);
  expect(sheet.status).toBe(200);
  expect(sheet.headers.get("content-type")).toContain("text/css");
  expect(sheet.headers.get("cache-control")).toContain("immutable");
  expect((await served.get(icon)).headers.get("content-type")).toContain("image/svg+xml");
});

it("lets browsers keep a file of its own version alone: that of another release is asked for anew", async () => {
  const served = await servedRun();
  const cacheOf = async (path: string) => {
    const { status, headers } = await served.get(path);
    return [status, headers.get("cache-control")];
  };
  const { text } = await served.get("/");
  const addresses = [...text.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map(
    ([, address = ""]) => address,
  );
  expect(addresses).toHaveLength(3);
  for (const address of addresses) {
    expect(await cacheOf(address)).toEqual([200, "public, max-age=31536000, immutable"]);
    const [path = ""] = address.split("?");
    for (const other of [path, `${path}?v=`, `${path}?v=0123456789ab`, `${address}0`])
      expect(await cacheOf(other), other).toEqual([200, "no-store"]);
  }
});

it("gives its icon to browsers that look for one where icons always were, to be kept for a while", async () => {
  const served = await servedRun();
  const { status, headers, text } = await served.get("/favicon.ico");
  expect([status, headers.get("content-type")]).toEqual([200, "image/svg+xml; charset=utf-8"]);
  expect(headers.get("cache-control")).toBe("public, max-age=86400");
  expect(text).toBe((await served.get("/static/icon.svg")).text);
});

it("answers HEAD as GET, without a body", async () => {
  const served = await servedRun();
  const full = await served.get("/");
  const head = await served.get("/", { method: "HEAD" });
  expect(head.status).toBe(200);
  expect(head.text).toBe("");
  expect(head.headers.get("content-length")).toBe(String(Buffer.byteLength(full.text)));
});

it.each(["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])("refuses %s", async (method) => {
  const answer = await (await servedRun()).get("/", { method });
  expect(answer.status).toBe(405);
  expect(answer.headers.get("allow")).toBe("GET, HEAD");
});

it.each(["/nothing", "/healthz/more", "/static/nothing.css", "/static/", "/.env", "/customer/C00001"])(
  "answers %s with a page that leads back, and says nothing of the address",
  async (path) => {
    const answer = await (await servedRun()).get(path);
    expect(answer.status).toBe(404);
    expect(answer.text).toContain('<a href="/">Go to the overview</a>');
    expect(answer.text).not.toContain("C00001");
  },
);

it.each([
  "/static/../main.ts",
  "/static/%2e%2e/main.ts",
  "/static/..%2fmain.ts",
  "/static/%00",
  "/static/%E0%A4%A",
  "/%E0%A4%A",
  `/${"x".repeat(10_000)}`,
])("gives no file away for %s, and takes it for the asker's fault", async (path) => {
  const served = await servedRun();
  expect([400, 403, 404]).toContain(await rawStatus(served, path));
  expect(served.errors).toEqual([]);
});

it("answers a fault of its own with a page that names the request, and logs the cause", async () => {
  const broken: Source = {
    location: "",
    get kind(): "folder" {
      throw new TypeError("made to fail");
    },
    list: () => Promise.resolve({ items: [] }),
    read: () => Promise.resolve(undefined),
    file: () => Promise.resolve(""),
  };
  const served = await serve(broken);
  const { status, headers, text } = await served.get("/");
  expect(status).toBe(500);
  expect(text).not.toContain("made to fail");
  const id = headers.get("x-request-id") ?? "";
  expect(text).toContain(id);
  expect(served.errors).toEqual([{ thrown: new TypeError("made to fail"), request: id }]);
});

it("keeps a proxy's request id, and replaces one that could do harm", async () => {
  const served = await servedRun();
  const idFor = async (given: string) =>
    (await served.get("/healthz", { headers: { "X-Request-Id": given } })).headers.get("x-request-id");
  const good = "Root=1-67891233-abcdef012345678912345678";
  expect(await idFor(good)).toBe(good);
  for (const bad of ["short", "<script>alert(1)</script>", "x".repeat(200), "a b c d e f g h"])
    expect(await idFor(bad)).toMatch(/^[0-9a-f-]{36}$/);
});

it("logs every request with its route, and never the address that was asked for", async () => {
  const served = await servedRun();
  await served.get("/?customer=C00042");
  await served.get("/customers/C00042");
  await served.get("/customer/C00042");
  await served.get("/healthz");
  await expect.poll(() => served.access.length).toBe(4);
  expect(served.access.map(({ method, route, status }) => [method, route, status])).toEqual([
    ["GET", "/", 200],
    ["GET", "/customers/:id", 200],
    ["GET", "-", 404],
    ["GET", "/healthz", 200],
  ]);
  expect(JSON.stringify(served.access)).not.toContain("C00042");
});

it("is small enough for a first look", async () => {
  const served = await servedRun();
  const { text } = await served.get("/");
  const sheet = await served.get("/static/style.css");
  expect(Buffer.byteLength(text) + Buffer.byteLength(sheet.text)).toBeLessThan(20_000);
});
