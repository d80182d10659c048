/** Bytes that follow each type letter of Universal Binary JSON (https://ubjson.org/type-reference/). */
const FIXED_SIZE: Readonly<Record<string, number>> = {
  Z: 0,
  N: 0,
  T: 0,
  F: 0,
  i: 1,
  U: 1,
  C: 1,
  I: 2,
  l: 4,
  d: 4,
  L: 8,
  D: 8,
};

/** XGBoost's own models nest five deep; a hostile file must not exhaust the stack. */
const DEEPEST = 64;

/**
 * Is this one whole UBJ object, from its first to its last byte? XGBoost 1.7 reads beyond the end of a truncated one
 * and takes the process down with it, so a model is looked through before the library sees it.
 */
export function isWholeUbj(bytes: Uint8Array): boolean {
  const reader = new Reader(bytes);
  try {
    reader.skip(reader.letter(), 0);
    return reader.at === bytes.length;
  } catch (thrown) {
    if (thrown instanceof RangeError) return false;
    throw thrown;
  }
}

/** Walks over values; throws RangeError where the bytes end early or make no sense. */
class Reader {
  at = 0;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  letter(): string {
    const code = this.#view.getUint8(this.at);
    this.at += 1;
    return String.fromCharCode(code);
  }

  skip(type: string, depth: number): void {
    if (depth > DEEPEST) throw new RangeError("nested too deep");
    const size = FIXED_SIZE[type];
    if (size !== undefined) this.#advance(size);
    else if (type === "S" || type === "H") this.#advance(this.#length());
    else if (type === "[" || type === "{") this.#skipContainer(type, depth);
    else throw new RangeError(`no UBJ type: ${type}`);
  }

  /** `[` or `{`, optionally `$` and the type of all items, optionally `#` and their number; else up to the closer. */
  #skipContainer(open: "[" | "{", depth: number): void {
    const isObject = open === "{";
    const closer = isObject ? "}" : "]";
    const itemType = this.#take("$") ? this.letter() : undefined;
    if (!this.#take("#")) {
      if (itemType !== undefined) throw new RangeError("a type without a count");
      while (!this.#take(closer)) {
        if (isObject) this.#advance(this.#length());
        this.skip(this.letter(), depth + 1);
      }
      return;
    }
    const count = this.#length();
    const size = itemType === undefined ? undefined : FIXED_SIZE[itemType];
    if (!isObject && size !== undefined) {
      this.#advance(count * size);
      return;
    }
    for (let item = 0; item < count; item += 1) {
      if (isObject) this.#advance(this.#length());
      this.skip(itemType ?? this.letter(), depth + 1);
    }
  }

  #take(letter: string): boolean {
    if (this.#view.getUint8(this.at) !== letter.charCodeAt(0)) return false;
    this.at += 1;
    return true;
  }

  #length(): number {
    const type = this.letter();
    const at = this.at;
    this.#advance(FIXED_SIZE[type] ?? 0);
    switch (type) {
      case "i":
        return this.#notNegative(this.#view.getInt8(at));
      case "U":
        return this.#view.getUint8(at);
      case "I":
        return this.#notNegative(this.#view.getInt16(at));
      case "l":
        return this.#notNegative(this.#view.getInt32(at));
      case "L":
        return this.#notNegative(Number(this.#view.getBigInt64(at)));
      default:
        throw new RangeError(`no UBJ length: ${type}`);
    }
  }

  #notNegative(length: number): number {
    if (length < 0) throw new RangeError("a negative length");
    return length;
  }

  #advance(bytes: number): void {
    if (this.at + bytes > this.#view.byteLength) throw new RangeError("the bytes end early");
    this.at += bytes;
  }
}
