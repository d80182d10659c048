import { z } from "zod";
import type { Reading } from "./reading.ts";

/** A state machine in the Amazon States Language, as far as rules read it. */

const state: z.ZodType<State> = z.lazy(() =>
  z.looseObject({
    Type: z.string(),
    Resource: z.string().optional(),
    TimeoutSeconds: z.number().optional(),
    Parameters: z.record(z.string(), z.unknown()).optional(),
    Arguments: z.record(z.string(), z.unknown()).optional(),
    Retry: z.array(z.unknown()).optional(),
    Catch: z.array(z.looseObject({ ErrorEquals: z.array(z.string()) })).optional(),
    Branches: z.array(states).optional(),
    Iterator: states.optional(),
    ItemProcessor: states.optional(),
  }),
);
const states: z.ZodType<States> = z.lazy(() => z.looseObject({ States: z.record(z.string(), state) }));

export interface State {
  readonly Type: string;
  readonly Resource?: string | undefined;
  readonly TimeoutSeconds?: number | undefined;
  readonly Parameters?: Readonly<Record<string, unknown>> | undefined;
  readonly Arguments?: Readonly<Record<string, unknown>> | undefined;
  readonly Retry?: readonly unknown[] | undefined;
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[] }[] | undefined;
  readonly Branches?: readonly States[] | undefined;
  readonly Iterator?: States | undefined;
  readonly ItemProcessor?: States | undefined;
}
export interface States {
  readonly States: Readonly<Record<string, State>>;
}

export const stateMachine = z.looseObject({
  TimeoutSeconds: z.number().optional(),
  States: z.record(z.string(), state),
});

/** Every state, those inside maps and branches included. */
export function statesOf(machine: Reading<States>): Reading<State>[] {
  return machine
    .get("States")
    .entries()
    .flatMap(([, each]) => [
      each,
      ...each.get("Branches").items().flatMap(statesOf),
      ...statesOf(each.get("Iterator")),
      ...statesOf(each.get("ItemProcessor")),
    ]);
}

/** Every state that starts a job of SageMaker and waits for it or not. */
export function jobsOf(machine: Reading<States>): Reading<State>[] {
  return statesOf(machine).filter((each) =>
    each.get("Resource").is((resource) => /sagemaker:create\w+Job/.test(resource)),
  );
}

/** What a state hands to its service: the field's name depends on the query language. */
export function argumentsOf(each: Reading<State>): Reading<Readonly<Record<string, unknown>>> {
  const parameters = each.get("Parameters");
  return parameters.isAbsent ? each.get("Arguments") : parameters;
}
