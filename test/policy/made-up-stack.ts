import type { Recording, Values } from "../support/engine/index.ts";

/** One resource of a stack that no program made. */
export interface MadeUp {
  /** For example `aws:s3/bucket:Bucket`. */
  readonly type: string;
  readonly name: string;
  readonly inputs: Values;
  /** By input: the names of the resources that its value comes from. */
  readonly from?: Readonly<Record<string, readonly string[]>>;
  readonly protect?: boolean;
}

/** A recording of resources given by hand, so that a rule can be asked about one property at a time. */
export function madeUpStack(resources: readonly MadeUp[], stack = "prod"): Recording {
  const urnOf = (name: string): string => {
    const type = resources.find((resource) => resource.name === name)?.type ?? "";
    return `urn:pulumi:${stack}::spanishgas::${type}::${name}`;
  };
  return {
    project: "spanishgas",
    stack,
    mode: "preview",
    resources: resources.map(({ type, name, inputs, from = {}, protect = false }) => ({
      urn: urnOf(name),
      type,
      name,
      kind: "custom",
      parent: undefined,
      inputs,
      secrets: [],
      outputs: inputs,
      dependencies: Object.values(from).flat().map(urnOf),
      propertyDependencies: Object.fromEntries(
        Object.entries(from).map(([property, names]) => [property, names.map(urnOf)]),
      ),
      provider: undefined,
      protect,
      ignoreChanges: [],
      replaceOnChanges: [],
      deleteBeforeReplace: undefined,
      retainOnDelete: false,
      aliases: [],
      existingId: undefined,
    })),
    calls: [],
    logs: [],
    outputs: {},
    errors: [],
    seconds: 0,
  };
}
