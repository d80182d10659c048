import { beforeEach, describe, expect, it } from "vitest";
import { accessControl } from "../../../dashboard/access/access-control.ts";
import { sharedFolder } from "../../support/folders.ts";
import { servedApi } from "../api/served-api.ts";
import { decisionOf, lakeOf, madeUpCustomers } from "../scored-lake.ts";
import { serve } from "../serve.ts";
import { local } from "./guarded.ts";

/** Lists name customers as files do: each leaves a line, and who asks for large pages is limited as who takes files. */

const { served } = await servedApi();
beforeEach(() => void served.audit.splice(0));

/** The lines about what was asked for, once they are all there. */
async function linesOf(path: string, wanted: number) {
  expect((await served.get(path)).status, path).toBe(200);
  await expect.poll(() => served.audit).toHaveLength(wanted);
  return served.audit;
}

it.each([
  ["/api/v1/customers?tier=high&size=20", "customers", "json", { tier: "high", size: "20" }, 20],
  ["/api/v1/customers?size=500&page=2", "customers", "json", { size: "500", page: "2" }, 131],
  ["/api/v1/recommendations?size=10", "campaign", "json", { size: "10" }, 10],
  ["/customers?size=500", "customers", "html", { size: "500" }, 500],
  ["/recommendations?size=60&tier=high", "campaign", "html", { size: "60", tier: "high" }, 60],
])(
  "%s is noted as an export, with what was asked for and how much was given",
  async (path, what, ...rest) => {
    const [format, filters, rows] = rest;
    const expected = { action: "export", user: "local", what, format, filters, rows, outcome: "done" };
    expect(await linesOf(path, 1)).toMatchObject([expected]);
  },
);

it.each([
  ["/customers?page=2", "customers", "html", 50],
  ["/recommendations", "campaign", "html", 50],
  ["/lookup?q=C000", "lookup", "html", 50],
  ["/api/v1/customers/suggestions?q=C000", "suggestions", "json", 8],
])("%s is noted as a list", async (path, what, format, rows) => {
  expect(await linesOf(path, 1)).toMatchObject([{ action: "list", what, format, rows }]);
});

it.each([
  ["/api/v1/customers?q=c00042", "json"],
  ["/api/v1/customers/suggestions?q=C00042", "json"],
  ["/customers?q=C00042", "html"],
  ["/lookup?q=00042", "html"],
])("%s names one customer alone, which is a lookup besides", async (path, format) => {
  expect((await linesOf(path, 2))[1]).toMatchObject({ action: "lookup", subject: "C00042", format });
});

it.each(["/customers?q=nobody", "/lookup?q=nobody", "/lookup", "/api/v1/customers?q=nobody", "/", "/model"])(
  "%s names nobody, and leaves no line",
  async (path) => {
    expect((await served.get(path)).status).toBe(200);
    await served.get("/customers/C00001");
    await expect.poll(() => served.audit).toMatchObject([{ subject: "C00001" }]);
  },
);

describe("large pages", async () => {
  const decisions = madeUpCustomers(120).map(decisionOf);
  const lake = await lakeOf(decisions, sharedFolder());
  const limited = () =>
    serve(lake.root, {
      access: accessControl({ ...local, exportsPerMinute: 2 }, { onFault: () => undefined }),
    });

  it("are counted with the files, whichever way they are asked for", async () => {
    const shown = await limited();
    const paths = [
      "/customers?size=51",
      "/API/v1/customers/?size=60",
      "/customers.csv",
      "/recommendations?size=500",
    ];
    const statuses: number[] = [];
    for (const path of paths) statuses.push((await shown.get(path)).status);
    expect(statuses).toEqual([200, 200, 429, 429]);
    const refused = await shown.get("/api/v1/recommendations?size=51");
    expect([refused.status, refused.headers.get("content-type")]).toEqual([
      429,
      "application/problem+json; charset=utf-8",
    ]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(50);
  });

  it("of the usual size are not: nobody who reads is held up", async () => {
    const shown = await limited();
    for (const path of [
      "/customers",
      "/customers?size=50&page=2",
      "/api/v1/customers?page=2",
      "/recommendations",
    ])
      for (let time = 0; time < 3; time += 1) expect((await shown.get(path)).status, path).toBe(200);
    expect((await shown.get("/customers?size=x")).status).toBe(400);
    expect((await shown.get("/customers.csv")).status).toBe(200);
  });
});
