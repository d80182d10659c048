/**
 * The decode floor of a file of readings: what the engine needs merely to read every value once.
 * Arguments: FILE THREADS SCRATCH
 */
import { steps } from "../../configs/pipeline.ts";
import { Engine, literal } from "../../runtime/table/engine.ts";
import { reportCost } from "./process-cost.ts";

const [file = "", threads = "2", scratch = ""] = process.argv.slice(2);
const { memoryLimitMb } = steps.bronze;

using engine = await Engine.open({ threads: Number(threads), memoryLimitMb, scratch });
await reportCost(async () => {
  await engine.row(
    `SELECT count(*), max(customer_id), max(timestamp), sum(consumption_elec_kwh), sum(consumption_gas_m3)
     FROM read_parquet(${literal(file)})`,
  );
});
