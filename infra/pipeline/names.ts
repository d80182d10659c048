import { arnOf, type Stack } from "../stack.ts";

/** Physical names of the pipeline's parts, and the ARNs that policies need before the parts exist. */
export function namesOf(stack: Stack) {
  const { prefix } = stack;
  const rule = (name: string) => ({ name, arn: arnOf(stack, "events", `rule/${name}`) });
  const queue = (name: string) => ({ name, arn: arnOf(stack, "sqs", name) });
  return {
    stateMachine: {
      name: `${prefix}-pipeline`,
      arn: arnOf(stack, "states", `stateMachine:${prefix}-pipeline`),
    },
    uploads: queue(`${prefix}-uploads`),
    deadLetters: queue(`${prefix}-dead-letters`),
    uploadRule: rule(`${prefix}-uploads`),
    failureRule: rule(`${prefix}-pipeline-failures`),
    decisionRule: rule(`${prefix}-model-decisions`),
  } as const;
}
