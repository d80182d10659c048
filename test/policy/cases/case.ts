import type { MadeUp } from "../made-up-stack.ts";

/** One question to a rule. */
export interface Case {
  readonly rule: string;
  readonly what: string;
  readonly resources: readonly MadeUp[];
  /** What the rule finds. @default nothing */
  readonly finds?: readonly string[];
  /** @default "prod" */
  readonly stack?: string;
}
