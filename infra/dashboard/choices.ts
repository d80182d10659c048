import type { Stack } from "../stack.ts";
import type { Access } from "./access.ts";

/** What may be chosen of a dashboard, defaults filled in. */
export interface Choices {
  readonly access: Access;
  readonly cpu: number;
  readonly memoryMb: number;
  readonly tasks: { readonly min: number; readonly max: number };
  readonly firewall: "none" | { readonly requestsPer5Minutes: number };
}

/** Fills in what is left open: prod has two tasks, so that one may fail. */
export function choicesOf(stack: Stack, chosen: Pick<Choices, "access"> & Partial<Choices>): Choices {
  const tasks = stack.environment === "prod" ? { min: 2, max: 4 } : { min: 1, max: 2 };
  return {
    access: chosen.access,
    cpu: chosen.cpu ?? 512,
    memoryMb: chosen.memoryMb ?? 1024,
    tasks: chosen.tasks ?? tasks,
    firewall: chosen.firewall ?? { requestsPer5Minutes: 2000 },
  };
}
