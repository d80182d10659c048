import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import type { RunRecord } from "../manifest/manifest.ts";
import { executionInput } from "../pipeline/execution-input.ts";

/**
 * `started`: the run's execution runs, or has run. `ended-before`: it had ended before, and its name is used up.
 * `name-taken`: another run's execution has the name (the books were lost, the state machine was not).
 */
export type Start = "started" | "ended-before" | "name-taken";

/** Starts executions of one state machine, each named after its run: no run has two. */
export class ExecutionStarter {
  readonly stateMachineArn: string;
  readonly #client: SFNClient;

  constructor(stateMachineArn: string, client = new SFNClient()) {
    this.stateMachineArn = stateMachineArn;
    this.#client = client;
  }

  /** Starts a run's execution. Repeating it while the execution runs changes nothing. */
  async start(run: RunRecord): Promise<Start> {
    const input = JSON.stringify(executionInput(run));
    try {
      await this.#client.send(
        new StartExecutionCommand({ stateMachineArn: this.stateMachineArn, name: run.id, input }),
      );
      return "started";
    } catch (thrown) {
      if (!(thrown instanceof ExecutionAlreadyExists)) throw thrown;
      const found = await this.#client.send(
        new DescribeExecutionCommand({ executionArn: executionArn(this.stateMachineArn, run.id) }),
      );
      if (found.input !== input) return "name-taken";
      return found.status === "RUNNING" ? "started" : "ended-before";
    }
  }
}

function executionArn(stateMachineArn: string, name: string): string {
  return `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${name}`;
}
