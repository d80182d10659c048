import type { ServiceCall } from "../cloud-harness/hooks.ts";
import type { Fault, ProxiedRequest } from "../fault-proxy.ts";
import { type Caller, type Target, targets } from "./broken-ways.ts";
import type { FaultWorld } from "./world.ts";

/** A call that something happens to: a state's function or job, the trigger, or the tale of an ended execution. */
export interface Moment {
  readonly service: ServiceCall["service"];
  /** State of the state machine. Left out: any. */
  readonly state?: string;
  /** What a job's container runs, in whichever of its states. Left out: any. */
  readonly program?: string;
  /** Tries of the call that are struck, from 0. @default the first alone */
  readonly tries?: number;
}

/** Is this call the moment that is meant? */
export function meets({ service, state, program, tries = 1 }: Moment, call: ServiceCall): boolean {
  if (call.service !== service || call.attempt >= tries) return false;
  if (program !== undefined && !("program" in call && call.program === program)) return false;
  return state === undefined || ("state" in call && call.state === state);
}

/** Kills the process of a call when its request number `at` (from 0, all services together) sets out, before it arrives; each try anew. */
export function killAtRequest(moment: Moment, at: number): (world: FaultWorld) => void {
  return (world) => {
    let sent = 0;
    let counted: ServiceCall | undefined;
    for (const target of targets)
      world.ways.add(callerOf(moment), [target], () => {
        const call = world.call((each) => meets(moment, each));
        if (call === undefined) return undefined;
        if (call !== counted) sent = 0;
        counted = call;
        sent += 1;
        if (sent !== at + 1) return undefined;
        world.struck += 1;
        world.kill(call);
        return { drop: true };
      });
  };
}

/** Breaks requests of a call; `chooses` narrows them, `times` says how many. */
export function breakRequests(
  moment: Moment,
  target: Target,
  fault: Fault,
  {
    times = Number.POSITIVE_INFINITY,
    chooses = () => true,
  }: { readonly times?: number; readonly chooses?: (request: ProxiedRequest) => boolean } = {},
): (world: FaultWorld) => void {
  return (world) => {
    let broken = 0;
    world.ways.add(callerOf(moment), [target], (request) => {
      if (world.call((each) => meets(moment, each)) === undefined) return undefined;
      if (broken >= times || !chooses(request)) return undefined;
      broken += 1;
      world.struck += 1;
      return fault;
    });
  };
}

/** Something happens once, before a state begins its work. */
export function beforeState(
  state: string,
  happens: (world: FaultWorld, run: string) => Promise<void>,
): (world: FaultWorld) => void {
  return (world) =>
    world.stand({
      before: async (call) => {
        if (!("state" in call) || call.state !== state || world.struck > 0) return;
        world.struck += 1;
        await happens(world, call.run);
      },
    });
}

/** The call is done, and its answer never arrives. */
export function loseAnswer(moment: Moment, thrown: Error): (world: FaultWorld) => void {
  return (world) => {
    world.stand({
      after: (call) => {
        if (!meets(moment, call)) return;
        world.struck += 1;
        throw thrown;
      },
    });
  };
}

function callerOf({ service }: Moment): Caller {
  switch (service) {
    case "trigger":
      return "trigger";
    case "control":
    case "ending":
    case "decision":
      return "control";
    case "job":
      return "jobs";
  }
}
