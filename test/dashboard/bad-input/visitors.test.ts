import { describe, expect, it } from "vitest";
import { sharedFolder } from "../../support/folders.ts";
import { Balancer } from "../access/balancer.ts";
import { serve } from "../serve.ts";
import { SmallLake, scoredOf } from "../small-lake.ts";
import { ask, expectGoesOn, expectHarmless, expectNamesRequest, expectPage } from "./asking.ts";
import { answered, madeUpCursors, refused, refusedForPrograms } from "./bad-requests.ts";
import { damages, gaps } from "./damage.ts";
import { checksFor, type Visitor, visitors } from "./visitors.ts";

const lake = await SmallLake.at(sharedFolder());
await lake.publish("run-1", scoredOf(20, 1));

async function turnedAway(visitor: Visitor) {
  const balancer = await Balancer.start();
  const served = await serve(lake.root, { access: checksFor(visitor, balancer) });
  const headers = visitor.headers(balancer);
  // Whoever may ask once has asked once.
  if (visitor.status === 429) await ask(served, { path: "/" });
  return { served, headers };
}

describe("turned away with a page that says why:", () => {
  it.each(visitors)("$what ($status)", async (visitor) => {
    const { served, headers } = await turnedAway(visitor);
    for (const path of ["/", "/customers/C00001", "/customers.csv", "/nothing/zq"]) {
      const answer = await ask(served, { path, headers });
      expect([path, answer.status]).toEqual([path, visitor.status]);
      expectHarmless(answer, JSON.stringify(headers));
      expect(expectPage(answer)).toContain(visitor.says);
      expectNamesRequest(answer);
      expect(answer.headers["cache-control"]).toBe("no-store");
      for (const part of Object.values(headers).flatMap((value) => value.split(".")))
        if (part.length > 20) expect(answer.text).not.toContain(part);
      // Nothing of the run is said to somebody who may not see it.
      expect(answer.text).not.toMatch(/run-1|C00001|2024-12-31/);
    }
    expect(served.audit).toEqual([]);
    await expectGoesOn(served);
  });

  it.each(visitors)("$what, as programs read it ($status)", async (visitor) => {
    const { served, headers } = await turnedAway(visitor);
    const answer = await ask(served, { path: "/api/v1/customers/C00001", headers });
    expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
    expect(JSON.parse(answer.text)).toMatchObject({
      status: visitor.status,
      detail: expect.stringMatching(/^\p{Lu}.*\.$/u),
      request: answer.headers["x-request-id"],
    });
    await expectGoesOn(served);
  });

  it("says so in Spanish, too", async () => {
    const [visitor] = visitors;
    if (visitor === undefined) throw new Error("There is no visitor.");
    const { served, headers } = await turnedAway(visitor);
    const answer = await ask(served, { path: "/", headers: { ...headers, "Accept-Language": "es" } });
    expect(expectPage(answer, "es")).toContain(
      "Inicie sesión de nuevo Su sesión ha terminado o no es de fiar.",
    );
  });
});

it("there are many kinds of bad input: at least 60, each of its own", () => {
  const kinds = [...refused, ...answered, ...damages, ...gaps, ...visitors].map(({ what }) => what);
  const programs = [...refusedForPrograms.map(({ what }) => what), ...madeUpCursors];
  expect(kinds.length + programs.length).toBeGreaterThanOrEqual(60);
  expect(new Set(refused.map(({ method = "GET", path }) => `${method} ${path}`)).size).toBe(refused.length);
  expect(new Set(damages.map(({ what }) => what)).size).toBe(damages.length);
  expect(new Set(visitors.map(({ what }) => what)).size).toBe(visitors.length);
});
