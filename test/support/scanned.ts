import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { scanFiles, scanFolders } from "../../configs/hourly-scan.ts";
import { deliveryId, type IsoDate, runId } from "../../configs/names.ts";
import { scanSql } from "../../infra/scale/query.ts";
import { prepareScan } from "../../runtime/control/prepare-scan.ts";
import { Engine, literal } from "../../runtime/table/engine.ts";
import { temporaryFolder } from "./folders.ts";

/** What a query service makes of a run's readings: the statement that is sent, run by DuckDB in its place. */

const RUN = runId("0123456789ab-1");
const DATABASE = "spanishgas_dev_scan";

/** How the stand-in is asked. */
export interface ScanOptions {
  readonly today: IsoDate;
  readonly asOf: IsoDate | null;
  /** @default "0-0" */
  readonly attempt?: string;
  /** Reads these files instead of those that were listed. */
  readonly reads?: readonly string[];
}

/** The place `consumption` of a run after the query: a folder that the bronze step can be given. */
export async function scannedBy(files: readonly string[], options: ScanOptions): Promise<string> {
  const folder = temporaryFolder("consumption-");
  const prefix = `consumption/${RUN}/`;
  const write = async (key: string, text: string) => {
    const path = join(folder, key.slice(prefix.length));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return "etag";
  };
  const request = { mode: "auto", asOf: options.asOf, experiment: "E5_full", seed: 42 } as const;
  const scanner = await prepareScan(
    { location: "s3://spanishgas-data-dev", write },
    {
      run: { id: RUN, delivery: deliveryId("0123456789ab"), request },
      files: files.map((_, index) => ({
        name: `consumption_hourly_2024/part-${index}.parquet`,
        bytes: 1,
        digest: "d",
      })),
      today: options.today,
    },
  );
  if (scanner === "athena") await query(folder, options.reads ?? files, options.attempt ?? "0-0");
  return folder;
}

/** Runs the statement, over views that stand for the two tables. */
async function query(folder: string, files: readonly string[], attempt: string): Promise<void> {
  using engine = await Engine.open({ threads: 2, memoryLimitMb: 300, scratch: join(folder, ".scratch") });
  const target = join(folder, scanFolders.slots, attempt);
  mkdirSync(target, { recursive: true });
  await engine.run(
    `ATTACH ':memory:' AS catalog; USE catalog; CREATE SCHEMA ${DATABASE};
     CREATE VIEW ${DATABASE}.readings AS SELECT '${RUN}' AS run, *
       FROM read_parquet([${files.map(literal).join(", ")}], union_by_name = true);
     CREATE VIEW ${DATABASE}.hour_calendar AS SELECT '${RUN}' AS run, *
       FROM read_csv(${literal(join(folder, scanFiles.calendar))}, auto_detect = false, header = false,
         columns = {starts_at: 'TIMESTAMP', slot: 'INTEGER', tally: 'DOUBLE'})`,
  );
  // In several files, as a cluster writes them, and in no order.
  await engine.run(
    `COPY (SELECT * FROM (${scanSql(DATABASE, RUN)}) WHERE hash(customer_id, slot) % 2 = 0)
       TO ${literal(join(target, "20241231_1"))} (FORMAT parquet);
     COPY (SELECT * FROM (${scanSql(DATABASE, RUN)}) WHERE hash(customer_id, slot) % 2 = 1)
       TO ${literal(join(target, "20241231_2"))} (FORMAT parquet)`,
  );
}
