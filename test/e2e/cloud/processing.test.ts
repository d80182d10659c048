import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { expect, onTestFinished, test } from "vitest";
import type { Json } from "../../../configs/asl.ts";
import { clientsOf } from "../../support/cloud-harness/clients.ts";
import { loopbackPlace } from "../../support/cloud-harness/place.ts";
import { Processing } from "../../support/cloud-harness/processing.ts";
import { Recording } from "../../support/cloud-harness/recording.ts";
import { temporaryFolder } from "../../support/folders.ts";
import { newBucket } from "../../support/s3.ts";

/** SageMaker Processing as it is played: inputs by prefix and by manifest, shared by key, outputs, refusals. */

/** Writes down what it sees: its inputs, its host, its environment; and fails where it is told to. */
const PROGRAM = `
import { readdirSync, readFileSync, mkdirSync, writeFileSync } from "node:fs";
const root = process.env.ML_ROOT;
const { current_host: host } = JSON.parse(readFileSync(root + "/config/resourceconfig.json", "utf8"));
const seen = readdirSync(root + "/processing/input/files", { recursive: true }).sort();
const { PATH, ML_ROOT, TMPDIR, OMP_WAIT_POLICY, NODE_COMPILE_CACHE, XGBOOST_LIB, ...environment } = process.env;
mkdirSync(root + "/processing/output/seen/" + host, { recursive: true });
writeFileSync(root + "/processing/output/seen/" + host + "/seen.json", JSON.stringify({ seen, environment, args: process.argv.slice(2) }));
if (environment.FAIL) { writeFileSync(root + "/output/message", "InputError: " + environment.FAIL); process.exit(1); }
`;

interface Wanted {
  readonly name?: string;
  readonly uri: string;
  readonly input?: { readonly [key: string]: Json };
  readonly machines?: number;
  readonly environment?: { readonly [key: string]: Json };
  readonly more?: { readonly [key: string]: Json };
}

async function played() {
  const { client, bucket, put } = await newBucket();
  const folder = temporaryFolder();
  const entry = join(folder, "program.mjs");
  writeFileSync(entry, PROGRAM);
  const place = await loopbackPlace(onTestFinished);
  const jobs = clientsOf(place).s3;
  const recording = new Recording();
  const processing = new Processing({ client: jobs, folder, image: { entry }, recording, place });
  const run = ({ name = "a-job", uri, input = {}, machines = 1, environment = {}, more = {} }: Wanted) =>
    processing.run({
      ProcessingJobName: name,
      AppSpecification: {
        ImageUri: "image",
        ContainerEntrypoint: ["node", "/opt/spanishgas/entry.ts"],
        ContainerArguments: ["gold"],
      },
      Environment: { ...environment },
      ProcessingInputs: [
        {
          InputName: "files",
          S3Input: {
            S3Uri: `s3://${bucket}/${uri}`,
            LocalPath: "/opt/ml/processing/input/files",
            S3DataType: "S3Prefix",
            S3InputMode: "File",
            ...input,
          },
        },
      ],
      ProcessingOutputConfig: {
        Outputs: [
          {
            OutputName: "seen",
            S3Output: {
              S3Uri: `s3://${bucket}/out`,
              LocalPath: "/opt/ml/processing/output/seen",
              S3UploadMode: "EndOfJob",
            },
          },
        ],
      },
      ProcessingResources: {
        ClusterConfig: { InstanceCount: machines, InstanceType: "ml.m5.large", VolumeSizeInGB: 30 },
      },
      StoppingCondition: { MaxRuntimeInSeconds: 60 },
      NetworkConfig: {
        EnableNetworkIsolation: true,
        EnableInterContainerTrafficEncryption: false,
        VpcConfig: { SecurityGroupIds: ["sg-1"], Subnets: ["subnet-1"] },
      },
      RoleArn: "arn:aws:iam::000000000000:role/step",
      Tags: [],
      ...more,
    });
  const seen = async (host: string) => {
    const { Body } = await client.send(
      new GetObjectCommand({ Bucket: bucket, Key: `out/${host}/seen.json` }),
    );
    return JSON.parse((await Body?.transformToString()) ?? "");
  };
  for (const name of ["a.csv", "b.csv", "c/d.csv"]) await put(`in/run-1/${name}`, name);
  await put("in/run-10/other.csv", "another run's");
  return { bucket, put, run, seen, recording };
}

test("a job has the files below its prefix, exactly its environment and its arguments, and leaves its output", async () => {
  const { run, seen } = await played();
  const description = await run({ uri: "in/run-1/", environment: { SEED: "42" } });
  expect(description).toMatchObject({ ProcessingJobStatus: "Completed", ProcessingJobName: "a-job" });
  expect(await seen("algo-1")).toEqual({
    seen: ["a.csv", "b.csv", "c", "c/d.csv"],
    environment: { SEED: "42" },
    args: ["gold"],
  });
});

test("machines share an input by its keys: each file is on one of them", async () => {
  const { run, seen } = await played();
  await run({ uri: "in/run-1/", machines: 2, input: { S3DataDistributionType: "ShardedByS3Key" } });
  expect((await seen("algo-1")).seen).toEqual(["a.csv", "c", "c/d.csv"]);
  expect((await seen("algo-2")).seen).toEqual(["b.csv"]);
});

test("a manifest names the files, below a prefix of its own", async () => {
  const { bucket, put, run, seen } = await played();
  await put(
    "list.manifest",
    JSON.stringify([{ prefix: `s3://${bucket}/in/` }, "run-1/b.csv", "run-10/other.csv"]),
  );
  await run({ uri: "list.manifest", input: { S3DataType: "ManifestFile" } });
  expect((await seen("algo-1")).seen).toEqual(["run-1", "run-1/b.csv", "run-10", "run-10/other.csv"]);
});

test("a program that fails is a failed task whose cause holds its words; what it wrote is kept", async () => {
  const { run, seen, recording } = await played();
  const failing = run({ uri: "in/run-1/", environment: { FAIL: "A column is missing." } });
  const thrown: unknown = await failing.catch((error: unknown) => error);
  expect(thrown).toMatchObject({ name: "States.TaskFailed" });
  expect(JSON.parse(thrown instanceof Error ? thrown.message : "")).toMatchObject({
    ProcessingJobStatus: "Failed",
    ExitMessage: "InputError: A column is missing.",
    FailureReason: expect.stringContaining("exit code: 1"),
  });
  expect((await seen("algo-1")).args).toEqual(["gold"]);
  expect(recording.of("exit message")).toEqual(["InputError: A column is missing."]);
});

test("refuses a name that was used, a field that it does not know, and an input that holds nothing", async () => {
  const { run } = await played();
  await run({ uri: "in/run-1/" });
  await expect(run({ uri: "in/run-1/" })).rejects.toMatchObject({
    name: "SageMaker.ResourceInUseException",
  });
  await expect(run({ name: "b", uri: "in/run-1/", more: { Priority: 1 } })).rejects.toMatchObject({
    name: "SageMaker.AmazonSageMakerException",
  });
  await expect(run({ name: "c", uri: "in/run-2/" })).rejects.toMatchObject({
    name: "States.TaskFailed",
    message: expect.stringContaining("No S3 objects found"),
  });
});
