import aslValidator from "asl-validator";
import { describe, expect, test } from "vitest";
import type { Json } from "../../configs/asl.ts";
import { cloudStateMachine, type MachineFacts } from "../../infra/pipeline/definition.ts";
import { scanBinding } from "../../infra/scale/binding.ts";
import { unloadSql } from "../../infra/scale/query.ts";
import { machineFacts, play, type Script, ServiceError } from "../support/cloud-machine.ts";

/** The state machine of a stack whose readings are summed by queries: looked at, and executed. */

const at = { workgroup: "spanishgas-dev-hourly-scan", database: "spanishgas_dev_hourly_scan" };
const facts: MachineFacts = {
  ...machineFacts,
  scan: scanBinding({ ...at, bucket: machineFacts.bucket }),
};

test("the definition is valid Amazon States Language, and every way leads to a state", () => {
  const definition = cloudStateMachine(facts);
  const { errorsText } = aslValidator(structuredClone(definition), { checkPaths: true, checkArn: true });
  expect(errorsText("\n")).toBe("");
  const { StartAt, States } = definition;
  const targets = [...JSON.stringify(States).matchAll(/"(?:Next|Default)":"(\w+)"/g)].map(([, to]) => to);
  expect(new Set([StartAt, ...targets])).toEqual(new Set(Object.keys(States)));
});

test("without queries, not a byte of the machine knows of them", () => {
  const text = JSON.stringify(cloudStateMachine(machineFacts));
  expect(text).not.toMatch(/athena|HourlyScan|WhoScans|prepareScan|scanner|consumption\//i);
});

test("with queries, only the first task's call and way and the bronze jobs' inputs differ", () => {
  const plain: Readonly<Record<string, unknown>> = cloudStateMachine(machineFacts).States;
  const changed = Object.entries(cloudStateMachine(facts).States)
    .filter(([name, state]) => JSON.stringify(state) !== JSON.stringify(plain[name]))
    .map(([name]) => name);
  expect(changed.sort()).toEqual([
    "Bronze",
    "BronzeAgain",
    "HourlyScan",
    "HourlyScanFault",
    "ResolveDelivery",
    "WhoScans",
  ]);
});

const planned = (scanner: "athena" | "bronze"): Json => ({
  StatusCode: 200,
  ExecutedVersion: "$LATEST",
  Payload: { mode: "train", champion: { exists: false, version: "none" }, seen: null, scanner },
});
const queryFailed = (reason: string) =>
  new ServiceError(
    "States.TaskFailed",
    JSON.stringify({ QueryExecution: { Status: { State: "FAILED", StateChangeReason: reason } } }),
  );

const run = (script: Script, redriveCount = 0) =>
  play({ ResolveDelivery: [planned("athena")], ...script }, redriveCount, facts);

/** The text that Athena is sent by a call. */
function sent(parameters: Json | undefined): Json | undefined {
  return typeof parameters === "object" && parameters !== null && !Array.isArray(parameters)
    ? parameters["QueryString"]
    : undefined;
}

describe("an execution", () => {
  test("sums Parquet readings by a query, with the run's names filled in, before the bronze step", async () => {
    const { calls, states, end } = await run({}, 2);
    expect(end).toBe("Succeeded");
    expect(states.slice(0, 3)).toEqual(["ResolveDelivery", "HourlyScan", "Bronze"]);
    expect(calls[0]?.parameters).toMatchObject({
      Payload: { state: "ResolveDelivery", prepareScan: "athena" },
    });
    const { calls: others } = await play({}, 0, machineFacts);
    expect(others[0]?.parameters).not.toHaveProperty("Payload.prepareScan");
    expect(calls[1]?.parameters).toEqual({
      QueryString: unloadSql({
        database: at.database,
        bucket: machineFacts.bucket,
        run: "0123456789ab-1",
        attempt: "2-0",
      }),
      QueryExecutionContext: { Catalog: "AwsDataCatalog", Database: at.database },
      WorkGroup: at.workgroup,
    });
  });

  test("leaves readings of any other format to the bronze step", async () => {
    const { states, end } = await run({ ResolveDelivery: [planned("bronze")] });
    expect(states.slice(0, 2)).toEqual(["ResolveDelivery", "Bronze"]);
    expect(end).toBe("Succeeded");
  });

  test("tries a failed query once more, into another folder", async () => {
    const { calls, end } = await run({ HourlyScan: [queryFailed("GENERIC_INTERNAL_ERROR"), null] });
    expect(end).toBe("Succeeded");
    const texts = calls
      .filter(({ state }) => state === "HourlyScan")
      .map(({ parameters }) => sent(parameters));
    expect(texts).toEqual([expect.stringContaining("/slots/0-0/'"), expect.stringContaining("/slots/0-1/'")]);
  });

  test.each(["HIVE_BAD_DATA: Malformed Parquet file", "HIVE_CANNOT_OPEN_SPLIT: no such format"])(
    "lets the bronze step read, or explain, what Athena cannot read: %s",
    async (reason) => {
      const { states, end } = await run({ HourlyScan: [queryFailed(reason)] });
      expect(states.slice(1, 4)).toEqual(["HourlyScan", "HourlyScan", "Bronze"]);
      expect(end).toBe("Succeeded");
    },
  );

  test.each([
    "Query exhausted: bytes scanned limit was exceeded",
    "Insufficient permissions to execute the query",
    "TABLE_NOT_FOUND",
  ])("ends as failed when a query fails for another reason: %s", async (reason) => {
    const { states, end } = await run({ HourlyScan: [queryFailed(reason)] });
    expect(states).toEqual(["ResolveDelivery", "HourlyScan", "HourlyScan", "MarkFailed", "Notify"]);
    expect(end).not.toBe("Succeeded");
  });

  test("waits for Athena, and gives up where it does not come back", async () => {
    const busy = new ServiceError("Athena.TooManyRequestsException", "Too many queries");
    expect((await run({ HourlyScan: [busy, busy, null] })).end).toBe("Succeeded");
    const { states } = await run({ HourlyScan: [busy] });
    expect(states.filter((state) => state === "HourlyScan")).toHaveLength(13);
    expect(states.slice(-2)).toEqual(["MarkFailed", "Notify"]);
  });

  test("hears of the step's own fault after a query that could not read", async () => {
    const inputError = new ServiceError(
      "States.TaskFailed",
      JSON.stringify({ ExitMessage: "InputError: consumption_hourly_2024.parquet is damaged." }),
    );
    const { calls, states } = await run({
      HourlyScan: [queryFailed("HIVE_BAD_DATA: Malformed Parquet file")],
      Bronze: [inputError],
    });
    expect(states.slice(-3)).toEqual(["Bronze", "MarkFailed", "Notify"]);
    expect(JSON.stringify(calls.at(-1)?.parameters)).toContain("InputError");
    expect(JSON.stringify(calls.at(-1)?.parameters)).not.toContain("HIVE_BAD_DATA");
  });
});
