import type { Hooks } from "./hooks.ts";
import type { Image } from "./job-container.ts";
import type { AtEnd, CloudService, Place } from "./place.ts";
import type { QueueTimes } from "./resources.ts";

/** Addresses that one caller uses in the place of the usual ones. */
export type Detours = Partial<Readonly<Record<CloudService, string>>>;

/** How the cloud is to be. */
export interface HarnessOptions {
  /** Takes what ends it all: `onTestFinished`, or `endsOfFile()` for all tests of a file. */
  readonly atEnd: AtEnd;
  /** Where the services are. @default everything on loopback */
  readonly place?: Place;
  /** What a job's container runs. @default the image's own entry point */
  readonly image?: Image;
  readonly hooks?: Hooks;
  /** Detours to services, by who takes them: a proxy that breaks requests. SageMaker copies files by `jobs`. */
  readonly endpoints?: { readonly trigger?: Detours; readonly control?: Detours; readonly jobs?: Detours };
  /**
   * How long an upload must have been quiet, in ms: the functions' clocks are ahead by the rest of the real time.
   * @default 0
   */
  readonly settleMs?: number;
  /** @default no delay, visible again after 1 s, and tries that outlast a run as the stack's do */
  readonly queue?: Partial<QueueTimes>;
  /** Pause before a state is tried again, and of a state that waits, in ms. @default 10 */
  readonly retryPauseMs?: number;
}
