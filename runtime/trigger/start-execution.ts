import {
  ExecutionAlreadyExists,
  SFNClient,
  SFNServiceException,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
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
    const command = new StartExecutionCommand({ stateMachineArn, name: run.id, input });
    let mayBeStarted = false;
    // Each of the client's attempts passes here.
    command.middlewareStack.add(
      (next) => async (args) => {
        try {
          return await next(args);
        } catch (thrown) {
          mayBeStarted ||= mayHaveWorked(thrown);
          throw thrown;
        }
      },
      { step: "finalizeRequest", priority: "low", name: "answerOfEachAttempt" },
    );
    try {
      await this.#client.send(command);
      return "started";
    } catch (thrown) {
      if (!(thrown instanceof ExecutionAlreadyExists)) throw thrown;
      // The client has repeated a request whose answer was lost, and the execution has come to its end meanwhile.
      return mayBeStarted ? "started" : "name-used";
    }
  }
}

/** Can the execution have been started all the same? What Step Functions has refused was not done. */
function mayHaveWorked(thrown: unknown): boolean {
  return !(thrown instanceof SFNServiceException) || (thrown.$metadata.httpStatusCode ?? 500) >= 500;
}
