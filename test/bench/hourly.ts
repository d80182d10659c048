/**
 * The hourly aggregation as the bronze step does it, all checks included, on one file of readings: Parquet, or CSV, which
 * is converted first. Arguments: FILE THREADS SCRATCH [MASTER]
 */
import { steps } from "../../configs/pipeline.ts";
import { aggregateReadings } from "../../runtime/bronze/hourly/index.ts";
import { Quarantine } from "../../runtime/bronze/quarantine.ts";
import { today } from "../../runtime/bronze/today.ts";
import { Engine, literal } from "../../runtime/table/engine.ts";
import { reportCost } from "./process-cost.ts";

const [file = "", threads = "2", scratch = "", master = file] = process.argv.slice(2);
const { memoryLimitMb } = steps.bronze;

using engine = await Engine.open({ threads: Number(threads), memoryLimitMb, scratch });
// In a run the master comes from another file: finding the customers here is no part of the measured work.
await engine.run(
  `CREATE TEMP TABLE master AS SELECT DISTINCT customer_id FROM read_parquet(${literal(master)})`,
);
await reportCost(async () => {
  await aggregateReadings(engine, {
    files: [file],
    format: file.endsWith(".csv") ? "csv" : "parquet",
    timezone: "Europe/Madrid",
    asOf: null,
    customersTable: "master",
    quarantine: new Quarantine(engine),
    progress: () => undefined,
    today: today(),
  });
});
