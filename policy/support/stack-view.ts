import type { PolicyResource } from "@pulumi/policy";
import type { CustomResourceOptions, Resource } from "@pulumi/pulumi";
import type { ResolvedResource } from "@pulumi/pulumi/queryable/index.js";
import { type Listener, Reading } from "./reading.ts";

/** A resource of a stack, with its properties as the cloud answered. */
export interface Member<T> {
  readonly urn: string;
  readonly name: string;
  /**
   * For judging. What the program left out is absent here, although a preview counts what the cloud will fill as unknown:
   * an unknown value that the program gave always comes from another resource, and Pulumi recorded which.
   */
  readonly properties: Reading<T>;
  /** The same, for looking around: nobody hears of what is unknown. */
  readonly quiet: Reading<T>;
  readonly resource: PolicyResource;
}

/** All resources of a stack, by type and by how they refer to each other. */
export class StackView {
  readonly resources: readonly PolicyResource[];
  readonly #listenerOf: (urn: string) => Listener;

  constructor(resources: readonly PolicyResource[], listenerOf: (urn: string) => Listener) {
    this.resources = resources;
    this.#listenerOf = listenerOf;
  }

  /** The resources of a type. */
  of<R extends Resource, A>(
    type: new (name: string, args: A, opts?: CustomResourceOptions) => R,
  ): Member<ResolvedResource<R>>[] {
    return this.resources.flatMap((resource) => {
      const properties = resource.asType(type);
      if (properties === undefined) return [];
      const { urn, name } = resource;
      return [
        {
          urn,
          name,
          resource,
          properties: Reading.of(properties, {
            ...this.#listenerOf(urn),
            isLeftOut: (key) => (resource.propertyDependencies[key] ?? []).length === 0,
          }),
          quiet: Reading.of(properties),
        },
      ];
    });
  }
}

/**
 * Whether a property of one resource comes from another one: Pulumi recorded the dependency, which a preview knows
 * too, or the property is a name that the other has. `names` holds those that count.
 */
export function refersTo(
  from: PolicyResource,
  property: string,
  to: PolicyResource,
  names: readonly Reading<string>[] = [],
): boolean {
  if (from.propertyDependencies[property]?.some(({ urn }) => urn === to.urn) ?? false) return true;
  const value = Reading.of(from.props).get(property).value;
  return typeof value === "string" && names.some((name) => name.is((known) => known === value));
}
