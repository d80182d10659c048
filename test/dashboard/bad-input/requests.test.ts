import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { SqliteManifest } from "../../../runtime/manifest/sqlite-manifest.ts";
import { sharedFolder } from "../../support/folders.ts";
import { driftedLake } from "../drift/drifted-lake.ts";
import { serve } from "../serve.ts";
import {
  ask,
  type BadRequest,
  expectGoesOn,
  expectHarmless,
  expectNamesRequest,
  expectPage,
} from "./asking.ts";
import { answered, madeUpCursors, refused, refusedForPrograms } from "./bad-requests.ts";

const lake = await driftedLake(sharedFolder());
const books = new SqliteManifest(join(lake.root, "manifest.sqlite"));
afterAll(() => books[Symbol.dispose]());
const served = await serve(lake.root, { books, atEnd: afterAll });
beforeEach(() => void served.audit.splice(0));

/** Everything about a request that its answer must not repeat as code. */
const askedIn = ({ path, headers = {} }: BadRequest) => [path, ...Object.values(headers)].join(" ");

describe("refused with a page that says why:", () => {
  it.each(refused)("$what ($status)", async (request) => {
    const answer = await ask(served, request);
    expect(answer.status).toBe(request.status);
    expectHarmless(answer, askedIn(request));
    const said = expectPage(answer);
    expect(said).toContain(request.says);
    if (request.says !== "No such customer") expectNamesRequest(answer);
    expect(answer.headers["set-cookie"]).toBeUndefined();
    expect(served.audit).toEqual([]);
    await expectGoesOn(served);
  });

  it.each(refused.filter(({ method }) => method === undefined))(
    "$what, for programs that ask HEAD",
    async (request) => {
      const answer = await ask(served, { ...request, method: "HEAD" });
      expect([answer.status, answer.text]).toEqual([request.status, ""]);
      await expectGoesOn(served);
    },
  );
});

describe("refused with a problem that programs read:", () => {
  it.each(refusedForPrograms)("$what ($status)", async (request) => {
    const answer = await ask(served, request);
    expect(answer.status).toBe(request.status);
    expectHarmless(answer, request.path);
    expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
    expect(JSON.parse(answer.text)).toMatchObject({
      status: request.status,
      title: expect.stringMatching(/\w{4}/),
      request: answer.headers["x-request-id"],
    });
    expect(answer.text).not.toContain("zq");
    await expectGoesOn(served);
  });

  it.each(madeUpCursors)(
    "but not a cursor that was made up, behind which there is nothing: %j",
    async (after) => {
      const answer = await ask(served, { path: `/api/v1/runs?${new URLSearchParams({ after })}` });
      expect([answer.status, JSON.parse(answer.text)]).toEqual([200, { items: [], next: null }]);
      await expectGoesOn(served);
    },
  );
});

describe("answered, with nothing of it as code:", () => {
  it.each(answered)("$what", async (request) => {
    const answer = await ask(served, request);
    expect(answer.status).toBe(200);
    expectHarmless(answer, askedIn(request));
    expect(answer.text).toMatch(/<html lang="en">.*<h1>[^<]+<\/h1>.*<\/html>/s);
    await expectGoesOn(served);
  });
});

it.each([
  ["/nothing", {}, "Página no encontrada Esa página no existe. Ir al resumen Petición"],
  ["/customers/zq", {}, "Ese cliente no existe"],
  ["/customers?page=0", {}, "La dirección pide algo que no existe Corrija los parámetros de abajo"],
  ["/customers/%FF", {}, "Petición incorrecta La petición no se entiende."],
  ["/", { method: "POST" }, "Solo se puede leer Solo se atienden GET y HEAD."],
])("the page of a refusal is in the reader's language: %s", async (path, more, says) => {
  const answer = await ask(served, { path, headers: { "Accept-Language": "es" }, ...more });
  expect(expectPage(answer, "es")).toContain(says);
});

it.each([
  ["/customers?page=1000000&size=10", /^\/customers\?.*page=\d+&size=10$/, /rel="prev" href="[^"]*page=\d+/],
  ["/customers?q=nobody-has-it&page=2", /^\/customers\?.*page=1&/, /No customer fits these filters/],
  ["/recommendations?page=999999&tier=high", /^\/recommendations\?.*tier=high.*page=\d+&/, /<h1>/],
])("a page behind the last leads to the last one: %s", async (path, to, shown) => {
  const answer = await ask(served, { path });
  const { location = "" } = answer.headers;
  expect([answer.status, location]).toEqual([303, expect.stringMatching(to)]);
  expect(served.audit).toEqual([]);
  const last = await ask(served, { path: location });
  expect(last.status).toBe(200);
  expect(last.text).toMatch(shown);
  expect(last.text).not.toContain('rel="next"');
  await expectGoesOn(served);
});

it("a choice of language leads nowhere else, whatever is asked for", async () => {
  for (const back of [
    "//evil.example",
    "/.//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "javascript:zq",
  ]) {
    const answer = await ask(served, { path: `/language?to=es&back=${encodeURIComponent(back)}` });
    expect([answer.status, answer.headers["location"]]).toEqual([
      303,
      expect.stringMatching(/^\/(evil\.example)?$/),
    ]);
  }
  await expectGoesOn(served);
});

it("answers a hundred bad requests at once, and good ones among them", async () => {
  const requests = [...refused, ...answered].slice(0, 100);
  const answers = await Promise.all(requests.map((request) => ask(served, request)));
  expect(answers.map(({ status }) => status)).toEqual(requests.map(({ status }) => status));
  await expectGoesOn(served);
});
