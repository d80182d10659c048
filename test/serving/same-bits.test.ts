import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import fc from "fast-check";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { deliveryId, modelVersion, runId } from "../../configs/names.ts";
import { packagedEnvironment } from "../../configs/serving.ts";
import { artifactSchema } from "../../runtime/model/artifact.ts";
import { newCloud } from "../support/cloud.ts";
import { sharedFolder, temporaryFolder } from "../support/folders.ts";
import { csv, jsonLines } from "./rows-as-text.ts";
import { type BatchScore, type GoldRow, type ServedModel, serveableModel } from "./served-model.ts";
import { ServingContainer } from "./serving-container.ts";

const CUSTOMERS = 400;
const root = sharedFolder("spanishgas-serving-");
let served: ServedModel;
let container: ServingContainer;
let features: readonly string[] = [];

beforeAll(async () => {
  served = await serveableModel(join(root, "lake"), CUSTOMERS);
  cpSync(served.artifact, join(root, "model"), { recursive: true });
  features = artifactSchema.parse(
    JSON.parse(readFileSync(join(served.artifact, "artifact.json"), "utf8")),
  ).features;
  container = new ServingContainer(root);
  await container.address();
});
afterAll(() => container.end());

const answerSchema = z.strictObject({
  customer_id: z.string().exactOptional(),
  churn_proba: z.number(),
  risk_tier: z.string(),
  churn_log_odds: z.number(),
  reasons: z.array(z.string()),
});
type Answer = z.infer<typeof answerSchema>;

const fromLines = (text: string): Answer[] =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => answerSchema.parse(JSON.parse(line)));

/** What must be answered to these rows: exactly what the batch step has written. */
function expected(rows: readonly GoldRow[]): (BatchScore & { readonly customer_id: string })[] {
  return rows.map((row) => {
    const customer = String(row["customer_id"]);
    const batch = served.batch.get(customer);
    if (batch === undefined) throw new Error(`The batch step has not scored ${customer}.`);
    return { customer_id: customer, ...batch };
  });
}

test("started from what the registered package names, it scores all customers to the bits of the batch step", async () => {
  const cloud = await newCloud();
  const version = modelVersion("0123456789ab-1");
  for (const name of readdirSync(served.artifact))
    await cloud.put(`models/${version}/artifact/${name}`, readFileSync(join(served.artifact, name)));
  await cloud.control.registry.register({
    version,
    run: runId(version),
    delivery: deliveryId("0123456789ab"),
    decision: "approved",
    reasons: ["PR-AUC is high enough."],
    experiment: "E5_full",
    asOf: null,
    labels: null,
    metrics: {},
    registeredAt: new Date().toISOString(),
  });
  const [[, registered] = []] = cloud.fake.packages;
  const { InferenceSpecification } = packageSchema.parse(registered);
  const [{ ModelDataUrl, Environment }] = InferenceSpecification.Containers;
  expect(Environment).toEqual(packagedEnvironment);
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(ModelDataUrl) ?? [];
  const { Body } = await cloud.client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));

  // As the platform unpacks it.
  const place = temporaryFolder("spanishgas-hosting-");
  const archive = join(place, "model.tar.gz");
  writeFileSync(archive, (await Body?.transformToByteArray()) ?? "");
  mkdirSync(join(place, "model"));
  execFileSync("tar", ["-xzf", archive, "-C", join(place, "model")]);
  expect(readdirSync(join(place, "model")).sort()).toEqual(["artifact.json", "model.ubj"]);

  // In a test even a packaged container listens on loopback alone.
  const hosted = new ServingContainer(place, { ...Environment, SERVE_HOST: "127.0.0.1" });
  onTestFinished(async () => void (await hosted.end()));
  const response = await hosted.invoke(jsonLines(served.rows));
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/jsonlines"]);
  const answers = fromLines(await response.text());
  expect(answers).toHaveLength(CUSTOMERS);
  expect(answers).toEqual(expected(served.rows));
  expect(new Set(answers.map(({ risk_tier }) => risk_tier)).size).toBeGreaterThan(1);
  expect(answers.filter(({ reasons }) => reasons.length === 3).length).toBeGreaterThan(CUSTOMERS / 2);
});

