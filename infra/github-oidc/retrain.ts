import type { Statement } from "../iam/statement.ts";
import { arnOf, type Stack } from "../stack.ts";
import { on } from "./scope.ts";

/** What a request for a run needs: the trigger function claims the delivery and starts the run; nothing else may. */
export function retrainStatements(stack: Stack): Statement[] {
  return [
    on(
      "AskForARun",
      [arnOf(stack, "lambda", `function:${stack.prefix}-pipeline-trigger`)],
      ["lambda:InvokeFunction"],
    ),
  ];
}
