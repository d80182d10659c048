/** What the offline engine records of a program: the words that the other files of this folder share. */

/** `preview`: what only the cloud can tell is unknown. `update`: it is made up, the same at every run. */
export type Mode = "preview" | "update";

/** Stands for a value that a preview cannot know. */
export const UNKNOWN = "<unknown>";

/** A value as the program gave it, readable: secrets unwrapped, unknown values as `UNKNOWN`, files as their content's hash. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };

/** Inputs or outputs by name. */
export type Values = Readonly<Record<string, Value>>;

/** One resource or component, as the program registered it. */
export interface RecordedResource {
  readonly urn: string;
  /** For example `aws:s3/bucket:Bucket` or `spanishgas:index:DataLake`. */
  readonly type: string;
  readonly name: string;
  /**
   * `component`: groups others. `custom`: a resource of a provider. `remote`: a component that its provider builds, so
   * that its children are not seen here. `read`: exists already and is only looked at.
   */
  readonly kind: "component" | "custom" | "remote" | "read";
  /** URN of the component that it belongs to; undefined for the stack itself. */
  readonly parent: string | undefined;
  readonly inputs: Values;
  /** Paths of the inputs that are secret, for example `environment.variables.TOKEN`. */
  readonly secrets: readonly string[];
  /** What a component registered as its outputs; of a resource: inputs and what the cloud adds. */
  readonly outputs: Values;
  /** URNs, sorted: all resources that must exist before this one. */
  readonly dependencies: readonly string[];
  /** By input: the URNs that its value comes from. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** URN of the explicit provider; undefined when the program leaves the choice to Pulumi's default provider. */
  readonly provider: string | undefined;
  readonly protect: boolean;
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  /** Left out: the provider decides. */
  readonly deleteBeforeReplace: boolean | undefined;
  readonly retainOnDelete: boolean;
  /** URNs, or what differs from the URN of today. */
  readonly aliases: readonly string[];
  /** Id of an existing resource that is imported or read. */
  readonly existingId: string | undefined;
}

/** One question that the program asked the cloud. */
export interface RecordedCall {
  /** For example `aws:index/getCallerIdentity:getCallerIdentity`. */
  readonly token: string;
  readonly arguments: Values;
}

/** What the program or the engine said. */
export interface LogLine {
  readonly severity: "debug" | "info" | "warning" | "error";
  readonly message: string;
  readonly urn: string | undefined;
}

/** A run of a program, complete when `errors` is empty. */
export interface Recording {
  readonly project: string;
  readonly stack: string;
  readonly mode: Mode;
  /** Sorted by URN. */
  readonly resources: readonly RecordedResource[];
  /** Sorted by token and arguments. */
  readonly calls: readonly RecordedCall[];
  /** Without debug lines. */
  readonly logs: readonly LogLine[];
  /** What the stack exports. */
  readonly outputs: Values;
  /** Messages as a user of Pulumi would read them. */
  readonly errors: readonly string[];
  readonly seconds: number;
}

/** The type that all resources of a stack descend from. */
export const STACK_TYPE = "pulumi:pulumi:Stack";

/** Whether a type is that of a provider's configuration. */
export const isProviderType = (type: string): boolean => type.startsWith("pulumi:providers:");

/** Last part of a URN: the resource's name. */
export const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");

/** The type in a URN, without those of its parents. */
export const typeOf = (urn: string): string => (urn.split("::")[2] ?? "").split("$").at(-1) ?? "";
