import type { Message } from "@aws-sdk/client-sqs";
import { z } from "zod";
import type { Json } from "../../../configs/asl.ts";
import { type DirectTrigger, functions } from "../../../configs/functions.ts";
import { type FunctionName, writeBundle } from "./bundles.ts";
import { type Clients, clientsOf, platformEnvironment } from "./clients.ts";
import { EventSourceMapping, messagesIn } from "./event-source-mapping.ts";
import { type TaskCall, unknownService } from "./executions.ts";
import { FunctionProcesses } from "./function-processes.ts";
import { type Hooks, hooked, type ServiceCall } from "./hooks.ts";
import type { HarnessOptions } from "./options.ts";
import type { Credentials, Place } from "./place.ts";
import { Processing } from "./processing.ts";
import type { Recording } from "./recording.ts";
import type { Resources } from "./resources.ts";
import { deployedMachine, factsOf, machineArn, variablesOf } from "./stack-facts.ts";
import { StepFunctions } from "./step-functions.ts";

/** What the played services work on. */
export interface ServiceParts {
  readonly place: Place;
  readonly clients: Clients;
  readonly resources: Resources;
  readonly credentials: Credentials;
  readonly folder: string;
  readonly recording: Recording;
  readonly aheadMs: () => number;
}

/** As the stack has them (`infra/pipeline/trigger.ts`). */
const BATCH_SIZE = 100;
const CONCURRENCY = 2;
const RETRY_PAUSE_MS = 10;
/** Tries of an event about an ended execution. */
const EVENT_TRIES = 3;

const invocationSchema = z.strictObject({ FunctionName: z.string(), Payload: z.json() });
const programSchema = z.object({
  AppSpecification: z.object({ ContainerArguments: z.tuple([z.string()]) }),
});

/** The services that work: two functions, the mapping between queue and trigger, Step Functions, SageMaker's jobs. */
export class Services {
  readonly mapping: EventSourceMapping;
  readonly stepFunctions: StepFunctions;
  readonly #parts: ServiceParts;
  readonly #hooks: Hooks;
  readonly #trigger: FunctionProcesses;
  readonly #control: FunctionProcesses;
  readonly #processing: Processing;
  readonly #functionArn: string;

  constructor(options: HarnessOptions, parts: ServiceParts) {
    const { place, clients, resources, folder, recording } = parts;
    const { hooks = {}, image = {}, endpoints = {}, retryPauseMs = RETRY_PAUSE_MS } = options;
    const facts = factsOf(place, resources);
    this.#parts = parts;
    this.#hooks = hooks;
    this.#functionArn = facts.controlFunctionArn;
    this.#trigger = this.#functionOf("trigger", options);
    this.#control = this.#functionOf("control", options);
    const jobs = clientsOf({ ...place, endpoints: { ...place.endpoints, ...endpoints.jobs } });
    this.#processing = new Processing({ client: jobs.s3, folder, image, recording, place });
    this.stepFunctions = new StepFunctions({
      definition: deployedMachine(facts),
      recording,
      retryPauseMs,
      call: (call) => this.#call(call),
      place,
      stateMachineArn: machineArn(place, resources),
      tell: (run, event) => this.#tellEnd(run, event),
      stopJobs: () => this.#processing.stop(),
    });
    place.fake.onStart = (name, execution) => this.stepFunctions.start(name, execution);
    this.mapping = new EventSourceMapping({
      client: clients.sqs,
      queueUrl: resources.uploads.url,
      queueArn: resources.uploads.arn,
      batchSize: BATCH_SIZE,
      concurrency: CONCURRENCY,
      invoke: (event, messages) => this.#wakeTrigger(event, messages),
    });
  }

