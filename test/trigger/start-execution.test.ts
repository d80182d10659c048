import { SFNClient } from "@aws-sdk/client-sfn";
import { expect, onTestFinished, test } from "vitest";
import { ExecutionStarter } from "../../runtime/trigger/start-execution.ts";
import { AwsFake } from "../support/aws-fake.ts";
import { STATE_MACHINE } from "../support/cloud.ts";
import { type Fault, FaultProxy } from "../support/fault-proxy.ts";
import { testAccount } from "../support/s3.ts";
import { startedRun } from "../support/started-run.ts";

/** Starts a run whose execution has ended already; the first request meets a fault. */
async function startAgain(fault: Fault | undefined) {
  const { cloud, id } = await startedRun();
  const fake = await AwsFake.start();
  const proxy = await FaultProxy.start(fake.endpoint);
  onTestFinished(() => proxy.stop());
  const client = new SFNClient({ ...testAccount, endpoint: proxy.endpoint });
  const starter = new ExecutionStarter(STATE_MACHINE, client);
  const run = await cloud.manifest.run(id);
  if (run === undefined) throw new Error("The manifest has lost its run.");
  fake.executions.set(id, { input: "{}", status: "FAILED" });
  proxy.rule = ({ index }) => (index === 0 ? fault : undefined);
  return { start: await starter.start(run), requests: proxy.requests.length };
}

test.each([
  ["at once", undefined, 1],
  ["and the first request was throttled", { status: 400, code: "ThrottlingException" }, 2],
] as const)("an execution of the name has ended before: the name is used, %s", async (_, fault, requests) => {
  expect(await startAgain(fault)).toEqual({ start: "name-used", requests });
});

test.each([
  ["the answer to the first request was lost", { drop: true, afterwards: true }],
  ["Step Functions failed at the first request", { status: 500 }],
] as const)("%s: the execution may be the run's own, which has ended since", async (_, fault) => {
  expect(await startAgain(fault)).toEqual({ start: "started", requests: 2 });
});
