import { ProcessingInstanceType } from "@aws-sdk/client-sagemaker";
import { expect, test } from "vitest";
import { instanceTypes, isInstanceType } from "../../configs/instance-types.ts";

test("SageMaker Processing has every machine that is offered", () => {
  const known: readonly string[] = Object.values(ProcessingInstanceType);
  for (const name of Object.keys(instanceTypes)) expect(known).toContain(name);
});

test("no machine is offered that the image does not run on, or whose disk takes no key", () => {
  for (const name of Object.keys(instanceTypes)) expect(name).toMatch(/^ml\.[tmcr]\d+i?\.\w+$/);
});

test("memory and processors go by the family: 2, 4 or 8 GB each", () => {
  const perProcessor: Readonly<Record<string, number>> = { t: 4, m: 4, c: 2, r: 8 };
  for (const [name, { vcpus, memoryGb }] of Object.entries(instanceTypes))
    expect(memoryGb / vcpus, name).toBe(perProcessor[name.charAt("ml.".length)]);
});

test("a name is offered or not", () => {
  expect(isInstanceType("ml.m5.xlarge")).toBe(true);
  expect(isInstanceType("ml.m5.tiny")).toBe(false);
  expect(isInstanceType("toString")).toBe(false);
});
