declare module "dynalite" {
  import type { Server } from "node:http";

  /** How long tables take to be made, changed and removed, in ms. */
  interface DynaliteOptions {
    readonly createTableMs?: number;
    readonly updateTableMs?: number;
    readonly deleteTableMs?: number;
  }
  export default function dynalite(options?: DynaliteOptions): Server;
}
