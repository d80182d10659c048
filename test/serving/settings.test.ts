import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import { servedModel } from "../../runtime/container/folders.ts";
import { servingSettings } from "../../runtime/serving/settings.ts";

test("without any variable it listens on loopback, on SageMaker's port, with a thread for each processor", () => {
  const otherwise = { host: "127.0.0.1", port: 8080, threads: availableParallelism() };
  expect(servingSettings({})).toEqual(otherwise);
  expect(servingSettings({ SERVE_HOST: "", SAGEMAKER_BIND_TO_PORT: "", SERVE_WORKERS: "" })).toEqual(
    otherwise,
  );
  expect(
    servingSettings({ SERVE_HOST: "0.0.0.0", SAGEMAKER_BIND_TO_PORT: "9000", SERVE_WORKERS: "3" }),
  ).toEqual({ host: "0.0.0.0", port: 9000, threads: 3 });
});

test.each([
  ["SERVE_WORKERS", "0", "from 1 to 64"],
  ["SERVE_WORKERS", "many", "from 1 to 64"],
  ["SAGEMAKER_BIND_TO_PORT", "65536", "from 0 to 65535"],
  ["SAGEMAKER_BIND_TO_PORT", "1.5", "from 0 to 65535"],
])("%s cannot be %s", (name, value, range) => {
  expect(() => servingSettings({ [name]: value })).toThrow(`${name} must be a whole number ${range}`);
});

test("the model lies where SageMaker puts it", () => {
  expect([servedModel(), servedModel("/tmp/x")]).toEqual(["/opt/ml/model", "/tmp/x/model"]);
});
