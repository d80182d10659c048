import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AlarmDefinition, Chart } from "./alerts/alarm.ts";
import { Component, type Fault, throwIfAny } from "./component.ts";
import { keyFaults } from "./iam/key-arn.ts";
import type { Role } from "./iam/role.ts";
import type { ScopedStatement } from "./iam/statement.ts";
import { manifestAlarms, manifestCharts } from "./manifest/watch.ts";
import type { Stack } from "./stack.ts";

/** What a manifest may be told. */
export interface ManifestArgs {
  readonly stack: Stack;
  /**
   * What the table rests under: a key of AWS that costs nothing and nobody sees, or a key that exists. The table holds
   * names of files and states of runs, and no customer's data.
   * @default "aws"
   */
  readonly encryption?: "aws" | { readonly keyArn: string };
}

/** The index that answers "which runs are running, failed, done, latest first" without reading the table. */
export const RUNS_BY_STATE = "runs-by-state";
/** Seconds since 1970 after which DynamoDB deletes an item, at its leisure. Items without it stay. */
export const EXPIRES_AT = "expires_at";
/** As far back as the table can be brought, in days: the most that AWS offers. */
const RECOVERY_DAYS = 35;

/**
 * The pipeline's books: which delivery was seen, which run is where, who holds the lease.
 *
 * @example
 * const manifest = new Manifest("manifest", { stack });
 * manifest.grantReadWrite(triggerRole);
 * manifest.grantRead(dashboardRole);
 */
export class Manifest extends Component {
  readonly tableName: pulumi.Output<string>;
  readonly tableArn: pulumi.Output<string>;
  readonly alarms: readonly AlarmDefinition[];
  readonly charts: readonly Chart[];
  readonly nodes: { readonly table: aws.dynamodb.Table };
  readonly #keyUse: readonly ScopedStatement[];

  constructor(name: string, args: ManifestArgs, opts?: pulumi.ComponentResourceOptions) {
    super("index", "Manifest", name, opts);
    throwIfAny(`Manifest ${name}`, manifestFaults(args));
    const { stack, encryption = "aws" } = args;
    const tableName = `${stack.prefix}-pipeline-manifest`;

    const table = this.#createTable(name, tableName, stack, encryption);
    this.#keyUse = keyUse(stack, tableName, encryption);

    this.nodes = { table };
    this.tableName = table.name;
    this.tableArn = table.arn;
    this.alarms = manifestAlarms(tableName);
    this.charts = manifestCharts(tableName);
    this.registerOutputs({ tableName: this.tableName, tableArn: this.tableArn });
  }

  /** Allows to read items by their key and to query the table and its index; never to scan. */
  grantRead(role: Role): void {
    role.allow("read-manifest", [...this.#reading(), ...this.#keyUse]);
  }

  /** Allows to read, and to write single items: under conditions, or several in one transaction. */
  grantReadWrite(role: Role): void {
    role.allow("write-manifest", [
      ...this.#reading(),
      {
        sid: "WriteItems",
        actions: [
          "dynamodb:ConditionCheckItem",
          "dynamodb:DeleteItem",
          "dynamodb:PutItem",
          "dynamodb:UpdateItem",
        ],
        resources: [this.tableArn],
      },
      ...this.#keyUse,
    ]);
  }

  #createTable(
    name: string,
    tableName: string,
    stack: Stack,
    encryption: NonNullable<ManifestArgs["encryption"]>,
  ): aws.dynamodb.Table {
    return new aws.dynamodb.Table(
      name,
      {
        name: tableName,
        billingMode: "PAY_PER_REQUEST",
        hashKey: "pk",
        rangeKey: "sk",
        attributes: [
          { name: "pk", type: "S" },
          { name: "sk", type: "S" },
          { name: "state", type: "S" },
          { name: "started_at", type: "S" },
        ],
        globalSecondaryIndexes: [
          {
            name: RUNS_BY_STATE,
            keySchemas: [
              { attributeName: "state", keyType: "HASH" },
              { attributeName: "started_at", keyType: "RANGE" },
            ],
            // Runs are few and small: a list of them costs one query instead of one more read per run. What is
            // projected cannot be changed later without a new index.
            projectionType: "ALL",
          },
        ],
        ttl: { attributeName: EXPIRES_AT, enabled: true },
        pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: RECOVERY_DAYS },
        deletionProtectionEnabled: stack.protect,
        ...(encryption === "aws"
          ? {}
          : { serverSideEncryption: { enabled: true, kmsKeyArn: encryption.keyArn } }),
      },
      this.child({ protect: stack.protect }),
    );
  }

  #reading(): readonly ScopedStatement[] {
    return [
      { sid: "ReadItems", actions: ["dynamodb:GetItem"], resources: [this.tableArn] },
      {
        sid: "QueryItems",
        actions: ["dynamodb:Query"],
        resources: [this.tableArn, pulumi.interpolate`${this.tableArn}/index/${RUNS_BY_STATE}`],
      },
    ];
  }
}

/** DynamoDB opens the table's key in the name of whoever asks, so each of them needs this much of it. */
function keyUse(
  stack: Stack,
  tableName: string,
  encryption: NonNullable<ManifestArgs["encryption"]>,
): readonly ScopedStatement[] {
  if (encryption === "aws") return [];
  return [
    {
      sid: "UseKeyThroughDynamoDb",
      actions: ["kms:Decrypt"],
      resources: [encryption.keyArn],
      conditions: {
        StringEquals: {
          "kms:ViaService": `dynamodb.${stack.region}.amazonaws.com`,
          "kms:EncryptionContext:aws:dynamodb:tableName": tableName,
        },
      },
    },
  ];
}

function manifestFaults({ stack, encryption = "aws" }: ManifestArgs): readonly Fault[] {
  return encryption === "aws" ? [] : keyFaults("encryption.keyArn", encryption.keyArn, stack);
}
