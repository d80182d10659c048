import { crc32 } from "node:zlib";
import { bytesOfFile, type FileRange } from "../digest.ts";

/**
 * CRC-32 (IEEE 802.3) as S3 uses it for whole objects: it can be computed of parts in any order and combined, so that
 * what arrives in parallel needs to be read only once.
 */

/** The polynomial, its bits reversed: the highest power of x is the lowest bit. */
const POLYNOMIAL = 0xedb88320;
/** x to the power of 0. */
const ONE = 0x80000000;

/** Product of two polynomials modulo the CRC's. */
function multiply(a: number, b: number): number {
  let product = 0;
  let factor = b;
  for (let bit = ONE; bit !== 0; bit >>>= 1) {
    if ((a & bit) !== 0) product ^= factor;
    factor = (factor & 1) === 0 ? factor >>> 1 : (factor >>> 1) ^ POLYNOMIAL;
  }
  return product >>> 0;
}

/** x to the power of 8 for each byte, modulo the CRC's polynomial: what so many bytes of zeros do to a CRC. */
function shiftOf(bytes: number): number {
  let shift = ONE;
  let square = ONE >>> 8;
  for (let rest = bytes; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) shift = multiply(square, shift);
    square = multiply(square, square);
  }
  return shift;
}

/** CRC of two pieces one after the other. @param bytes length of the second */
export function combineCrc32(first: number, second: number, bytes: number): number {
  return (multiply(shiftOf(bytes), first) ^ second) >>> 0;
}

/** As S3 writes it: four bytes, the highest first, in base 64. */
export function crc32Text(crc: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc);
  return bytes.toString("base64");
}

/** CRC of a file, or of a part of it: from byte `start` up to and without byte `end`. */
export async function crc32OfFile(path: string, range: FileRange = {}): Promise<number> {
  let crc = 0;
  for await (const bytes of bytesOfFile(path, range)) crc = crc32(bytes, crc);
  return crc;
}
