import type { z } from "zod";

/** Hears of what a rule wanted to know and could not, so that no rule passes in silence. */
export interface Listener {
  /** The value is known only at the update. */
  unknown(path: string): void;
  /** A document is not what its rules can read. */
  unreadable(path: string, problem: string): void;
  /** Whether an unknown property of the resource was left out by the program, and is for the cloud to fill. */
  isLeftOut?(key: string): boolean;
}

/** Nobody hears: for looking around. */
const deaf: Listener = { unknown() {}, unreadable() {} };

type State<T> =
  | { readonly kind: "known"; readonly value: T }
  | { readonly kind: "unknown" }
  | { readonly kind: "absent" };

/**
 * A property of a resource as a rule reads it: known, unknown until the update, or absent. It carries its path, for
 * messages. Reading on from what is unknown or absent gives the same again, so rules read straight through, and what a
 * rule wanted to know and could not is told to the listener.
 *
 * @example for (const rule of group.get("ingress").items()) if (rule.get("fromPort").is((port) => port === 22)) …
 */
export class Reading<out T> {
  /** For example `ingress[0].cidrBlocks`; empty for the resource itself. */
  readonly path: string;
  readonly #state: State<T>;
  readonly #listener: Listener;

  private constructor(path: string, state: State<T>, listener: Listener) {
    this.path = path;
    this.#state = state;
    this.#listener = listener;
  }

  /** The properties of a resource. Without a listener nobody hears of what is unknown. */
  static of<T>(properties: T, listener: Listener = deaf): Reading<T> {
    return new Reading("", { kind: "known", value: properties }, listener);
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
    if (state.kind !== "known") return new Reading(path, state, this.#listener);
    return this.#read(path, () => state.value[key]);
  }

  /**
   * Whether a field is given at all, where its value does not matter. An unknown one is: what the program leaves out is
   * absent, and not unknown.
   */
  has<K extends keyof T & string>(key: K): boolean {
    return !this.quietly().get(key).isAbsent;
  }

  /** The same, where it does not matter that a value is unknown: nobody hears of it. Say why. */
  quietly(): Reading<T> {
    const { isLeftOut } = this.#listener;
    return new Reading(this.path, this.#state, isLeftOut === undefined ? deaf : { ...deaf, isLeftOut });
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

  /** A JSON document, checked. One that the schema does not fit is told to the listener, and then as good as unknown. */
  json<D>(this: Reading<unknown>, schema: z.ZodType<D>): Reading<D> {
    const text = this.#text();
    const state = text.#state;
    if (state.kind !== "known") return new Reading(this.path, state, this.#listener);
    const unreadable = (problem: string): Reading<D> => {
      this.#listener.unreadable(this.path, problem);
      return new Reading<D>(this.path, { kind: "unknown" }, this.#listener);
    };
    let json: unknown;
    try {
      json = JSON.parse(state.value);
    } catch {
      return unreadable("is not JSON");
    }
    const { data, error } = schema.safeParse(json);
    if (error === undefined) return new Reading(this.path, { kind: "known", value: data }, this.#listener);
    const [{ path, message } = { path: [], message: "" }] = error.issues;
    return unreadable(`is a document that this rule cannot read (${[...path, message].join(" ")})`);
  }

  /** A document as text. Given as an object it may hold unknown values, which show themselves when it is written. */
  #text(this: Reading<unknown>): Reading<string> {
    const state = this.#state;
    if (state.kind !== "known") return new Reading(this.path, state, this.#listener);
    return this.#read(this.path, () =>
      typeof state.value === "string" ? state.value : JSON.stringify(state.value),
    );
  }

  #read<V>(path: string, look: () => V): Reading<NonNullable<V>> {
    const as = (state: State<NonNullable<V>>) => new Reading<NonNullable<V>>(path, state, this.#listener);
    try {
      const value = look();
      return value === undefined || value === null || value === ""
        ? as({ kind: "absent" })
        : as({ kind: "known", value });
    } catch {
      // Pulumi hands rules objects that throw when an unknown value is read. Nothing else throws in plain data.
      if (this.path === "" && (this.#listener.isLeftOut?.(path) ?? false)) return as({ kind: "absent" });
      this.#listener.unknown(path);
      return as({ kind: "unknown" });
    }
  }
}
