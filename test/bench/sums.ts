/**
 * Sums of several machines, put together: each file holds what the statement makes of a part of the readings, and what is
 * measured reads and adds them up, as a bronze step does that is given them. Arguments: FOLDER THREADS SCRATCH
 */
import { steps } from "../../configs/pipeline.ts";
import { Engine, literal } from "../../runtime/table/engine.ts";
import { reportCost } from "./process-cost.ts";

const [folder = "", threads = "2", scratch = ""] = process.argv.slice(2);
const { memoryLimitMb } = steps.bronze;

using engine = await Engine.open({ threads: Number(threads), memoryLimitMb, scratch });
await reportCost(async () => {
  await engine.run(
    `CREATE TEMP TABLE slot_consumption AS
     SELECT customer_id, slot, sum(tally) AS tally, sum(hours)::BIGINT AS hours, sum(elec) AS elec, sum(gas) AS gas
     FROM read_parquet(${literal(`${folder}/*.parquet`)}) GROUP BY customer_id, slot`,
  );
});
