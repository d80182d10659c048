import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import type { RunRecord } from "../manifest/manifest.ts";
import { executionInput } from "../pipeline/execution-input.ts";

/**
 * `started`: the run's execution runs. `name-used`: an execution of this name has ended before, or has another input
 * (the books were lost, the state machine was not).
 */
export type Start = "started" | "name-used";

/** Starts executions of one state machine, each named after its run: no run has two. */
export class ExecutionStarter {
  readonly stateMachineArn: string;
  readonly #client: SFNClient;

  constructor(stateMachineArn: string, client = new SFNClient()) {
    this.stateMachineArn = stateMachineArn;
    this.#client = client;
  }

  /** Starts a run's execution. Repeating it with the same input while the execution runs changes nothing. */
  async start(run: RunRecord): Promise<Start> {
    const { stateMachineArn } = this;
    const input = JSON.stringify(executionInput(run));
    try {
      await this.#client.send(new StartExecutionCommand({ stateMachineArn, name: run.id, input }));
      return "started";
    } catch (thrown) {
      if (!(thrown instanceof ExecutionAlreadyExists)) throw thrown;
      // The SDK has repeated a request whose answer was lost, and the execution has come to its end meanwhile.
      const repeated = (thrown.$metadata.attempts ?? 1) > 1;
      return repeated ? "started" : "name-used";
    }
  }
}
