import { StateMachine } from "aws-local-stepfunctions";
import type { Json, Retrier, State, StateMachineDefinition } from "../../configs/asl.ts";
import type { ExecutionInput } from "../../configs/execution.ts";
import { stepNames } from "../../configs/pipeline.ts";
import { cloudStateMachine, type MachineFacts } from "../../infra/pipeline/definition.ts";
import { stepSizes } from "../../infra/pipeline/sizes.ts";
import { ServiceError } from "./cloud-harness/service-error.ts";

export { ServiceError } from "./cloud-harness/service-error.ts";

/** The cloud's state machine, executed on this machine: services are played by scripts, per state and attempt. */

/** Made-up facts of a stack. */
export const machineFacts: MachineFacts = {
  stack: { project: "spanishgas", environment: "dev", prefix: "spanishgas-dev" },
  bucket: "spanishgas-data-dev",
  image: `000000000000.dkr.ecr.eu-west-1.amazonaws.com/spanishgas-dev-runtime@sha256:${"a".repeat(64)}`,
  subnetIds: ["subnet-1", "subnet-2"],
  securityGroupId: "sg-1",
  lakeKeyArn: undefined,
  volumeKeyArn: undefined,
  controlFunctionArn: "arn:aws:lambda:eu-west-1:000000000000:function:spanishgas-dev-pipeline-control",
  roleArns: byName(
    (step) => `arn:aws:iam::000000000000:role/spanishgas/spanishgas-dev-pipeline-${step}-role`,
  ),
  sizes: stepSizes(),
};

function byName(of: (step: string) => string): MachineFacts["roleArns"] {
  const [bronze, silver, gold, train, evaluate, score, drift] = stepNames;
  return {
    bronze: of(bronze),
    silver: of(silver),
    gold: of(gold),
    train: of(train),
    evaluate: of(evaluate),
    score: of(score),
    drift: of(drift),
  };
}

/** What starts the executions of these tests. */
export const executionInput: ExecutionInput = {
  run_id: "0123456789ab-1",
  delivery_id: "0123456789ab",
  mode: "auto",
  as_of: "auto",
  experiment: "E5_full",
  sentiment: "lexicon",
  seed: 42,
};

/** How Step Functions tells of a job that failed: always by this name, the words in a JSON text. */
export function jobFailed(words: {
  readonly ExitMessage?: string;
  readonly FailureReason?: string;
}): ServiceError {
  const description = { ProcessingJobName: "a-job", ProcessingJobStatus: "Failed", ...words };
  return new ServiceError("States.TaskFailed", JSON.stringify(description));
}

/** What a state's service answers, attempt by attempt; the last answer stands for all that follow. */
export type Script = Readonly<Record<string, readonly (Json | Error)[]>>;

/** One call of a service. */
export interface Call {
  readonly state: string;
  /** The state's parameters, all paths filled in. */
  readonly parameters: Json;
}

/** How an execution went. */
export interface Played {
  readonly calls: readonly Call[];
  /** Names of the states that were called, each attempt once. */
  readonly states: readonly string[];
  /** States that let time pass, which they do not here. */
  readonly waited: readonly string[];
  /** `Succeeded`, or the error of the state that ended it. */
  readonly end: string;
}

const lambda = (Payload: Json): Json => ({ StatusCode: 200, ExecutedVersion: "$LATEST", Payload });

/** A control task's answer, wrapped as `lambda:invoke` wraps it. */
export const answers = {
  plan: (mode: "train" | "score", version: string) =>
    lambda({ mode, champion: { exists: version !== "none", version }, seen: null }),
  decision: (promoted: boolean) => lambda({ promoted }),
  registered: lambda({ exists: true, version: "0123456789ab-1" }),
  nothing: lambda(null),
};

const usual: Script = {
  ResolveDelivery: [answers.plan("train", "none")],
  ReadDecision: [answers.decision(true)],
  Register: [answers.registered],
};

/** Executes the state machine with these answers; what a script leaves out goes well. */
export async function play(script: Script, redriveCount = 0, facts = machineFacts): Promise<Played> {
  const definition = cloudStateMachine(facts);
  const calls: Call[] = [];
  // The interpreter knows neither count; both are kept here as Step Functions keeps them.
  const context = { Execution: { RedriveCount: redriveCount }, State: { RetryCount: 0 } };
  const isRetried = retries(definition);
  const answer = (state: string) => async (parameters: Json) => {
    const before = calls.filter((call) => call.state === state).length;
    calls.push({ state, parameters });
    const answered = script[state] ?? usual[state] ?? [answers.nothing];
    const result = answered[Math.min(before, answered.length - 1)] ?? answers.nothing;
    if (!(result instanceof Error)) {
      context.State.RetryCount = 0;
      return result;
    }
    context.State.RetryCount = isRetried(state, result.name) ? before + 1 : 0;
    throw result;
  };
  const named = (type: State["Type"]) =>
    Object.entries(definition.States).flatMap(([name, { Type }]) => (Type === type ? [name] : []));
  const tasks = named("Task");
  const waits = named("Wait");
  const execution = new StateMachine(definition, { validationOptions: { noValidate: true } }).run(
    { ...executionInput },
    {
      context,
      overrides: {
        taskResourceLocalHandlers: Object.fromEntries(tasks.map((state) => [state, answer(state)])),
        retryIntervalOverrides: Object.fromEntries(tasks.map((state) => [state, 0])),
        waitTimeOverrides: Object.fromEntries(waits.map((state) => [state, 0])),
      },
    },
  );
  const end = await execution.result.then(
    () => "Succeeded",
    (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown)),
  );
  const waited: string[] = [];
  for await (const event of execution.eventLogs)
    if (event.type === "StateEntered" && event.state.type === "Wait") waited.push(event.state.name);
  return { calls, states: calls.map(({ state }) => state), waited, end };
}

/** Will a state be tried again after an error? Asked at every error, since each retrier has so many attempts. */
function retries({ States }: StateMachineDefinition): (state: string, error: string) => boolean {
  const used = new Map<Retrier, number>();
  return (name, error) => {
    const state = States[name];
    const retrier =
      state?.Type === "Task" ? state.Retry.find(({ ErrorEquals }) => stands(ErrorEquals, error)) : undefined;
    if (retrier === undefined) return false;
    const count = (used.get(retrier) ?? 0) + 1;
    used.set(retrier, count);
    return count <= retrier.MaxAttempts;
  };
}

/** `States.TaskFailed` stands for every name but that of a timeout. */
function stands(names: readonly string[], error: string): boolean {
  if (names.includes(error) || names.includes("States.ALL")) return true;
  return names.includes("States.TaskFailed") && error !== "States.Timeout";
}