  deadLetters(): Promise<number> {
    return messagesIn(this.#parts.clients.sqs, this.#parts.resources.deadLetters.url);
  }

  /** Ends everything, whatever it is doing. */
  async end(): Promise<void> {
    const quiet = this.mapping.end();
    this.#processing.end();
    await this.stepFunctions.end();
    this.#trigger.end();
    this.#control.end();
    await quiet;
  }

  /** Calls the trigger as a person does who does not wait for an upload. @throws ServiceError */
  callTrigger({ source, mode, force = false }: DirectTrigger): Promise<Json> {
    const call: ServiceCall = { service: "trigger", messages: 0, attempt: 0 };
    return hooked(this.#hooks, call, () =>
      this.#trigger.invoke({ source, mode, force }, this.#follower(call)),
    );
  }

  /** EventBridge tells the control function of a decision. @throws ServiceError */
  async tellControl(event: Json): Promise<void> {
    const call: ServiceCall = { service: "decision", attempt: 0 };
    await hooked(this.#hooks, call, () => this.#control.invoke(event, this.#follower(call)));
  }

  #functionOf(name: FunctionName, { endpoints = {} }: HarnessOptions): FunctionProcesses {
    const { place, resources, credentials, folder, recording, aheadMs } = this.#parts;
    const values = variablesOf(place, resources);
    return new FunctionProcesses({
      file: writeBundle(name, folder),
      environment: {
        ...platformEnvironment(place, credentials, endpoints[name]),
        ...Object.fromEntries(functions[name].variables.map((variable) => [variable, values[variable]])),
      },
      aheadMs,
      onLine: (line) => recording.add(`${name} log`, name, line),
    });
  }

  #wakeTrigger(event: Json, messages: readonly Message[]): Promise<Json> {
    const received = messages.map(({ Attributes }) => Number(Attributes?.["ApproximateReceiveCount"] ?? 1));
    const call: ServiceCall = {
      service: "trigger",
      messages: messages.length,
      attempt: Math.max(...received) - 1,
    };
    return hooked(this.#hooks, call, () => this.#trigger.invoke(event, this.#follower(call)));
  }

  /** What a state of the machine calls. */
  #call(task: TaskCall): Promise<Json> {
    const { execution: run, state, attempt, parameters } = task;
    switch (task.resource) {
      case "arn:aws:states:::lambda:invoke": {
        const { FunctionName, Payload } = invocationSchema.parse(parameters);
        if (FunctionName !== this.#functionArn) throw new Error(`There is no function ${FunctionName}.`);
        const call: ServiceCall = { service: "control", run, state, attempt };
        return hooked(this.#hooks, call, async () => ({
          ExecutedVersion: "$LATEST",
          Payload: await this.#control.invoke(Payload, this.#follower(call)),
          StatusCode: 200,
        }));
      }
      case "arn:aws:states:::sagemaker:createProcessingJob.sync": {
        const [program] = programSchema.parse(parameters).AppSpecification.ContainerArguments;
        const call: ServiceCall = { service: "job", run, state, program, attempt };
        return hooked(this.#hooks, call, () => this.#processing.run(parameters, this.#follower(call)));
      }
      default:
        return unknownService(task);
    }
  }

  /** EventBridge tells the control function, and tells it again when it has thrown. */
  async #tellEnd(run: string, event: Json): Promise<void> {
    this.#parts.recording.add("event", run, JSON.stringify(event));
    for (let attempt = 0; attempt < EVENT_TRIES; attempt += 1) {
      const call: ServiceCall = { service: "ending", run, attempt };
      const told = await hooked(this.#hooks, call, () =>
        this.#control.invoke(event, this.#follower(call)),
      ).then(
        () => true,
        () => false,
      );
      if (told) return;
    }
  }

  #follower(call: ServiceCall) {
    const { process, line } = this.#hooks;
    return {
      ...(process === undefined
        ? {}
        : { process: (child: Parameters<typeof process>[1]) => process(call, child) }),
      ...(line === undefined
        ? {}
        : {
            line: (text: string, child: Parameters<typeof line>[2]) => line(call, text, child),
          }),
    };
  }
}
