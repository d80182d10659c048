import { at, calls, type Needs, text } from "../provider-needs.ts";

/** What AWS's provider calls for workgroups of Athena and for the catalogue of tables. */
export const queries: Readonly<Record<string, Needs>> = {
  "aws:athena/workgroup:Workgroup": (resource, place) =>
    calls(
      "athena",
      `CreateWorkGroup GetWorkGroup UpdateWorkGroup DeleteWorkGroup ListTagsForResource TagResource UntagResource`,
      [at(place, "athena", `workgroup/${text(resource, "name")}`)],
    ),
  "aws:glue/catalogDatabase:CatalogDatabase": (resource, place) => [
    ...calls("glue", "CreateDatabase GetDatabase UpdateDatabase DeleteDatabase", [
      at(place, "glue", "catalog"),
      at(place, "glue", `database/${text(resource, "name")}`),
    ]),
    ...calls("glue", "GetTags TagResource UntagResource", [
      at(place, "glue", `database/${text(resource, "name")}`),
    ]),
  ],
  "aws:glue/catalogTable:CatalogTable": (resource, place) => {
    const database = text(resource, "databaseName");
    return calls("glue", "CreateTable GetTable GetPartitionIndexes UpdateTable DeleteTable", [
      at(place, "glue", "catalog"),
      at(place, "glue", `database/${database}`),
      at(place, "glue", `table/${database}/${text(resource, "name")}`),
    ]);
  },
};
