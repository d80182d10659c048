import type { StateMachineDefinition } from "../../../configs/asl.ts";
import type { FunctionVariable } from "../../../configs/functions.ts";
import { cloudStateMachine, type MachineFacts } from "../../../infra/pipeline/definition.ts";
import { stepSizes } from "../../../infra/pipeline/sizes.ts";
import { IMAGE } from "../cloud.ts";
import { machineFacts } from "../cloud-machine.ts";
import type { Place } from "./place.ts";
import type { Resources } from "./resources.ts";

/** Name of the stack's environment. */
const ENVIRONMENT = "dev";
/** Two processors, as this machine has. */
const size = { instanceType: "ml.m5.large" } as const;

export function machineArn({ region, account }: Place, { prefix }: Resources): string {
  return `arn:aws:states:${region}:${account}:stateMachine:${prefix}-pipeline`;
}

/** What the stack tells its functions. */
export function variablesOf(place: Place, resources: Resources): Readonly<Record<FunctionVariable, string>> {
  return {
    BUCKET: resources.bucket,
    MANIFEST_TABLE: resources.table,
    STATE_MACHINE_ARN: machineArn(place, resources),
    UPLOADS_QUEUE_URL: resources.uploads.url,
    MODEL_PACKAGE_GROUP: resources.group,
    CHAMPION_PARAMETER: resources.championParameter,
    ALERTS_TOPIC_ARN: resources.topicArn,
    ENVIRONMENT,
    SENTIMENT: "lexicon",
    RUNTIME_IMAGE: process.env["E2E_IMAGE"] ?? IMAGE,
  };
}

/** What the state machine knows of the stack. */
export function factsOf(place: Place, { prefix, bucket }: Resources): MachineFacts {
  return {
    ...machineFacts,
    stack: { ...machineFacts.stack, prefix, environment: ENVIRONMENT },
    bucket,
    image: IMAGE,
    controlFunctionArn: `arn:aws:lambda:${place.region}:${place.account}:function:${prefix}-pipeline-control`,
    sizes: stepSizes({
      bronze: size,
      silver: size,
      gold: size,
      train: size,
      evaluate: size,
      score: size,
      drift: size,
    }),
  };
}

/** The state machine as the stack deploys it: by way of its JSON. */
export function deployedMachine(facts: MachineFacts): StateMachineDefinition {
  return JSON.parse(JSON.stringify(cloudStateMachine(facts)));
}
