import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Column } from "../../configs/contract.ts";
import { consumptionHourly } from "../../configs/datasets.ts";
import { calendarColumns, scanFolders } from "../../configs/hourly-scan.ts";
import { places } from "../../configs/pipeline.ts";
import { HOUR_CALENDAR, READINGS, RUN } from "./query.ts";

type TableColumn = aws.types.input.glue.CatalogTableStorageDescriptorColumn;

/** How a table's rows lie in its files. */
interface Layout {
  readonly inputFormat: string;
  readonly outputFormat: string;
  readonly serializationLibrary: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** For other programs that look at the catalogue. */
  readonly classification: string;
}

/** A table that the query reads: its columns, and where a run's rows lie below the run's folder. */
export interface ScanTable {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly TableColumn[];
  readonly folder: string;
  readonly layout: Layout;
}

/** The readings lie in the frozen delivery beside files of other kinds, so that a list says which are theirs. */
const listedParquet: Layout = {
  inputFormat: "org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat",
  outputFormat: "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
  serializationLibrary: "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
  parameters: {},
  classification: "parquet",
};

const commaSeparated: Layout = {
  inputFormat: "org.apache.hadoop.mapred.TextInputFormat",
  outputFormat: "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
  serializationLibrary: "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
  parameters: { "field.delim": "," },
  classification: "csv",
};

/** The two tables, with the columns of the contracts. */
export const scanTables: readonly ScanTable[] = [
  {
    name: READINGS,
    description: consumptionHourly.description,
    columns: consumptionHourly.columns.map(({ name, type, description }) => ({
      name,
      type: typeOf(type),
      comment: description,
    })),
    folder: scanFolders.files,
    layout: listedParquet,
  },
  {
    name: HOUR_CALENDAR,
    description: "The hours that readings may have, each with its slot and its tally.",
    columns: calendarColumns.map(({ name, type }) => ({ name, type: type === "integer" ? "int" : type })),
    folder: scanFolders.calendar,
    layout: commaSeparated,
  },
];

/** A column's type in the catalogue. @throws Error for a type that no column of the readings has */
function typeOf(type: Column["type"]): string {
  switch (type) {
    case "text":
      return "string";
    case "number":
      return "double";
    case "timestamp":
      return "timestamp";
    default:
      throw new Error(`A column of type ${type} has no type in the catalogue yet.`);
  }
}

/** What makes a table of a bucket: each run is a partition, and its name alone says where that lies. */
export function tableInputs(
  { layout, columns, folder }: ScanTable,
  bucket: pulumi.Input<string>,
): Pick<aws.glue.CatalogTableArgs, "tableType" | "parameters" | "partitionKeys" | "storageDescriptor"> {
  const runs = pulumi.interpolate`s3://${bucket}/${places.consumption.replace("<run>/", "")}`;
  return {
    tableType: "EXTERNAL_TABLE",
    parameters: {
      EXTERNAL: "TRUE",
      classification: layout.classification,
      "projection.enabled": "true",
      [`projection.${RUN}.type`]: "injected",
      "storage.location.template": pulumi.interpolate`${runs}${`\${${RUN}}`}/${folder}/`,
    },
    partitionKeys: [{ name: RUN, type: "string", comment: "The run: every query names one." }],
    storageDescriptor: {
      location: runs,
      inputFormat: layout.inputFormat,
      outputFormat: layout.outputFormat,
      serDeInfo: { serializationLibrary: layout.serializationLibrary, parameters: layout.parameters },
      columns: [...columns],
    },
  };
}
