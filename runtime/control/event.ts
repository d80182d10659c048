import { z } from "zod";
import type { ControlCall } from "../../configs/functions.ts";
import type { ControlState } from "../../configs/state-machine.ts";
import { controlTasks } from "../pipeline/control-tasks.ts";
import { changedPackage } from "./approval.ts";

/**
 * What the control function is called with: by the state machine, by an event about one of its executions, or by one
 * about a model package.
 */

function isControlState(name: string): name is ControlState {
  return Object.hasOwn(controlTasks, name);
}

const callSchema = z.object({
  state: z.string().refine(isControlState, "is no control task"),
  execution: z.json(),
  prepareScan: z.enum(["athena", "shards"]).exactOptional(),
  machines: z.int().min(1).exactOptional(),
});

/** Ways in which an execution ends without its own end. */
const badEndings = ["FAILED", "TIMED_OUT", "ABORTED"] as const;

const endedSchema = z.object({
  "detail-type": z.literal("Step Functions Execution Status Change"),
  detail: z.object({
    name: z.string(),
    stateMachineArn: z.string(),
    status: z.enum(badEndings),
    error: z.string().nullish(),
    cause: z.string().nullish(),
  }),
});

/** An execution that ended badly, as EventBridge tells it. */
export type EndedExecution = z.infer<typeof endedSchema>["detail"];

/** An event as what it is. */
export type ControlEvent =
  | { readonly type: "call"; readonly call: ControlCall }
  | { readonly type: "ended"; readonly execution: EndedExecution }
  | { readonly type: "package-changed"; readonly arn: string };

/** @throws Error when the event is of none of these kinds. */
export function controlEvent(event: unknown): ControlEvent {
  const arn = changedPackage(event);
  if (arn !== undefined) return { type: "package-changed", arn };
  const ended = endedSchema.safeParse(event);
  if (ended.success) return { type: "ended", execution: ended.data.detail };
  const call = callSchema.safeParse(event);
  if (call.success) return { type: "call", call: call.data };
  throw new Error(
    "This is neither a control task's call nor the end of an execution nor a model package's change: " +
      call.error.message,
  );
}
