import { cpSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { factOf } from "../../runtime/explain/words/facts.ts";
import { FolderLake } from "../../runtime/lake/folder-lake.ts";
import { openManifest } from "../../runtime/manifest/open-manifest.ts";
import { Engine, literal } from "../../runtime/table/engine.ts";
import { type Ended, spanishgas } from "../support/cli.ts";
import { sharedFolder, temporaryFolder } from "../support/folders.ts";
import { outcomeOf, spanishgas as runThrough } from "../support/journey.ts";
import { makeDelivery } from "../support/journey-delivery.ts";
import { newBucket, s3Endpoint, testAccount } from "../support/s3.ts";

/** Explanations of a lake that the pipeline has made of a small demo, as a person or a program asks for them. */

vi.setConfig({ testTimeout: 120_000 });

const folder = sharedFolder("spanishgas-explained-");
const lake = join(folder, "lake");
let run = "";
beforeAll(async () => {
  const raw = join(folder, "raw");
  await makeDelivery(raw, { customers: 400, seed: 7 });
  run = outcomeOf(await runThrough("run", "--raw", raw, "--lake", lake, "--json")).run_id;
}, 300_000);

const ask = (...args: string[]): Promise<Ended> => spanishgas(["explain", ...args, "--lake", lake]);

const driverSchema = z.object({ feature: z.string(), contribution: z.number() });
const reasonSchema = driverSchema.extend({ sentence: z.string(), strength: z.string() });
const explainedSchema = z.object({
  run: z.string(),
  model: z.string(),
  as_of: z.string(),
  customer_id: z.string(),
  churn_proba: z.number(),
  risk_tier: z.string(),
  recommendation: z.object({
    action: z.string(),
    reason_codes: z.array(z.string()),
    sentences: z.array(z.string()).min(2),
  }),
  base: z.object({ log_odds: z.number(), churn_proba: z.number() }),
  churn_rate_in_training: z.number(),
  churn_log_odds: z.number(),
  raises: z.array(reasonSchema),
  lowers: z.array(reasonSchema),
  contributions: z.array(driverSchema),
});
async function explained(id: string, ...args: string[]) {
  const { code, out, log } = await ask(id, "--json", ...args);
  expect([code, log]).toEqual([0, ""]);
  return explainedSchema.parse(JSON.parse(out));
}

async function rows(table: string, sql: string) {
  using engine = await Engine.open({ threads: 1, memoryLimitMb: 200, scratch: folder });
  return await engine.rows(
    `SELECT * FROM read_parquet(${literal(join(lake, "scored", run, `${table}.parquet`))}) ${sql}`,
  );
}

/** A copy of the lake with a change. */
async function changed(change: (root: string) => void | Promise<void>): Promise<string> {
  const copy = join(temporaryFolder(), "lake");
  cpSync(lake, copy, { recursive: true });
  await change(copy);
  return copy;
}

it("no customer's reasons say the tier alone", async () => {
  const codes = z
    .array(z.object({ reason_codes: z.array(z.string()) }))
    .parse(await rows("recommendations", ""))
    .map(({ reason_codes }) => reason_codes.filter((code) => /^(driver|keeps)_/.test(code)).length);
  expect(codes).toHaveLength(400);
  expect(Math.min(...codes)).toBeGreaterThan(0);
});

describe("one customer", () => {
  it("for programs: exact effects that sum with the base to the published score", async () => {
    const [riskiest] = await rows("scored_customers", "ORDER BY churn_proba DESC LIMIT 1");
    const [safest] = await rows("scored_customers", "ORDER BY churn_proba LIMIT 1");
    for (const row of [riskiest, safest]) {
      const id = String(row?.["customer_id"]);
      const answer = await explained(id);
      expect(answer).toMatchObject({
        run,
        model: run,
        as_of: "2024-12-31",
        customer_id: id,
        churn_proba: row?.["churn_proba"],
        churn_log_odds: row?.["churn_log_odds"],
        risk_tier: row?.["risk_tier"],
      });
      const { base, contributions } = answer;
      expect(contributions).toHaveLength(56);
      const sum = contributions.reduce((total, { contribution }) => total + contribution, base.log_odds);
      expect(sum).toBeCloseTo(answer.churn_log_odds, 9);
      expect(answer.churn_rate_in_training).toBeGreaterThan(0.05);
      const table = await rows("explanations", `WHERE customer_id = ${literal(id)} ORDER BY direction, rank`);
      expect(
        [...answer.lowers, ...answer.raises].map(({ feature, contribution }) => [feature, contribution]),
      ).toEqual(table.map((each) => [each["feature"], each["contribution"]]));
    }
  });

  it("for people: probability, recommendation, reasons both ways, where it comes from; whatever the id's case", async () => {
    const { code, out, log } = await ask("c00017");
    expect([code, log]).toEqual([0, ""]);
    expect(out).toMatch(/^C00017: [<> ]*\d+\.\d % likely to leave, (low|medium|high|critical) risk\n/);
    expect(out).toMatch(/\nFor comparison: of all customers that were learned from, \d+\.\d % left\.\n/);
    expect(out).toMatch(/\nRecommendation\n {2}Make (no|a small|a medium|a large) (retention )?offer\. /);
    const flowing = out.replaceAll(/\s+/g, " ");
    expect(out.indexOf("What speaks for leaving")).toBeLessThan(out.indexOf("What speaks for staying"));
    expect(out).toMatch(/\n {2}█{1,10} {2,}(strong|clear|slight) +\p{Lu}/u);
    expect(flowing).toContain(`Model ${run}, run ${run}, data as of 2024-12-31.`);
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(96);
    expect(out).not.toMatch(/driver_|keeps_|SHAP|log-odds|undefined|NaN/);
  });

  it("for people: a fact is said once, on the side to which its features add up", async () => {
    const drivers = z
      .array(driverSchema.extend({ customer_id: z.string() }))
      .parse(await rows("explanations", "ORDER BY customer_id, direction, rank"));
    const bothWays = drivers.find(({ customer_id, feature, contribution }) =>
      drivers.some(
        (other) =>
          other.customer_id === customer_id &&
          other.contribution * contribution < 0 &&
          factOf(other.feature) === factOf(feature),
      ),
    );
    for (const id of ["C00017", bothWays?.customer_id ?? ""]) {
      const { raises, lowers } = await explained(id);
      const flowing = (await ask(id)).out.replaceAll(/\s+/g, " ");
      const facts = new Map<string, Set<string>>();
      for (const { feature, sentence } of [...raises, ...lowers])
        facts.set(factOf(feature), (facts.get(factOf(feature)) ?? new Set()).add(sentence));
      for (const sentences of facts.values()) {
        const said = [...sentences].map((sentence) => flowing.split(sentence).length - 1);
        expect([...sentences, said.reduce((sum, times) => sum + times, 0)]).toEqual([...sentences, 1]);
      }
    }
  });

  it("in Spanish", async () => {
    const { out } = await ask("C00017", "--language", "es");
    const { raises, lowers } = await explained("C00017", "--language", "es");
    for (const part of [
      "de probabilidad de baja, riesgo",
      "Recomendación",
      "Qué apunta a la baja",
      "ejecución",
    ])
      expect(out).toContain(part);
    const flowing = out.replaceAll(/\s+/g, " ");
    const alone = [...raises, ...lowers].filter(
      ({ feature }, _, all) => all.filter((each) => factOf(each.feature) === factOf(feature)).length === 1,
    );
    for (const { sentence } of alone) expect(flowing).toContain(sentence.replaceAll("\u00a0", " "));
  });

  it("that does not exist: the nearest ids", async () => {
    const { code, out, log } = await ask("C0017");
    expect([code, out]).toEqual([2, ""]);
    expect(log).toContain('No customer of the published run has the id "C0017"; nearest to it: C00017, ');
    expect(log).not.toMatch(/\n\s+at /);
  });

  it("is refused where the gold master is no longer that of the scores", async () => {
    const copy = await changed(async (root) => {
      const file = literal(join(root, "gold", run, "gold_master.parquet"));
      using engine = await Engine.open({ threads: 1, memoryLimitMb: 200, scratch: folder });
      await engine.run(`CREATE TABLE gold AS FROM read_parquet(${file})`);
      await engine.run(
        `COPY (SELECT * REPLACE (1 - is_cancellation_intent AS is_cancellation_intent, 3 AS last_interaction_days_ago,
           'Complaint / Escalation' AS customer_intent) FROM gold) TO ${file} (FORMAT parquet)`,
      );
    });
    const { code, log } = await spanishgas(["explain", "C00017", "--lake", copy]);
    expect(code).toBe(1);
    expect(log).toContain("give another score than the run published");
  });
});

describe("all customers", () => {
  it("for programs: the mean effect of every feature, as the table has it", async () => {
    const { code, out } = await ask("--global", "--json");
    expect(code).toBe(0);
    const { features } = z
      .object({
        features: z.array(z.object({ feature: z.string(), mean_effect: z.number(), name: z.string() })),
      })
      .parse(JSON.parse(out));
    const table = await rows("importance", "ORDER BY mean_effect DESC, feature");
    expect(features.map(({ feature, mean_effect }) => [feature, mean_effect])).toEqual(
      table.map((row) => [row["feature"], row["mean_effect"]]),
    );
    expect(features).toHaveLength(56);
  });

  it("for people: the strongest, with bars and directions, in both languages", async () => {
    const english = (await ask("--global")).out;
    expect(english).toMatch(
      /^What moves the risk of all customers, the strongest first\n\n {2}█{10} {2}\d\.\d{3} {2}\p{Lu}/u,
    );
    expect(english).toContain("36 more in --json.");
    expect((await ask("--global", "--language", "es")).out).toMatch(
      /^Qué mueve el riesgo.*\n\n {2}█{10} {2}\d,\d{3} {2}\p{Lu}/u,
    );
  });

  it("says what to do where the run is of before this was written down", async () => {
    const copy = await changed((root) => rmSync(join(root, "scored", run, "importance.parquet")));
    const { code, log } = await spanishgas(["explain", "--global", "--lake", copy]);
    expect([code, log]).toEqual([
      2,
      expect.stringContaining("run the pipeline again (spanishgas run --force)"),
    ]);
    expect((await spanishgas(["explain", "C00017", "--lake", copy])).code).toBe(0);
  });
});

describe("a lake", () => {
  it("in which nothing was published yet, or that lacks a table, says so", async () => {
    const root = temporaryFolder();
    openManifest(await FolderLake.open(root))[Symbol.dispose]();
    const none = await spanishgas(["explain", "C00017", "--lake", root]);
    expect([none.code, none.log]).toEqual([
      2,
      expect.stringContaining("No run of this lake is published yet"),
    ]);
    const copy = await changed((at) => rmSync(join(at, "gold", run, "gold_master.parquet")));
    const lacking = await spanishgas(["explain", "C00017", "--lake", copy]);
    expect([lacking.code, lacking.log]).toEqual([
      2,
      expect.stringContaining(`gold/${run}/gold_master.parquet is missing`),
    ]);
  });

  it("in a bucket gives the same answer", async () => {
    const { bucket, put } = await newBucket();
    for (const part of ["models", "pointers", "scored", "gold"])
      for (const name of readdirSync(join(lake, part), { recursive: true, encoding: "utf8" })) {
        const file = join(lake, part, name);
        if (statSync(file).isFile()) await put(`${part}/${name}`, readFileSync(file));
      }
    const environment = {
      AWS_ENDPOINT_URL: await s3Endpoint(),
      AWS_REGION: testAccount.region,
      AWS_ACCESS_KEY_ID: testAccount.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: testAccount.credentials.secretAccessKey,
    };
    const there = (...args: string[]) =>
      spanishgas(["explain", ...args, "--lake", `s3://${bucket}`], environment);
    expect(await there("C00017", "--json")).toEqual(await ask("C00017", "--json"));
    expect(await there("--global")).toEqual(await ask("--global"));
    const unknown = await there("C0017");
    expect([unknown.code, unknown.log]).toEqual([2, expect.stringContaining("nearest to it: C00017")]);
  });
});
