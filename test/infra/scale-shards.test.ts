import aslValidator from "asl-validator";
import { describe, expect, test } from "vitest";
import type { Json } from "../../configs/asl.ts";
import { ATTEMPT } from "../../configs/hourly-scan.ts";
import { cloudStateMachine, type MachineFacts } from "../../infra/pipeline/definition.ts";
import { stepSizes } from "../../infra/pipeline/sizes.ts";
import { scanBinding } from "../../infra/scale/binding.ts";
import {
  type Call,
  jobFailed,
  machineFacts,
  play,
  type Script,
  ServiceError,
} from "../support/cloud-machine.ts";
import { at } from "../support/json-at.ts";

/** The state machine of a stack whose bronze step has several machines: looked at, and executed. */

const facts: MachineFacts = {
  ...machineFacts,
  shardRoleArn: "arn:aws:iam::000000000000:role/spanishgas/spanishgas-dev-pipeline-bronze-shard-role",
  sizes: stepSizes({ bronze: { instanceType: "ml.c5.2xlarge", instances: 5, volumeGb: 100 } }),
};
const definition = cloudStateMachine(facts);

test("the definition is valid Amazon States Language, and every way leads to a state", () => {
  const { errorsText } = aslValidator(structuredClone(definition), { checkPaths: true, checkArn: true });
  expect(errorsText("\n")).toBe("");
  const { StartAt, States } = definition;
  const targets = [...JSON.stringify(States).matchAll(/"(?:Next|Default)":"(\w+)"/g)].map(([, to]) => to);
  expect(new Set([StartAt, ...targets])).toEqual(new Set(Object.keys(States)));
});

