import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkDelivery } from "../../runtime/bronze/check-delivery.ts";
import { Engine, literal } from "../../runtime/table/engine.ts";
import { temporaryFolder } from "../support/folders.ts";
import { csvOf, smallDelivery, smallReadings, writeSmallFiles } from "../support/small-delivery.ts";

const files = smallDelivery(120);

async function delivery(): Promise<{ folder: string; scratch: string }> {
  const folder = temporaryFolder("check-");
  const scratch = temporaryFolder("check-");
  writeSmallFiles(folder, files);
  using engine = await Engine.open({ threads: 1, memoryLimitMb: 300, scratch });
  const target = literal(join(folder, "consumption_hourly_2024.parquet"));
  await engine.run(`COPY (${smallReadings(120)}) TO ${target} (FORMAT parquet)`);
  return { folder, scratch };
}

const limits = { threads: 1, memoryLimitMb: 300 };

describe("checkDelivery", () => {
  it("accepts a faultless delivery and leaves it as it was", async () => {
    const { folder, scratch } = await delivery();
    const before = readdirSync(folder);
    const check = await checkDelivery(folder, { ...limits, scratch });
    expect(check).toMatchObject({ accepted: true, findings: [] });
    expect(check.datasets.map(({ dataset, rows_read }) => [dataset, rows_read])).toEqual([
      ["churn_label", 120],
      ["consumption_hourly_2024", 120 * 61 * 24],
      ["costs_by_province_month", 104],
      ["customer_attributes", 120],
      ["customer_contracts", 120],
      ["customer_interactions", 72],
      ["price_history", 240],
    ]);
    expect(readdirSync(folder)).toEqual(before);
  });

  it("lists the faults of every file at once, rejected rows and notes after them", async () => {
    const { folder, scratch } = await delivery();
    rmSync(join(folder, "costs_by_province_month.csv"));
    writeFileSync(join(folder, "customer_contracts.csv"), "");
    writeFileSync(join(folder, "price_history.csv"), csvOf(files.price_history).replaceAll(",", ";"));
    writeFileSync(
      join(folder, "churn_label.csv"),
      csvOf(files.churn_label)
        .replace("C00005,0", "C00005,maybe")
        .replaceAll("\n", ",x\n")
        .replace(",x", ",remark"),
    );
    const check = await checkDelivery(folder, { ...limits, scratch });
    expect(check.accepted).toBe(false);
    expect(check.findings.map(({ severity, file, line }) => [severity, file, line])).toEqual([
      ["error", "customer_contracts.csv", undefined],
      ["error", "costs_by_province_month.csv", undefined],
      ["error", "price_history.csv", 1],
      ["quarantined", "churn_label.csv", 6],
      ["note", undefined, undefined],
    ]);
    expect(check.findings.at(-2)?.message).toBe('churn_label.csv, line 6: churn "maybe" is not 0 or 1.');
    expect(check.findings.at(-1)?.message).toBe(
      "churn_label.csv has columns that no contract knows and that were not read: remark.",
    );
  });

  it("says so when the folder does not exist", async () => {
    const scratch = temporaryFolder("check-");
    const check = await checkDelivery(join(scratch, "nowhere"), { ...limits, scratch });
    expect(check.findings).toMatchObject([
      { severity: "error", message: expect.stringContaining("does not exist") },
    ]);
  });
});
