import { join } from "node:path";
import { expect } from "vitest";
import type { IsoDate } from "../../../configs/names.ts";
import { messageOf } from "../../../runtime/errors.ts";
import { Engine, literal } from "../../../runtime/table/engine.ts";
import { temporaryFolder } from "../../support/folders.ts";
import { bronzeRun, contentsOf } from "../../support/run-bronze.ts";
import { type ShareOptions, sharedBy } from "../../support/shared.ts";
import { type Row, smallDelivery, writeSmallFiles } from "../../support/small-delivery.ts";

export const CUSTOMERS = 20;

/** How the parts of the readings are written. */
export type PartFormat = "parquet" | "csv" | "csv.gz" | "ndjson" | "ndjson.gz";

const copyOptions: Readonly<Record<PartFormat, string>> = {
  parquet: "FORMAT parquet",
  csv: "FORMAT csv, HEADER, TIMESTAMPFORMAT '%Y-%m-%d %H:%M:%S'",
  "csv.gz": "FORMAT csv, HEADER, TIMESTAMPFORMAT '%Y-%m-%d %H:%M:%S', COMPRESSION gzip",
  ndjson: "FORMAT json",
  "ndjson.gz": "FORMAT json, COMPRESSION gzip",
};

/** A delivery whose readings are the results of queries, each in a part of its own. */
export async function deliveryOf(
  parts: readonly string[],
  options: { readonly format?: PartFormat; readonly costsOf?: readonly string[] } = {},
): Promise<string> {
  const { format = "parquet", costsOf } = options;
  const folder = temporaryFolder("delivery-");
  using engine = await Engine.open({ threads: 1, memoryLimitMb: 300, scratch: join(folder, ".scratch") });
  writeSmallFiles(folder, {
    ...smallDelivery(CUSTOMERS),
    ...(costsOf === undefined ? {} : { costs_by_province_month: costsOf.flatMap(costsOfMonth) }),
  });
  for (const [index, query] of parts.entries()) {
    const path = join(folder, `consumption_hourly_2024-${index + 1}.${format}`);
    await engine.run(`COPY (${query}) TO ${literal(path)} (${copyOptions[format]})`);
  }
  return folder;
}

/** Costs of all provinces: the small delivery has them only for its two months. */
function costsOfMonth(month: string): Row[] {
  return Array.from({ length: 52 }, (_, province) => ({
    month,
    province: province + 1,
    elec_var_cost_eur_kwh: 0.08,
    gas_var_cost_eur_m3: 0.7,
    peaje_elec_eur_kwh: 0.05,
  }));
}

/** What the bronze step has written and said, or how it ended. */
export type Outcome =
  | { readonly facts: object; readonly bronze: object; readonly quarantine: object }
  | { readonly error: string; readonly message: string; readonly location: unknown };

async function outcome(
  delivery: string,
  options: { readonly asOf?: IsoDate | null; readonly today?: IsoDate; readonly consumption?: string },
): Promise<Outcome> {
  const run = bronzeRun(delivery);
  const { asOf, ...rest } = options;
  try {
    const { readings_summed_by: _who, ...facts } = await run.run({
      ...rest,
      ...(asOf === undefined || asOf === null ? {} : { asOf }),
    });
    return { facts, bronze: contentsOf(run.bronze), quarantine: contentsOf(run.quarantine) };
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown.name : "?";
    const location = thrown instanceof Error && "location" in thrown ? thrown.location : undefined;
    return { error, message: messageOf(thrown), location };
  }
}

/** One machine reads the whole delivery. */
export function alone(
  delivery: string,
  options: Pick<ShareOptions, "asOf" | "today"> = {},
): Promise<Outcome> {
  return outcome(delivery, options);
}

/** Several machines share the readings, and the step merges what they have made. */
export async function together(delivery: string, options: ShareOptions): Promise<Outcome> {
  const { others, consumption } = await sharedBy(delivery, options);
  const { asOf, today } = options;
  return outcome(others, {
    consumption,
    ...(asOf === undefined ? {} : { asOf }),
    ...(today === undefined ? {} : { today }),
  });
}

/** An outcome with tables, for facts that the test knows. */
export function factsOf(outcome: Outcome): object {
  expect("message" in outcome ? outcome.message : "").toBe("");
  expect(outcome).toHaveProperty("facts");
  return "facts" in outcome ? outcome.facts : {};
}