test("with one machine, not a byte of the machine knows of shares", () => {
  const text = JSON.stringify(cloudStateMachine(machineFacts));
  expect(text).not.toMatch(/BronzeShards|BronzeWhole|prepareScan|machines|manifest"|shards|TODAY/);
});

test("a query and several machines at once are refused", () => {
  const at = { workgroup: "w", database: "d", bucket: facts.bucket };
  expect(() => cloudStateMachine({ ...facts, scan: scanBinding(at) })).toThrow("not both");
});

const planned = (scanner: "shards" | "bronze", machines = 3): Json => ({
  StatusCode: 200,
  ExecutedVersion: "$LATEST",
  Payload: {
    mode: "train",
    champion: { exists: false, version: "none" },
    seen: null,
    scanner,
    machines,
    today: "2025-01-15",
  },
});
const run = (script: Script, redriveCount = 0) =>
  play({ ResolveDelivery: [planned("shards")], ...script }, redriveCount, facts);
const overlap = jobFailed({
  ExitMessage: "ShardsOverlap: The files of two machines hold rows of the same customer and hour.",
  FailureReason: "AlgorithmError: See job logs",
});
const lost = jobFailed({ FailureReason: "InternalServerError" });
const badInput = jobFailed({
  ExitMessage: "InputError: consumption_hourly_2024/part-3.csv has no column timestamp",
});

const callOf = (calls: readonly Call[], state: string): Json | undefined =>
  calls.find((call) => call.state === state)?.parameters;
const inputsOf = (job: Json | undefined) => at(job, "ProcessingInputs");
const bronzeStates = (states: readonly string[]) => states.filter((state) => state.startsWith("Bronze"));

const PREFIX = "s3://spanishgas-data-dev/consumption/0123456789ab-1";
const DELIVERY = "s3://spanishgas-data-dev/deliveries/0123456789ab/";
const input = (name: string, uri: string, type: string, distribution: string) => ({
  InputName: name,
  S3Input: {
    S3Uri: uri,
    LocalPath: `/opt/ml/processing/input/${name}`,
    S3DataType: type,
    S3InputMode: "File",
    S3DataDistributionType: distribution,
    S3CompressionType: "None",
  },
});
const others = input("delivery", `${PREFIX}/manifests/others.manifest`, "ManifestFile", "FullyReplicated");

describe("an execution", () => {
  test("shares the readings between as many machines as the plan says, then merges on one", async () => {
    const { calls, states, end } = await run({});
    expect(end).toBe("Succeeded");
    expect(states.slice(0, 4)).toEqual(["ResolveDelivery", "BronzeShards", "Bronze", "Silver"]);
    expect(calls[0]?.parameters).toMatchObject({
      Payload: { state: "ResolveDelivery", prepareScan: "shards", machines: 5 },
    });

    const shards = callOf(calls, "BronzeShards");
    expect(at(shards, "ProcessingResources", "ClusterConfig")).toEqual({
      InstanceCount: 3,
      InstanceType: "ml.c5.2xlarge",
      VolumeSizeInGB: 100,
    });
    expect(at(shards, "AppSpecification", "ContainerArguments")).toEqual(["bronze-shard"]);
    expect(inputsOf(shards)).toEqual([
      others,
      input("readings", `${PREFIX}/manifests/readings.manifest`, "ManifestFile", "ShardedByS3Key"),
    ]);
    expect(at(shards, "ProcessingOutputConfig", "Outputs")).toEqual([
      {
        OutputName: "shards",
        S3Output: {
          S3Uri: `${PREFIX}/shards/0-0`,
          LocalPath: "/opt/ml/processing/output/shards",
          S3UploadMode: "EndOfJob",
        },
      },
    ]);
    expect(at(shards, "RoleArn")).toBe(facts.shardRoleArn);
    expect(at(shards, "NetworkConfig")).toMatchObject({
      EnableNetworkIsolation: true,
      EnableInterContainerTrafficEncryption: false,
    });

    const merge = callOf(calls, "Bronze");
    expect(at(merge, "ProcessingResources", "ClusterConfig", "InstanceCount")).toBe(1);
    expect(at(merge, "AppSpecification", "ContainerArguments")).toEqual(["bronze"]);
    expect(inputsOf(merge)).toEqual([
      others,
      input("consumption", `${PREFIX}/`, "S3Prefix", "FullyReplicated"),
    ]);
    expect(at(merge, "RoleArn")).toBe(facts.roleArns.bronze);
  });

  test("has all machines mean the same day by today, and no other job", async () => {
    const { calls } = await run({ Bronze: [overlap] });
    for (const { state, parameters } of calls)
      expect(at(parameters, "Environment", "TODAY"), state).toBe(
        state.startsWith("Bronze") ? "2025-01-15" : undefined,
      );
  });

  test("leaves a single file of readings to one machine, which is given the whole delivery", async () => {
    const { calls, states, end } = await run({ ResolveDelivery: [planned("bronze", 1)] });
    expect(end).toBe("Succeeded");
    expect(states.slice(0, 3)).toEqual(["ResolveDelivery", "BronzeWhole", "Silver"]);
    const whole = callOf(calls, "BronzeWhole");
    expect(inputsOf(whole)).toEqual([input("delivery", DELIVERY, "S3Prefix", "FullyReplicated")]);
    expect(at(whole, "ProcessingResources", "ClusterConfig", "InstanceCount")).toBe(1);
    expect(at(whole, "ProcessingOutputConfig")).toEqual(
      at(
        (await play({})).calls.find(({ state }) => state === "Bronze")?.parameters,
        "ProcessingOutputConfig",
      ),
    );
  });

  test("scans the whole delivery on one machine where the shares overlap", async () => {
    const { calls, states, end } = await run({ Bronze: [overlap] });
    expect(end).toBe("Succeeded");
    expect(states.slice(1, 5)).toEqual(["BronzeShards", "Bronze", "BronzeWhole", "Silver"]);
    expect(inputsOf(callOf(calls, "BronzeWhole"))).toEqual([
      input("delivery", DELIVERY, "S3Prefix", "FullyReplicated"),
    ]);
  });

  test("does so as well where the overlap shows only at the second try", async () => {
    const { states, end } = await run({ Bronze: [lost], BronzeAgain: [overlap] });
    expect(end).toBe("Succeeded");
    expect(bronzeStates(states)).toEqual(["BronzeShards", "Bronze", "BronzeAgain", "BronzeWhole"]);
  });

  test("fails where the merge fails twice for another reason", async () => {
    const { states, end } = await run({ Bronze: [lost], BronzeAgain: [lost] });
    expect(states.slice(1)).toEqual(["BronzeShards", "Bronze", "BronzeAgain", "MarkFailed", "Notify"]);
    expect(end).toContain("The run failed");
  });

  test("makes lost machines' job again, into a folder that is newer by its name", async () => {
    const { calls, states, end } = await run({ BronzeShards: [lost] });
    expect(end).toBe("Succeeded");
    expect(bronzeStates(states)).toEqual(["BronzeShards", "BronzeShardsAgain", "Bronze"]);
    const attempts = ["BronzeShards", "BronzeShardsAgain"].map((state) => attemptOf(callOf(calls, state)));
    expect(attempts).toEqual(["0-0", "0-100"]);
  });

  test("writes no two attempts into one folder, and each into a newer one", async () => {
    const throttled = new ServiceError("SageMaker.AmazonSageMakerException", "Rate exceeded");
    const played = [0, 1].map((redrives) =>
      run(
        {
          BronzeShards: [throttled, throttled, lost],
          BronzeShardsAgain: [throttled, { StatusCode: 200 }],
        },
        redrives,
      ),
    );
    const attempts = (await Promise.all(played)).flatMap(({ calls }) =>
      calls
        .filter(({ state }) => state.startsWith("BronzeShards"))
        .map(({ parameters }) => attemptOf(parameters)),
    );
    expect(attempts).toEqual(["0-0", "0-1", "0-2", "0-100", "0-101", "1-0", "1-1", "1-2", "1-100", "1-101"]);
    for (const attempt of attempts) expect(attempt).toMatch(ATTEMPT);
  });

  test("ends at once where a machine finds bad input, and tells what", async () => {
    const { calls, states, end } = await run({ BronzeShards: [badInput] });
    expect(states).toEqual(["ResolveDelivery", "BronzeShards", "MarkFailed", "Notify"]);
    expect(end).toContain("The run failed");
    expect(JSON.stringify(calls.at(-1)?.parameters)).toContain("InputError");
  });

  test("gives every job a name of its own", async () => {
    const { calls } = await run({
      BronzeShards: [lost],
      Bronze: [lost],
      BronzeAgain: [overlap],
      BronzeWhole: [lost],
    });
    const names = calls.map(({ parameters }) => at(parameters, "ProcessingJobName")).filter(Boolean);
    expect(names.slice(0, 6)).toEqual([
      "spanishgas-dev-0123456789ab-1-shards-0-0",
      "spanishgas-dev-0123456789ab-1-shards-0-a0",
      "spanishgas-dev-0123456789ab-1-bronze-0-0",
      "spanishgas-dev-0123456789ab-1-bronze-0-a0",
      "spanishgas-dev-0123456789ab-1-whole-0-0",
      "spanishgas-dev-0123456789ab-1-whole-0-a0",
    ]);
    expect(new Set(names).size).toBe(names.length);
  });
});

/** The attempt's folder that a job of several machines writes to. */
function attemptOf(job: Json | undefined): string | undefined {
  const uri = at(job, "ProcessingOutputConfig", "Outputs", 0, "S3Output", "S3Uri");
  return typeof uri === "string" ? uri.split("/").at(-1) : undefined;
}
