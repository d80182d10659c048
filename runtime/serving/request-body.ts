import type { IncomingMessage } from "node:http";

/** What came of a request's body. */
export type RequestBody =
  | { readonly kind: "whole"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "too_large" }
  /** The client went away, or stopped for too long. */
  | { readonly kind: "broken_off" };

/** A body is read to its end even where it is refused, so that the client hears why; but no further than this many times
 * the limit. */
const PATIENCE = 4;

/**
 * Reads a body, and keeps it while it is within the limit. With a limit of 0 nothing is kept: a body that nobody wants.
 * @param limit in bytes
 */
export function requestBody(
  request: IncomingMessage,
  limit: number,
  patience = limit * PATIENCE,
): Promise<RequestBody> {
  return new Promise((resolve) => {
    const announced = Number(request.headers["content-length"] ?? 0);
    let chunks: Buffer[] = [];
    let size = 0;
    if (announced > patience) {
      resolve({ kind: "too_large" });
      return;
    }
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit && announced <= limit) chunks.push(chunk);
      else chunks = [];
      if (size <= patience) return;
      request.pause();
      resolve({ kind: "too_large" });
    });
    request.once("end", () =>
      resolve(size > limit ? { kind: "too_large" } : { kind: "whole", bytes: joined(chunks, size) }),
    );
    request.once("error", () => resolve({ kind: "broken_off" }));
    request.once("close", () => resolve({ kind: "broken_off" }));
  });
}

/** In memory of their own, which can be handed to another thread; Node's own buffers share theirs. */
function joined(chunks: readonly Buffer[], size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
