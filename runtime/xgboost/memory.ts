import koffi from "koffi";

/** A pointer of the library: a matrix, a booster or a buffer that it owns. */
export type Pointer = bigint;
/** Receives one pointer or one length from a call: element 0. */
export type OutCell = BigUint64Array;

/** Copies `length` bytes that the library owns: it may overwrite or free them at the next call. */
export function copyBytes(pointer: Pointer, length: number): Uint8Array<ArrayBuffer> {
  return length === 0 ? new Uint8Array(0) : new Uint8Array(koffi.view(pointer, length)).slice();
}

/** Copies `length` 32-bit floats that the library owns. */
export function copyFloats(pointer: Pointer, length: number): Float32Array<ArrayBuffer> {
  return length === 0 ? new Float32Array(0) : new Float32Array(koffi.view(pointer, length * 4)).slice();
}

/** Copies a zero-terminated UTF-8 text that the library owns. */
export function copyText(pointer: Pointer): string {
  return koffi.decode.string(pointer);
}

/** Copies `length` zero-terminated UTF-8 texts that the library owns. */
export function copyTexts(pointer: Pointer, length: number): string[] {
  const texts: string[] = [];
  const pointers = length === 0 ? [] : new BigUint64Array(koffi.view(pointer, length * 8)).slice();
  for (const text of pointers) texts.push(copyText(text));
  return texts;
}

/** Element 0 of an output cell, as a number. */
export function numberIn(cell: OutCell): number {
  return Number(cell[0] ?? 0n);
}

/** Element 0 of an output cell, as a pointer. */
export function pointerIn(cell: OutCell): Pointer {
  return cell[0] ?? 0n;
}
