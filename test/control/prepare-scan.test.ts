import { describe, expect, test } from "vitest";
import type { ControlCall } from "../../configs/functions.ts";
import { scanFiles } from "../../configs/hourly-scan.ts";
import { runId } from "../../configs/names.ts";
import { control } from "../../runtime/control/control.ts";
import { trigger } from "../../runtime/trigger/trigger.ts";
import { batchOf, newCloud, wholeDelivery } from "../support/cloud.ts";

/** The first task of a run whose readings are summed by a query, on buckets and tables of this machine. */

async function resolved(
  readings: Readonly<Record<string, string>>,
  prepared: Pick<ControlCall, "prepareScan" | "machines"> = { prepareScan: "athena" },
) {
  const cloud = await newCloud();
  const { "consumption_hourly.csv": _none, "consumption_hourly_2024.csv": _too, ...rest } = wholeDelivery;
  await cloud.upload({ ...rest, ...readings });
  await trigger(cloud.trigger, batchOf(cloud.bucket, ["raw/churn_label.csv"]));
  const id = runId([...cloud.fake.executions.keys()].at(-1) ?? "");
  const execution = JSON.parse(cloud.fake.executions.get(id)?.input ?? "");
  const plan = () => control(cloud.control, { state: "ResolveDelivery", execution, ...prepared });
  const text = async (file: string) => (await cloud.lake.read(`consumption/${id}/${file}`))?.text;
  return { cloud, id, plan, text, frozen: `s3://${cloud.bucket}/deliveries/${id.replace(/-1$/, "")}` };
}

describe("a run whose readings are summed by a query", () => {
  test("lists the frozen files of the readings, and no others, and writes the hours", async () => {
    const { plan, text, frozen } = await resolved({
      "consumption_hourly_2024/part-1.parquet": "rows",
      "consumption_hourly_2024/part-2.parquet": "more rows",
    });
    expect(await plan()).toMatchObject({ mode: "train", champion: { exists: false }, scanner: "athena" });
    expect(await text(scanFiles.files)).toBe(
      `${frozen}/consumption_hourly_2024/part-1.parquet\n${frozen}/consumption_hourly_2024/part-2.parquet\n`,
    );
    const hours = (await text(scanFiles.calendar))?.trimEnd().split("\n") ?? [];
    expect(hours[0]).toMatch(/^2000-01-01 00:00:00,\d+,\d{13}$/);
    expect(hours.at(-1)).toContain(`${new Date().toISOString().slice(0, 10)} 23:00:00,`);
    expect(new Set(hours.map((line) => line.split(",")[0])).size).toBe(hours.length);
  });

  test("says the same when it is asked again", async () => {
    const { plan, text } = await resolved({ "consumption_hourly_2024.parquet": "rows" });
    const first = await plan();
    const hours = await text(scanFiles.calendar);
    expect(await plan()).toEqual(first);
    expect(await text(scanFiles.calendar)).toBe(hours);
  });

  test.each([
    "consumption_hourly_2024.csv",
    "consumption_hourly_2024.ndjson.gz",
    "consumption_hourly_2024/part 1.parquet",
  ])("leaves %s to the bronze step, and says why where the job looks", async (name) => {
    const { plan, text } = await resolved({ [name]: "rows" });
    expect(await plan()).toMatchObject({ scanner: "bronze" });
    expect(await text(scanFiles.reason)).toBe(`${name} is no Parquet file by its name.\n`);
    expect(await text(scanFiles.calendar)).toBeUndefined();
  });
});

test("a run without a query writes none of it", async () => {
  const { plan, cloud, id } = await resolved({ "consumption_hourly_2024.parquet": "rows" }, {});
  expect(await plan()).not.toHaveProperty("scanner");
  expect(await cloud.lake.exists(`consumption/${id}/`)).toBe(false);
});

describe("a run whose readings are shared between machines", () => {
  const parts = Object.fromEntries(
    ["part-1.csv", "part 2.csv", "part-3.csv"].map((name) => [`consumption_hourly_2024/${name}`, "rows"]),
  );

  test("lists the readings apart from all other files, as SageMaker takes it", async () => {
    const { plan, text, frozen } = await resolved(parts, { prepareScan: "shards", machines: 8 });
    const day = new Date().toISOString().slice(0, 10);
    expect(await plan()).toMatchObject({ mode: "train", scanner: "shards", machines: 3, today: day });
    const readings = JSON.parse((await text(scanFiles.readingsManifest)) ?? "");
    const others = JSON.parse((await text(scanFiles.othersManifest)) ?? "");
    expect(readings).toEqual([{ prefix: `${frozen}/` }, ...Object.keys(parts).sort()]);
    expect(others[0]).toEqual({ prefix: `${frozen}/` });
    expect(others.slice(1).sort()).toEqual(
      Object.keys(wholeDelivery)
        .filter((name) => !name.startsWith("consumption_hourly"))
        .sort(),
    );
  });

  test("takes no more machines than it may", async () => {
    const { plan } = await resolved(parts, { prepareScan: "shards", machines: 2 });
    expect(await plan()).toMatchObject({ scanner: "shards", machines: 2 });
  });

  test("leaves a single file to the bronze step, and lists nothing", async () => {
    const one = { "consumption_hourly_2024.parquet": "rows" };
    const { plan, cloud, id } = await resolved(one, { prepareScan: "shards", machines: 8 });
    expect(await plan()).toMatchObject({ scanner: "bronze", machines: 1 });
    expect(await cloud.lake.exists(`consumption/${id}/`)).toBe(false);
  });
});
