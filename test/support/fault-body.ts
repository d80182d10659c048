import { Transform } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * What goes wrong with the body of an answer.
 * - `truncateAfter`: so many bytes arrive, then the connection breaks; with `silently` the answer has no length and
 *   ends there as if it were whole.
 * - `bytesPerSecond`: it comes slowly. At 0 nothing of it ever comes.
 * - `flipByteAt`: the byte at this place, from 0, arrives changed.
 */
export type BodyFault =
  | { readonly truncateAfter: number; readonly silently?: true }
  | { readonly bytesPerSecond: number }
  | { readonly flipByteAt: number };

/** Pieces in which slow bytes come, a second. */
const PIECES_PER_SECOND = 20;

const BEFORE_BREAK_MS = 20;

/** Hands a body on with its fault. @param count hears how many bytes were sent */
export function answerBody(fault: BodyFault | undefined, count: (bytes: number) => void): Transform {
  let position = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const send = (bytes: Buffer) => {
        count(bytes.length);
        this.push(bytes);
      };
      const start = position;
      position += chunk.length;
      if (fault === undefined) send(chunk);
      else if ("flipByteAt" in fault) send(flipped(chunk, fault.flipByteAt - start));
      else if ("bytesPerSecond" in fault) {
        sendSlowly(chunk, fault.bytesPerSecond, send).then(() => done(), done);
        return;
      } else {
        send(chunk.subarray(0, Math.max(0, fault.truncateAfter - start)));
        if (position > fault.truncateAfter) {
          if (fault.silently === true) this.push(null);
          // A connection that breaks takes with it what its reader has not read yet: the reader has a moment for it.
          else setTimeout(() => done(new Error("The connection breaks here.")), BEFORE_BREAK_MS);
          return;
        }
      }
      done();
    },
  });
}

function flipped(chunk: Buffer, at: number): Buffer {
  if (at < 0 || at >= chunk.length) return chunk;
  const changed = Buffer.from(chunk);
  changed.writeUInt8(changed.readUInt8(at) ^ 0xff, at);
  return changed;
}

async function sendSlowly(
  chunk: Buffer,
  bytesPerSecond: number,
  send: (bytes: Buffer) => void,
): Promise<void> {
  if (bytesPerSecond <= 0) return new Promise(() => undefined);
  const size = Math.max(1, Math.floor(bytesPerSecond / PIECES_PER_SECOND));
  for (let at = 0; at < chunk.length; at += size) {
    const piece = chunk.subarray(at, at + size);
    await sleep((piece.length / bytesPerSecond) * 1000);
    send(piece);
  }
}