const packageSchema = z.object({
  InferenceSpecification: z.object({
    Containers: z.tuple([
      z.object({ ModelDataUrl: z.string(), Environment: z.record(z.string(), z.string()) }),
    ]),
  }),
});

test("lists and single objects in JSON are answered alike, by as many", async () => {
  const response = await container.invoke(JSON.stringify(served.rows), "application/json", {
    accept: "application/json",
  });
  expect(await response.json()).toEqual(expected(served.rows));
  const one = served.rows.slice(0, 1);
  const single = await container.invoke(JSON.stringify(one[0]), "application/json", {
    accept: "application/json",
  });
  expect(await single.json()).toEqual(expected(one)[0]);
});

test("CSV in and out, quoted or not, with a header in any order", async () => {
  const columns = Object.keys(served.rows[0] ?? {}).reverse();
  const text = csv(served.rows, columns);
  for (const body of [text, `\uFEFF${text.replaceAll("\n", "\r\n").trimEnd()}`]) {
    const response = await container.invoke(body, "text/csv; charset=UTF-8", { accept: "text/csv" });
    const [header, ...lines] = (await response.text()).trimEnd().split("\n");
    expect(header).toBe("customer_id,churn_proba,risk_tier,churn_log_odds,reasons");
    expect(lines.map(fromCsv)).toEqual(expected(served.rows));
  }
});

/** No value of the demo needs quotation marks. */
function fromCsv(line: string) {
  const [customer_id, probability, risk_tier, logOdds, reasons = ""] = line.split(",");
  return {
    customer_id,
    churn_proba: Number(probability),
    risk_tier,
    churn_log_odds: Number(logOdds),
    reasons: reasons === "" ? [] : reasons.split("|"),
  };
}

test("CSV without a header is the model's features in its order, after the customer or alone; so is its answer", async () => {
  const named = await container.invoke(csv(served.rows, ["customer_id", ...features], false), "text/csv", {
    accept: "text/csv",
  });
  expect((await named.text()).trimEnd().split("\n").map(fromCsv)).toEqual(expected(served.rows));
  const alone = await container.invoke(csv(served.rows, features, false), "text/csv");
  expect(fromLines(await alone.text())).toEqual(
    expected(served.rows).map(({ customer_id: _, ...score }) => score),
  );
});

test("neither the size of a request, nor its form, nor the order of columns and rows changes a bit", async () => {
  const request = fc.record({
    rows: fc.shuffledSubarray(served.rows.slice(0, 60), { minLength: 1 }),
    form: fc.constantFrom("application/jsonlines", "application/json", "text/csv", "headerless"),
    columns: fc.shuffledSubarray(["customer_id", ...features], { minLength: features.length + 1 }),
  });
  await fc.assert(
    fc.asyncProperty(request, async ({ rows, form, columns }) => {
      const ordered = rows.map((row) => Object.fromEntries(columns.map((name) => [name, row[name]])));
      const response = await {
        "application/jsonlines": () => container.invoke(jsonLines(ordered)),
        "application/json": () => container.invoke(JSON.stringify(ordered), "application/json"),
        "text/csv": () => container.invoke(csv(rows, columns), "text/csv"),
        headerless: () => container.invoke(csv(rows, ["customer_id", ...features], false), "text/csv"),
      }[form]();
      expect(fromLines(await response.text())).toEqual(expected(rows));
    }),
    { numRuns: 60 },
  );
});

test("a file that is split at any row gives together what it gives whole, as batch transform splits it", async () => {
  const lines = csv(served.rows, ["customer_id", ...features])
    .trimEnd()
    .split("\n");
  const whole = await (await container.invoke(lines.join("\n"), "text/csv", { accept: "text/csv" })).text();
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: lines.length - 1 }), async (cut) => {
      const parts = [lines.slice(0, cut), lines.slice(cut)];
      const answers = await Promise.all(
        parts.map((part) => container.invoke(`${part.join("\n")}\n`, "text/csv", { accept: "text/csv" })),
      );
      expect((await Promise.all(answers.map((answer) => answer.text()))).join("")).toBe(whole);
    }),
    { numRuns: 20 },
  );
});
