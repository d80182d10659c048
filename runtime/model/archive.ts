import { gzipSync } from "node:zlib";

/** Tar lays everything out in blocks of this many bytes. */
const BLOCK = 512;
/** Two empty blocks end an archive. */
const END = Buffer.alloc(2 * BLOCK);

/** A file of an archive: a plain name of at most 100 ASCII characters, without folders. */
export interface ArchivedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A number as tar writes it: octal digits and a zero byte, in a field of this width. */
function octal(value: number, width: number): string {
  return `${value.toString(8).padStart(width - 1, "0")}\0`;
}

/** Header of a file that everybody may read, of the first user and group, and of no time (POSIX.1-1988, ustar). */
function header({ name, bytes }: ArchivedFile): Buffer {
  const block = Buffer.alloc(BLOCK);
  const fields = [
    { at: 0, text: name },
    { at: 100, text: octal(0o644, 8) },
    { at: 108, text: octal(0, 8) },
    { at: 116, text: octal(0, 8) },
    { at: 124, text: octal(bytes.length, 12) },
    { at: 136, text: octal(0, 12) },
    // The checksum is taken over blanks in its own place.
    { at: 148, text: " ".repeat(8) },
    { at: 156, text: "0" },
    { at: 257, text: "ustar\x0000" },
  ];
  for (const { at, text } of fields) block.write(text, at, "ascii");
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 7)} `, 148, "ascii");
  return block;
}

/**
 * A tar archive inside of gzip: the one form in which SageMaker takes a model for endpoints and batch transforms alike.
 * Nothing is compressed and no time is noted, so that the same files give the same bytes on every machine.
 */
export function archive(files: readonly ArchivedFile[]): Uint8Array {
  const blocks = files.flatMap((file) => {
    const padding = Buffer.alloc((BLOCK - (file.bytes.length % BLOCK)) % BLOCK);
    return [header(file), file.bytes, padding];
  });
  const zipped = gzipSync(Buffer.concat([...blocks, END]), { level: 0 });
  // The operating system that gzip notes differs between machines; 255 is "unknown" (RFC 1952).
  zipped[9] = 255;
  return zipped;
}
