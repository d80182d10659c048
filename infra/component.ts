import * as pulumi from "@pulumi/pulumi";

/**
 * Where a component's file lies below `infra/`: `index` for the top folder, else the folder's name. With the class's
 * name it makes the type token, so that the tree of components is the tree of files: `spanishgas:index:DataLake` is
 * `infra/data-lake.ts`, `spanishgas:pipeline:Trigger` is `infra/pipeline/trigger.ts`.
 */
export type Room =
  | "index"
  | "iam"
  | "data-lake"
  | "images"
  | "pipeline"
  | "dashboard"
  | "alerts"
  | "network"
  | "github-oidc"
  | "scale";

/** Base of all components: the type token follows from the file's place and the class's name. */
export abstract class Component extends pulumi.ComponentResource {
  constructor(room: Room, kind: string, name: string, opts?: pulumi.ComponentResourceOptions) {
    super(`spanishgas:${room}:${kind}`, name, {}, opts);
  }

  /** Options of a child: it belongs to this component. */
  protected child(opts: pulumi.CustomResourceOptions = {}): pulumi.CustomResourceOptions {
    return { parent: this, ...opts };
  }
}

/** One wrong argument: its path (`lifecycle.expireDays`) and what is allowed instead. */
export interface Fault {
  readonly path: string;
  readonly message: string;
}

/**
 * Reports all wrong arguments of a component at once, without a stack trace.
 * @throws pulumi.RunError when there is any
 */
export function throwIfAny(component: string, faults: readonly Fault[]): void {
  if (faults.length === 0) return;
  const lines = faults.map(({ path, message }) => `  ${path}: ${message}`);
  const count = faults.length === 1 ? "one argument is" : `${faults.length} arguments are`;
  throw new pulumi.RunError(`${component}: ${count} wrong.\n${lines.join("\n")}`);
}
