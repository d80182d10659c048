import type { ScanBinding } from "../../configs/scan-states.ts";
import { unloadExpression } from "./query.ts";
import { queryRetriers, unreadableFiles } from "./query-retriers.ts";

/** Athena gives a query 30 minutes, unless the account's quota says more, and lets it wait for its turn before. */
const TIMEOUT_SECONDS = 3600;

/** The query as a state of the state machine, which waits for its end. */
export function scanBinding(at: {
  readonly workgroup: string;
  readonly database: string;
  readonly bucket: string;
}): ScanBinding {
  return {
    by: "athena",
    query: {
      Resource: "arn:aws:states:::athena:startQueryExecution.sync",
      Parameters: {
        "QueryString.$": unloadExpression(at.database, at.bucket),
        QueryExecutionContext: { Catalog: "AwsDataCatalog", Database: at.database },
        WorkGroup: at.workgroup,
      },
    },
    timeoutSeconds: TIMEOUT_SECONDS,
    retriers: queryRetriers,
    unreadable: unreadableFiles,
  };
}
