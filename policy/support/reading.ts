import type { z } from "zod";

/** Hears of properties that cannot be known before the update. */
export type OnUnknown = (path: string) => void;

type State<T> =
  | { readonly kind: "known"; readonly value: T }
  | { readonly kind: "unknown" }
  | { readonly kind: "absent" };

/**
 * A property of a resource as a rule reads it: known, unknown until the update, or absent. It carries its path, for
 * messages. Reading on from what is unknown or absent gives the same again, so rules read straight through, and what a
 * rule wanted to know and could not is told to `onUnknown`: no rule passes in silence.
 *
 * @example for (const rule of group.get("ingress").items()) if (rule.get("fromPort").is((port) => port === 22)) …
 */
export class Reading<out T> {
  /** For example `ingress[0].cidrBlocks`; empty for the resource itself. */
  readonly path: string;
  readonly #state: State<T>;
  readonly #onUnknown: OnUnknown;

  private constructor(path: string, state: State<T>, onUnknown: OnUnknown) {
    this.path = path;
    this.#state = state;
    this.#onUnknown = onUnknown;
  }

  /** The properties of a resource. Without `onUnknown` nobody hears of what is unknown. */
  static of<T>(properties: T, onUnknown: OnUnknown = () => {}): Reading<T> {
    return new Reading("", { kind: "known", value: properties }, onUnknown);
  }

  /** The value; undefined when it is unknown or absent. */
  get value(): T | undefined {
    return this.#state.kind === "known" ? this.#state.value : undefined;
  }

  get isUnknown(): boolean {
    return this.#state.kind === "unknown";
  }

  /** Left out, null, or an empty text: AWS reports an unset text as an empty one. */
  get isAbsent(): boolean {
    return this.#state.kind === "absent";
  }

  /** Known, and as `holds` says. */
  is(holds: (value: T) => boolean): boolean {
    return this.#state.kind === "known" && holds(this.#state.value);
  }

  /** Absent, or known and not as `holds` says. What is unknown is neither. */
  isNot(holds: (value: T) => boolean): boolean {
    return this.#state.kind === "absent" || (this.#state.kind === "known" && !holds(this.#state.value));
  }

  /** A field of an object. */
  get<K extends keyof T & string>(key: K): Reading<NonNullable<T[K]>> {
    const path = this.path === "" ? key : `${this.path}.${key}`;
    const state = this.#state;
    if (state.kind !== "known") return new Reading(path, state, this.#onUnknown);
    return this.#read(path, () => state.value[key]);
  }

  /** The items of a list; none when it is unknown or absent. */
  items<E>(this: Reading<readonly E[]>): Reading<NonNullable<E>>[] {
    const list = this.value;
    if (list === undefined) return [];
    return Array.from({ length: list.length }, (_, index) =>
      this.#read(`${this.path}[${index}]`, () => list[index]),
    );
  }

  /** The fields of a map, with their names; none when it is unknown or absent. */
  entries<V>(this: Reading<Readonly<Record<string, V>>>): (readonly [string, Reading<NonNullable<V>>])[] {
    const map = this.value;
    if (map === undefined) return [];
    return Object.keys(map).map((key) => [key, this.#read(`${this.path}.${key}`, () => map[key])] as const);
  }

  /** A JSON document, checked. One that is not as the schema says counts as unknown: AWS refuses it at the update. */
  json<D>(this: Reading<unknown>, schema: z.ZodType<D>): Reading<D> {
    const state = this.#state;
    if (state.kind !== "known") return new Reading(this.path, state, this.#onUnknown);
    return this.#read(this.path, () => {
      // Given as an object it may hold unknown values, which show themselves when it is written as text.
      const text = typeof state.value === "string" ? state.value : JSON.stringify(state.value);
      return schema.parse(JSON.parse(text));
    });
  }

  #read<V>(path: string, look: () => V): Reading<NonNullable<V>> {
    try {
      const value = look();
      if (value === undefined || value === null || value === "") {
        return new Reading<NonNullable<V>>(path, { kind: "absent" }, this.#onUnknown);
      }
      return new Reading<NonNullable<V>>(path, { kind: "known", value }, this.#onUnknown);
    } catch {
      // Pulumi hands rules objects that throw when an unknown value is read. Nothing else throws in plain data.
      this.#onUnknown(path);
      return new Reading<NonNullable<V>>(path, { kind: "unknown" }, this.#onUnknown);
    }
  }
}
