import { arnOf, type Stack } from "../stack.ts";
import { HOUR_CALENDAR, READINGS } from "./query.ts";

/** Physical names of what queries run in and read, and the ARNs that policies need before it exists. */
export function scanNames(stack: Stack) {
  const workgroup = `${stack.prefix}-hourly-scan`;
  // Athena takes no hyphens in the name of a database.
  const database = `${stack.prefix.replaceAll("-", "_")}_hourly_scan`;
  const glue = (resource: string) => arnOf(stack, "glue", resource);
  return {
    workgroup,
    database,
    workgroupArn: arnOf(stack, "athena", `workgroup/${workgroup}`),
    /** The account's catalogue of tables, as Athena calls it and as Glue does. */
    dataCatalogArn: arnOf(stack, "athena", "datacatalog/AwsDataCatalog"),
    catalogArn: glue("catalog"),
    databaseArn: glue(`database/${database}`),
    tableArns: [READINGS, HOUR_CALENDAR].map((table) => glue(`table/${database}/${table}`)),
  };
}
