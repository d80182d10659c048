import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { accessControl } from "../../../dashboard/access/access-control.ts";
import { temporaryFolder } from "../../support/folders.ts";
import { local } from "../access/guarded.ts";
import { type Served, serve, visibleText } from "../serve.ts";
import { SmallLake, scoredOf } from "../small-lake.ts";

const files = ["/customers.csv", "/customers.parquet", "/recommendations.csv", "/recommendations.parquet"];

async function servedRun(options: Parameters<typeof serve>[1] = {}): Promise<Served> {
  const lake = await SmallLake.at(temporaryFolder());
  await lake.publish("run-1", scoredOf(30, 1));
  return serve(lake.root, options);
}

const limited = (exportsPerMinute: number) =>
  accessControl({ ...local, exportsPerMinute }, { onFault: () => undefined });

/** A page in place of a file: nothing of a file is left in its headers. */
async function pageInsteadOf(served: Served, path: string, language = "en") {
  const { status, headers, text } = await served.get(path, { headers: { "Accept-Language": language } });
  expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(headers.get("content-disposition")).toBeNull();
  expect(text).toContain(`<html lang="${language}">`);
  return { status, headers, page: visibleText(text), text };
}

describe("a file that cannot be had", () => {
  it.each(files)("%s is refused above the limit, and says when to come again", async (path) => {
    const served = await servedRun({ access: limited(2) });
    expect((await served.get(path)).status).toBe(200);
    expect((await served.get(path, { method: "HEAD" })).status).toBe(200);
    const { status, headers, page } = await pageInsteadOf(served, path);
    expect(status).toBe(429);
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(50);
    expect(page).toContain("Too many requests You have asked for more than the limit allows.");
    expect(page).toContain(headers.get("x-request-id"));
    await expect.poll(() => served.audit).toHaveLength(2);
    expect((await served.get("/customers")).status).toBe(200);
  });

  it("counts all files together", async () => {
    const served = await servedRun({ access: limited(files.length - 1) });
    const statuses: number[] = [];
    for (const path of files) statuses.push((await served.get(path)).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
  });

  it.each(files)(
    "%s is a page that says so where no run has been published, and no fault of ours",
    async (path) => {
      const served = await serve(join(temporaryFolder(), "none"));
      const { status, headers, page } = await pageInsteadOf(served, path);
      expect(status).toBe(503);
      expect(page).toContain("No run has been published yet There is nothing to take or to show until");
      expect(page).toContain(headers.get("x-request-id"));
      expect((await pageInsteadOf(served, path, "es")).page).toContain(
        "Todavía no se ha publicado ninguna ejecución No hay nada que mostrar ni descargar",
      );
      expect(served.errors).toEqual([]);
      expect(served.audit).toEqual([]);
    },
  );

  it.each(files)("%s is a page that names the cause where the lake cannot be read", async (path) => {
    const lake = await SmallLake.at(temporaryFolder());
    await lake.text("pointers/current-run.json", "{");
    const served = await serve(lake.root);
    const { status, page, text } = await pageInsteadOf(served, path);
    expect(status).toBe(503);
    expect(page).toContain("The lake cannot be read A pointer of the lake is not as it should be.");
    expect(text).not.toContain("    at ");
    expect(served.audit).toEqual([]);
  });

  it.each([
    ["/customers.csv?tier=lowest&min=abc", ["tier must be one of:", "min must be a number from 0 to 100"]],
    ["/customers.parquet?sort=;DROP&order=up", ["sort must be one of:", "order must be one of: asc, desc"]],
    ["/recommendations.csv?budget=-1", ["budget must be a number from 0"]],
    ["/recommendations.parquet?save_rate=101", ["save_rate must be a number from 0 to 100"]],
  ])("%s is a page that names every wrong parameter", async (path, sentences) => {
    const served = await servedRun();
    const { status, headers, page } = await pageInsteadOf(served, path);
    expect(status).toBe(400);
    for (const sentence of sentences) expect(page).toContain(sentence);
    expect(page).toContain(headers.get("x-request-id"));
    expect([served.audit, served.errors]).toEqual([[], []]);
  });
});
