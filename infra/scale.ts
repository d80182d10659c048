import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { ScanBinding } from "../configs/scan-states.ts";
import { Component, throwIfAny } from "./component.ts";
import type { DataLake, Prefix } from "./data-lake.ts";
import type { Role } from "./iam/role.ts";
import { scanBinding } from "./scale/binding.ts";
import { scaleFaults } from "./scale/faults.ts";
import { scanNames } from "./scale/names.ts";
import { scanTables, tableInputs } from "./scale/tables.ts";
import type { Stack } from "./stack.ts";

/** What a scale may be told. */
export interface ScaleArgs {
  readonly stack: Stack;
  readonly lake: Pick<DataLake, "bucketName" | "keyArn" | "grantQueries">;
  /**
   * Who sums the hourly readings of a run before the bronze step.
   * @default "athena", the only one there is
   */
  readonly hourlyScan?: "athena";
  /**
   * The most that one query may scan, in GB, before it is ended: a mistake must not cost more. Athena bills what it
   * scans, at 5 US dollars a TB or a little more.
   * @default 500
   */
  readonly scannedGbLimit?: number;
}

const DEFAULT_LIMIT_GB = 500;
const BYTES_PER_GB = 1024 ** 3;

/**
 * For readings that outgrow one machine: Amazon Athena sums them, by the very statement that the bronze step would run,
 * and the step takes the sums.
 *
 * @example
 * const scale = new Scale("scale", { stack, lake, scannedGbLimit: 200 });
 * new Pipeline("pipeline", { stack, lake, …, scale });
 *
 * Each run is a partition of two tables, found by its name: no crawler, and nothing to register. The tables hold no data,
 * so that removing the component loses none; the runs' folders in the lake are deleted by age.
 *
 * @throws pulumi.RunError that lists all wrong arguments
 */
export class Scale extends Component {
  readonly workgroupName: pulumi.Output<string>;
  readonly databaseName: pulumi.Output<string>;
  readonly nodes: {
    readonly workgroup: aws.athena.Workgroup;
    readonly database: aws.glue.CatalogDatabase;
    readonly tables: readonly aws.glue.CatalogTable[];
  };
  readonly #args: ScaleArgs;

  constructor(name: string, args: ScaleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("index", "Scale", name, opts);
    throwIfAny(`Scale ${name}`, scaleFaults(args));
    this.#args = args;

    const workgroup = this.#createWorkgroup(name);
    const database = this.#createDatabase(name);
    const tables = this.#createTables(name, database);

    this.nodes = { workgroup, database, tables };
    this.workgroupName = workgroup.name;
    this.databaseName = database.name;
    this.registerOutputs({ workgroupName: this.workgroupName, databaseName: this.databaseName });
  }

  /** The query as a state of the state machine. */
  get scan(): pulumi.Output<ScanBinding> {
    return pulumi
      .all([this.workgroupName, this.databaseName, this.#args.lake.bucketName])
      .apply(([workgroup, database, bucket]) => scanBinding({ workgroup, database, bucket }));
  }

  /**
   * Allows to run the query. Athena acts in the caller's name, so that the role may read the deliveries and write the
   * sums: through Athena, and never by itself.
   */
  grantScan(role: Role): void {
    const { stack, lake } = this.#args;
    const { workgroupArn, dataCatalogArn, catalogArn, databaseArn, tableArns } = scanNames(stack);
    role.allow("query-readings", [
      {
        sid: "RunQueries",
        actions: ["athena:GetQueryExecution", "athena:StartQueryExecution", "athena:StopQueryExecution"],
        resources: [workgroupArn],
      },
      { sid: "FindCatalogue", actions: ["athena:GetDataCatalog"], resources: [dataCatalogArn] },
      {
        sid: "LookUpTables",
        actions: ["glue:GetDatabase", "glue:GetPartitions", "glue:GetTable"],
        resources: [catalogArn, databaseArn, ...tableArns],
      },
    ]);
    lake.grantQueries(role, { read: ["deliveries/", "consumption/"], write: ["consumption/"] });
  }

  #createWorkgroup(name: string): aws.athena.Workgroup {
    const { stack, lake, scannedGbLimit = DEFAULT_LIMIT_GB } = this.#args;
    return new aws.athena.Workgroup(
      `${name}-workgroup`,
      {
        name: scanNames(stack).workgroup,
        description: `Sums the hourly readings of ${stack.prefix}`,
        // What is kept of its queries goes with it: their texts hold no data.
        forceDestroy: !stack.protect,
        configuration: {
          // A query cannot choose other settings for itself.
          enforceWorkgroupConfiguration: true,
          publishCloudwatchMetricsEnabled: true,
          bytesScannedCutoffPerQuery: scannedGbLimit * BYTES_PER_GB,
          requesterPaysEnabled: false,
          engineVersion: { selectedEngineVersion: "Athena engine version 3" },
          resultConfiguration: {
            outputLocation: pulumi.interpolate`s3://${lake.bucketName}/${RESULTS}`,
            expectedBucketOwner: stack.accountId,
            encryptionConfiguration:
              lake.keyArn === undefined
                ? { encryptionOption: "SSE_S3" }
                : { encryptionOption: "SSE_KMS", kmsKeyArn: lake.keyArn },
          },
        },
      },
      this.child(),
    );
  }

  #createDatabase(name: string): aws.glue.CatalogDatabase {
    const { stack } = this.#args;
    return new aws.glue.CatalogDatabase(
      `${name}-database`,
      { name: scanNames(stack).database, description: `What ${stack.prefix} queries of its hourly readings` },
      this.child(),
    );
  }

  #createTables(name: string, database: aws.glue.CatalogDatabase): aws.glue.CatalogTable[] {
    return scanTables.map(
      (table) =>
        new aws.glue.CatalogTable(
          `${name}-${table.name.replaceAll("_", "-")}`,
          {
            name: table.name,
            databaseName: database.name,
            description: table.description,
            ...tableInputs(table, this.#args.lake.bucketName),
          },
          this.child(),
        ),
    );
  }
}

/** Where Athena keeps what it notes of a query: beside the runs' folders, and deleted by age like them. */
const RESULTS = "consumption/results/" satisfies Prefix;
