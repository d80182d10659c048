import { beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { consumptionHourly } from "../../configs/datasets.ts";
import { calendarColumns } from "../../configs/hourly-scan.ts";
import { decide, type Request } from "../support/iam/evaluate.ts";
import { type RecordedRole, rolesOf } from "../support/iam/roles.ts";
import type { Recorded } from "../support/pulumi-mocks.ts";
import { recorded } from "./pipeline-fixture.ts";

vi.mock("../../infra/bundle.ts", async () => (await import("./pipeline-bundle.ts")).bundling);

/** The component, and who may do what with it. `scale-machine.test.ts` executes the state machine. */

const KEY = "arn:aws:kms:eu-south-2:000000000000:key/00000000-0000-0000-0000-000000000001";
const BUCKET = "arn:aws:s3:::spanishgas-data-dev";

let plain: Recorded;
let keyed: Recorded;
beforeAll(async () => {
  plain = await recorded({ scale: {} });
  keyed = await recorded({ scale: { scannedGbLimit: 20 }, encryption: { keyArn: KEY } });
});

describe("the workgroup", () => {
  const workgroup = (of: Recorded) => of.only("aws:athena/workgroup:Workgroup").inputs;

  test("holds every query to its settings: engine, encryption, and the most that it may scan", () => {
    expect(workgroup(plain)).toEqual({
      name: "spanishgas-dev-hourly-scan",
      description: "Sums the hourly readings of spanishgas-dev",
      forceDestroy: true,
      configuration: {
        enforceWorkgroupConfiguration: true,
        publishCloudwatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: 500 * 1024 ** 3,
        requesterPaysEnabled: false,
        engineVersion: { selectedEngineVersion: "Athena engine version 3" },
        resultConfiguration: {
          outputLocation: "s3://spanishgas-data-dev/consumption/results/",
          expectedBucketOwner: "000000000000",
          encryptionConfiguration: { encryptionOption: "SSE_S3" },
        },
      },
    });
  });

  test("encrypts as the lake does, and takes another limit", () => {
    expect(workgroup(keyed)).toMatchObject({
      configuration: {
        bytesScannedCutoffPerQuery: 20 * 1024 ** 3,
        resultConfiguration: { encryptionConfiguration: { encryptionOption: "SSE_KMS", kmsKeyArn: KEY } },
      },
    });
  });

  test("stays in prod, with what it knows of its queries", async () => {
    const prod = await recorded({ scale: {}, stack: { environment: "prod", protect: true } });
    expect(workgroup(prod)).toMatchObject({ forceDestroy: false });
  });
});

describe("the tables", () => {
  const tableSchema = z.object({
    databaseName: z.literal("spanishgas_dev_hourly_scan"),
    tableType: z.literal("EXTERNAL_TABLE"),
    parameters: z.record(z.string(), z.string()),
    partitionKeys: z.array(z.object({ name: z.string(), type: z.string() })),
    storageDescriptor: z.object({
      location: z.literal("s3://spanishgas-data-dev/consumption/"),
      inputFormat: z.string(),
      serDeInfo: z.object({ serializationLibrary: z.string() }),
      columns: z.array(z.object({ name: z.string(), type: z.string() })),
    }),
  });
  const table = (name: string) =>
    tableSchema.parse(plain.only("aws:glue/catalogTable:CatalogTable", `scale-${name}`).inputs);

  test("have the columns of the contracts", () => {
    const columnsOf = (name: string) => table(name).storageDescriptor.columns.map((each) => each.name);
    expect(columnsOf("readings")).toEqual(consumptionHourly.columns.map(({ name }) => name));
    expect(columnsOf("hour-calendar")).toEqual(calendarColumns.map(({ name }) => name));
    expect(table("readings").storageDescriptor.columns.map(({ type }) => type)).toEqual([
      "string",
      "timestamp",
      "double",
      "double",
    ]);
    expect(table("hour-calendar").storageDescriptor.columns.map(({ type }) => type)).toEqual([
      "timestamp",
      "int",
      "double",
    ]);
  });

  test.each([
    ["readings", "files", "SymlinkTextInputFormat", "ParquetHiveSerDe"],
    ["hour-calendar", "calendar", "TextInputFormat", "LazySimpleSerDe"],
  ])("%s finds a run's rows by the run's name alone", (name, folder, format, library) => {
    const { parameters, partitionKeys, storageDescriptor } = table(name);
    expect(partitionKeys).toEqual([{ name: "run", type: "string" }]);
    expect(parameters).toMatchObject({
      "projection.enabled": "true",
      "projection.run.type": "injected",
      "storage.location.template": `s3://spanishgas-data-dev/consumption/\${run}/${folder}/`,
    });
    expect(storageDescriptor.inputFormat).toMatch(new RegExp(`\\.${format}$`));
    expect(storageDescriptor.serDeInfo.serializationLibrary).toMatch(new RegExp(`\\.${library}$`));
  });
});

test("all resources of a preview are those of the update, and there is none without the setting", async () => {
  expect((await recorded({ scale: {}, preview: true })).lines()).toEqual(plain.lines());
  const without = await recorded();
  expect(without.all.filter(({ type }) => /athena|glue|Scale/.test(type))).toEqual([]);
});

test("a wrong argument is told with its path", async () => {
  await expect(recorded({ scale: { scannedGbLimit: 0.5 } })).rejects.toThrow(
    /Scale scale: one argument is wrong\.\n {2}scannedGbLimit: must be a whole number of GB/,
  );
});

describe("the roles", () => {
  let roles: ReadonlyMap<string, RecordedRole>;
  let keyedRoles: ReadonlyMap<string, RecordedRole>;
  beforeAll(() => {
    roles = rolesOf(plain.all, "000000000000");
    keyedRoles = rolesOf(keyed.all, "000000000000");
  });
  const role = (purpose: string, of = roles): RecordedRole => {
    const found = of.get(`spanishgas-dev-${purpose}-role`);
    if (found === undefined) throw new Error(`There is no role for ${purpose}.`);
    return found;
  };
  const athena = { "aws:CalledVia": ["athena.amazonaws.com"] };
  const object = (action: string, key: string, context: Request["context"] = {}): Request => ({
    action: `s3:${action}`,
    resource: `${BUCKET}/${key}`,
    context,
  });
  const reading = "deliveries/0123456789ab/consumption_hourly_2024.parquet";
  const sums = "consumption/0123456789ab-1/slots/0-0/20241231_1";

  test("the machine reads deliveries and writes sums through Athena, and never by itself", () => {
    const own = role("pipeline-machine");
    for (const [action, key] of [
      ["GetObject", reading],
      ["GetObject", "consumption/0123456789ab-1/calendar/hours.csv"],
      ["PutObject", sums],
      ["PutObject", "consumption/results/1.metadata"],
    ] as const) {
      expect(decide(own, object(action, key, athena)), `${action} ${key}`).toBe("allowed");
      expect(decide(own, object(action, key)), `${action} ${key}`).toBe("not allowed");
      const other = { "aws:CalledVia": ["cloudformation.amazonaws.com"] };
      expect(decide(own, object(action, key, other)), `${action} ${key}`).toBe("not allowed");
    }
    for (const [action, key] of [
      ["PutObject", reading],
      ["DeleteObject", sums],
      ["GetObject", "raw/consumption_hourly_2024.parquet"],
      ["GetObject", "gold/0123456789ab-1/gold_master.parquet"],
      ["GetObject", "models/0123456789ab-1/artifact/model.ubj"],
    ] as const)
      expect(decide(own, object(action, key, athena)), `${action} ${key}`).toBe("not allowed");
  });

  test("the machine runs queries in this workgroup, over these tables", () => {
    const own = role("pipeline-machine");
    const arn = (service: string, resource: string) =>
      `arn:aws:${service}:eu-south-2:000000000000:${resource}`;
    const asks = (action: string, resource: string) => decide(own, { action, resource });
    for (const action of ["StartQueryExecution", "GetQueryExecution", "StopQueryExecution"]) {
      expect(asks(`athena:${action}`, arn("athena", "workgroup/spanishgas-dev-hourly-scan"))).toBe("allowed");
      expect(asks(`athena:${action}`, arn("athena", "workgroup/primary"))).toBe("not allowed");
    }
    const table = (name: string) => arn("glue", `table/${name}`);
    expect(asks("glue:GetTable", table("spanishgas_dev_hourly_scan/readings"))).toBe("allowed");
    expect(asks("glue:GetTable", table("spanishgas_prod_hourly_scan/readings"))).toBe("not allowed");
    expect(asks("glue:UpdateTable", table("spanishgas_dev_hourly_scan/readings"))).toBe("not allowed");
    expect(asks("athena:UpdateWorkGroup", arn("athena", "workgroup/spanishgas-dev-hourly-scan"))).toBe(
      "not allowed",
    );
  });

  test("the lake's key is used by S3 for Athena alone", () => {
    const use = (context: Request["context"]): Request => ({
      action: "kms:GenerateDataKey",
      resource: KEY,
      context: {
        "kms:ViaService": ["s3.eu-south-2.amazonaws.com"],
        "kms:EncryptionContext:aws:s3:arn": [BUCKET],
        ...context,
      },
    });
    const own = role("pipeline-machine", keyedRoles);
    expect(decide(own, use({ "aws:CalledVia": ["athena.amazonaws.com", "s3.amazonaws.com"] }))).toBe(
      "allowed",
    );
    expect(decide(own, use({ "aws:CalledVia": ["s3.amazonaws.com"] }))).toBe("not allowed");
    expect(decide(own, use({}))).toBe("not allowed");
  });

  test("the bronze step reads the sums, and no other step does", () => {
    expect(decide(role("pipeline-bronze"), object("GetObject", sums))).toBe("allowed");
    expect(decide(role("pipeline-bronze"), object("PutObject", sums))).toBe("not allowed");
    for (const step of ["silver", "gold", "train", "evaluate", "score", "drift"])
      expect(decide(role(`pipeline-${step}`), object("GetObject", sums)), step).toBe("not allowed");
  });

  test("the control function writes what the query reads, and still sees no delivery", () => {
    const own = role("pipeline-control");
    expect(decide(own, object("PutObject", "consumption/0123456789ab-1/files/files.txt"))).toBe("allowed");
    expect(decide(own, object("GetObject", sums))).toBe("not allowed");
    expect(decide(own, object("GetObject", reading))).toBe("not allowed");
  });

  test("without the setting nobody reaches any of it", async () => {
    const without = rolesOf((await recorded()).all, "000000000000");
    for (const own of without.values()) {
      expect(decide(own, object("GetObject", sums, athena)), own.name).toBe("not allowed");
      expect(decide(own, object("PutObject", sums, athena)), own.name).toBe("not allowed");
    }
  });
});
