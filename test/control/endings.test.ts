import { expect, test } from "vitest";
import { control } from "../../runtime/control/control.ts";
import {
  columnMissing,
  ended,
  evaluation,
  failRun,
  nextRun,
  plan,
  startedRun,
} from "../support/started-run.ts";

test("a failed step's own words reach the manifest, the alert and the topic; the lease is free", async () => {
  const { cloud, id, call } = await startedRun();
  await call("ResolveDelivery");
  const words = 'churn_label.csv has no column "churn". Add it.';
  const error = {
    Error: "States.TaskFailed",
    Cause: JSON.stringify({
      ProcessingJobStatus: "Failed",
      ExitMessage: `InputError: ${words}`,
      FailureReason: "x",
    }),
  };
  await call("MarkFailed", { error });
  await call("Notify", { error });
  expect(await cloud.manifest.run(id)).toMatchObject({ state: "failed", error: "InputError", cause: words });
  expect(await cloud.manifest.holder()).toBeUndefined();
  expect(cloud.fake.published[0]?.message).toContain(words);
  // The words may quote data: the log names the class alone.
  expect(cloud.lines.join("\n")).not.toContain("no column");
});

test("an alert that cannot be published is seen in the log and in the lake, and tried again by the state machine", async () => {
  const { cloud, id, call } = await startedRun();
  cloud.fake.failing.set("Publish", "AuthorizationError");
  const error = { Error: "InputError", Cause: "A column is missing." };
  await call("MarkFailed", { error });
  await expect(call("Notify", { error })).rejects.toThrow();
  expect(cloud.lines.join("\n")).toContain('"message":"Alert not published"');
  expect(await cloud.lake.read(`monitoring/alerts/${id}-run-failed.json`)).toBeDefined();
  cloud.fake.failing.clear();
  expect(await call("Notify", { error })).toBeNull();
  expect(cloud.fake.published).toHaveLength(1);
});

test("the execution of a completed run that is started again fails, and nobody hears that the run had failed", async () => {
  const { cloud, id, call } = await startedRun();
  const lease = await cloud.manifest.leaseOf(id);
  if (lease === undefined) throw new Error("The run has no lease.");
  await cloud.manifest.finish(lease, { state: "completed" });
  await expect(call("ResolveDelivery")).rejects.toThrow("has ended (completed)");
  const error = { Error: "CancelledError", Cause: `Run ${id} has ended (completed).` };
  await call("MarkFailed", { error });
  await call("Notify", { error });
  expect(cloud.fake.published).toEqual([]);
  expect(await cloud.manifest.run(id)).toMatchObject({ state: "completed" });
});

test("a stopped job fails its run: an execution's name is used once, so that nothing could go on", async () => {
  const { cloud, id, call } = await startedRun();
  const error = {
    Error: "States.TaskFailed",
    Cause: '{"ExitMessage":"CancelledError: The run was cancelled."}',
  };
  await call("MarkFailed", { error });
  expect(await cloud.manifest.run(id)).toMatchObject({ state: "failed", error: "CancelledError" });
});

test("a run whose place another has taken does nothing more", async () => {
  const { cloud, id, call } = await startedRun();
  const lease = await cloud.manifest.leaseOf(id);
  if (lease !== undefined) await cloud.manifest.release(lease);
  await cloud.upload({ "price_history.csv": "corrected" });
  cloud.clock.now += 1_000_000;
  await startedRun(cloud);
  await expect(call("Publish", plan("score", "m"))).rejects.toMatchObject({ name: "LeaseLost" });
  expect(await cloud.lake.read("pointers/current-run.json")).toBeUndefined();
});

test("a delivery that has waited takes the lease between the end of a run and its alert: people are told all the same", async () => {
  const { cloud, id, call } = await startedRun();
  await call("MarkFailed", { error: columnMissing });
  await nextRun(cloud);
  await call("Notify", { error: columnMissing });
  expect(cloud.fake.published[0]?.subject).toBe(`spanishgas dev: run failed (${id})`);
});

test.each(["Complete", "MarkRejected", "MarkFailed"] as const)(
  "%s, its answer lost, is called again while another run holds the lease: it has been done",
  async (state) => {
    const { cloud, id, call } = await startedRun();
    await call("ResolveDelivery");
    await cloud.put(`models/${id}/evaluation/evaluation.json`, evaluation(state === "Complete"));
    const more = { ...plan("train", state === "Complete" ? id : "none"), error: columnMissing };
    await call(state, more);
    const books = await cloud.manifest.run(id);
    await nextRun(cloud);
    expect(await call(state, more)).toBeNull();
    expect(await cloud.manifest.run(id)).toEqual(books);
  },
);

test.each(["Register", "Publish", "Complete"] as const)(
  "an execution that is redriven after it was stopped changes nothing any more: %s",
  async (state) => {
    const { cloud, id, call } = await startedRun();
    await call("ResolveDelivery");
    await cloud.put(`models/${id}/evaluation/evaluation.json`, evaluation(true));
    await control(cloud.control, ended(id, "ABORTED"));
    await expect(call(state, plan("train", id))).rejects.toMatchObject({
      name: "CancelledError",
      message: `Run ${id} has ended (failed), and no execution can go on with it; ask for a new run of its delivery.`,
    });
    expect(await cloud.lake.read("pointers/current-run.json")).toBeUndefined();
    expect(await cloud.lake.read("pointers/champion.json")).toBeUndefined();
    expect(await cloud.lake.read(`monitoring/${id}/run_report.json`)).toBeUndefined();
  },
);

test.each([
  ["ABORTED", {}, "ExecutionAborted"],
  ["TIMED_OUT", {}, "States.Timeout"],
  ["FAILED", { error: "States.Runtime", cause: "A path was not found." }, "States.Runtime"],
  // One of its tasks believed so, and the lease names the run still.
  ["FAILED", { error: "LeaseLost", cause: "Run has lost its lease." }, "RunFailed"],
])(
  "an execution that is %s closes its run's books, frees the lease and tells people",
  async (status, more, error) => {
    const { cloud, id } = await startedRun();
    await control(cloud.control, ended(id, status, more));
    expect(await cloud.manifest.run(id)).toMatchObject({ state: "failed", error });
    expect(await cloud.manifest.holder()).toBeUndefined();
    expect(cloud.fake.published).toHaveLength(1);
    // EventBridge may tell twice.
    await control(cloud.control, ended(id, status, more));
    expect(cloud.fake.published).toHaveLength(1);
  },
);

test("the end of an execution that has closed its books, or of none of ours, changes nothing", async () => {
  const { cloud, id, call } = await startedRun();
  await failRun(call);
  await control(cloud.control, ended(id, "FAILED", { error: "RunFailed" }));
  await control(cloud.control, ended("somebody-elses", "ABORTED"));
  expect(await cloud.manifest.run(id)).toMatchObject({ state: "failed", error: "InputError" });
  expect(cloud.fake.published).toHaveLength(1);
});

test("an execution that was stopped after it had closed its books, and before it told people: they are told", async () => {
  const { cloud, id, call } = await startedRun();
  await call("MarkFailed", { error: columnMissing });
  await control(cloud.control, ended(id, "ABORTED"));
  expect(cloud.fake.published).toHaveLength(1);
  expect(cloud.fake.published[0]?.message).toContain(columnMissing.Cause);
  await control(cloud.control, ended(id, "ABORTED"));
  expect(cloud.fake.published).toHaveLength(1);
});
