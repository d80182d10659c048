import type { RunId } from "../../configs/names.ts";
import type { Site } from "../pipeline/alert-text.ts";

const STATE_MACHINE =
  /^arn:(?<partition>[\w-]+):states:(?<region>[\w-]+):(?<account>\d+):stateMachine:(?<name>[\w-]+)$/;
/** What the state machine's name has after the stack's prefix. */
const PIPELINE = /-pipeline$/;

/**
 * Where the runs of a stack are looked at.
 * @param environment name of the stack's environment
 * @throws Error when the ARN is none of a state machine
 */
export function cloudSite(environment: string, stateMachineArn: string): Site {
  const { partition, region = "", account, name = "" } = STATE_MACHINE.exec(stateMachineArn)?.groups ?? {};
  if (partition === undefined) throw new Error(`This is no state machine's ARN: ${stateMachineArn}`);
  const prefix = name.replace(PIPELINE, "");
  const execution = (run: RunId) => `arn:${partition}:states:${region}:${account}:execution:${name}:${run}`;
  // Other partitions have consoles at other addresses.
  const link =
    partition === "aws"
      ? `https://${region}.console.aws.amazon.com/states/home?region=${region}#/v2/executions/details/`
      : "";
  return {
    name: `spanishgas ${environment}`,
    retry: "start the retrain workflow",
    places: (run) => [
      `The execution: ${link}${execution(run)}`,
      `Logs of its steps: log group /aws/sagemaker/ProcessingJobs, streams ${prefix}-${run}-...`,
      `Logs of its books: log group /aws/lambda/${prefix}-pipeline-control, run_id ${run}`,
      `The dashboard, where the stack has one: run ${run}`,
    ],
  };
}
