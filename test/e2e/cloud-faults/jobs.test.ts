import { type StepName, stepNames, steps } from "../../../configs/pipeline.ts";
import { stepState } from "../../../configs/state-machine.ts";
import type { FaultCase } from "../../support/cloud-faults/judge.ts";
import { faultMatrix, played } from "../../support/cloud-faults/matrix.ts";
import { breakRequests } from "../../support/cloud-faults/strikes.ts";
import type { FaultWorld } from "../../support/cloud-faults/world.ts";
import { ServiceError } from "../../support/cloud-harness/service-error.ts";
import type { ToyBehaviour } from "../../support/toy-steps.ts";

/** The containers of the data steps die, fail, or are not made at all. */

const changedFor = (step: StepName) => (step === "train" || step === "evaluate" ? "labels" : "prices");

/** The step's own plan is the fault: it happens as soon as its job begins. */
const happens = (step: StepName) => (world: FaultWorld) => {
  world.stand({
    process: (call) => {
      if (call.service === "job" && call.program === step) world.struck += 1;
    },
  });
};

const planned = (
  step: StepName,
  behaviour: ToyBehaviour,
  name: string,
  end: "completed" | "failed",
): FaultCase => ({
  name: `${step}'s container ${name}`,
  changed: changedFor(step),
  plan: { [step]: behaviour },
  arm: happens(step),
  ends: [end],
});

/** SageMaker answers with an error before a container is started. */
const refusedJob = (
  step: StepName,
  error: string,
  tries: number,
  end: "completed" | "failed",
): FaultCase => ({
  name: `${step}'s job meets ${error} ${tries} times`,
  changed: changedFor(step),
  arm: (world) => {
    world.stand({
      before: (call) => {
        if (call.service !== "job" || call.program !== step || world.struck >= tries) return;
        world.struck += 1;
        throw new ServiceError(error, "A fault of the test.");
      },
    });
  },
  ends: [end],
});

/** A person stops the execution as a state begins, or when it has done its work. */
const stopped = (state: string, when: "before" | "after", told = true): FaultCase => ({
  name: `execution stopped ${when} ${state}${told ? "" : ", and nobody is told"}`,
  changed: "prices",
  arm: (world) => {
    const stop = (call: { readonly service: string; readonly run?: string; readonly state?: string }) => {
      if (call.state !== state || call.run === undefined || world.struck > 0) return;
      world.struck += 1;
      void world.cloud.abort(call.run);
    };
    world.stand({
      before: (call) => {
        if (call.service === "ending" && !told) throw new ServiceError("Lambda.Unknown", "Not reached.");
        if (when === "before") stop(call);
      },
      after: (call) => {
        if (when === "after") stop(call);
      },
    });
  },
  ends: [told ? "failed" : "started"],
  // The function that the state has called goes on, though the execution has been stopped.
  published: state === "Publish",
});

/** SageMaker cannot copy a job's files, for so many requests: its own client asks three times for each. */
const notCopied = (
  step: StepName,
  method: "GET" | "PUT",
  requests: number,
  end: "completed" | "failed",
): FaultCase => ({
  name: `${step}'s files meet ${requests} failing ${method === "GET" ? "copies to its machine" : "copies from its machine"}`,
  changed: "prices",
  arm: (world) => {
    let copies = 0;
    breakRequests(
      { service: "job", program: step, tries: Number.POSITIVE_INFINITY },
      "s3",
      { status: 500 },
      {
        times: requests,
        chooses: (request) => {
          if (request.method !== method || request.path.includes("list-type")) return false;
          copies += 1;
          // What fails leaves something half behind.
          return method === "GET" || copies > 1;
        },
      },
    )(world);
  },
  ends: [end],
});

/** Something ends the execution while a container is at work: it is asked to stop, and ends by itself. */
const asked = (name: string, end: (world: FaultWorld, run: string) => Promise<void>): FaultCase => ({
  name,
  changed: "prices",
  plan: { gold: { delayMs: 30_000 } },
  arm: (world) => {
    world.stand({
      line: (call, line) => {
        if (call.service !== "job" || call.program !== "gold" || !line.includes("Toy gold")) return;
        if (world.struck === 0) void end(world, call.run);
        world.struck += 1;
      },
      process: (call, process) => {
        if (call.service === "job" && call.program === "gold")
          process.once("exit", (code) => {
            if (code === null) world.sights.push("A container was killed that was asked to stop.");
          });
      },
    });
  },
  ends: ["failed"],
});

faultMatrix(
  played([
    ...stepNames.map((step) => planned(step, { fault: "kill", times: 1 }, "killed once", "completed")),
    ...(["bronze", "gold", "train", "drift"] as const).map((step) =>
      planned(step, { fault: "kill" }, `killed ${steps[step].retries + 1} times or more`, "failed"),
    ),
    planned("silver", { fault: "exit", times: 1 }, "ends without a word once", "completed"),
    planned("gold", { fault: "program", times: 1 }, "meets an error of its program once", "completed"),
    planned("gold", { fault: "program" }, "meets an error of its program each time", "failed"),
    planned("score", { fault: "contract" }, "breaks a contract", "failed"),
    planned("bronze", { fault: "input" }, "finds a file wrong", "failed"),
    planned("silver", { fault: "resource" }, "finds the disk full", "failed"),
    refusedJob("bronze", "SageMaker.ResourceLimitExceededException", 3, "completed"),
    refusedJob("silver", "SageMaker.AmazonSageMakerException", 2, "completed"),
    refusedJob("gold", "SageMaker.SdkClientException", 2, "completed"),
    refusedJob("score", "States.Timeout", 1, "completed"),
    refusedJob("drift", "States.Timeout", 50, "failed"),
    notCopied("silver", "GET", 3, "completed"),
    notCopied("gold", "PUT", 3, "completed"),
    notCopied("gold", "PUT", Number.POSITIVE_INFINITY, "failed"),
    asked("execution stopped while gold is at work", ({ cloud }, run) => cloud.abort(run)),
    asked("execution out of time while gold is at work", ({ cloud }, run) => cloud.timeOut(run)),
    ...(["bronze", "score"] as const).map((step) => stopped(stepState(step), "before")),
    stopped("ResolveDelivery", "before"),
    stopped("ResolveDelivery", "after"),
    stopped(stepState("gold"), "after"),
    stopped("Publish", "after"),
    stopped(stepState("silver"), "before", false),
    stopped("Publish", "after", false),
  ]),
);
