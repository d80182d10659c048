import { once } from "node:events";
import { readdirSync } from "node:fs";
import { get, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { onTestFinished, vi } from "vitest";
import { temporaryFolder } from "../../support/folders.ts";
import type { Served } from "../serve.ts";

/** Readers who take their time, or go away. */

/** A reader of one file, on a connection of its own. */
export interface FileReader {
  /** The answer, of which nothing is read yet. */
  readonly begun: Promise<IncomingMessage>;
  /** Goes away, wherever the answer is by then. */
  leave(): void;
}

export function readerOf({ url }: Pick<Served, "url">, path: string): FileReader {
  const request = get(`${url}${path}`, { agent: false });
  // Who leaves is not told of it.
  request.on("error", () => undefined);
  const begun = once(request, "response").then(([response]: IncomingMessage[]) => {
    if (response === undefined) throw new Error("There is no answer.");
    response.on("error", () => undefined);
    return response;
  });
  begun.catch(() => undefined);
  return { begun, leave: () => void request.destroy() };
}

/** Waits until at least so many bytes of an answer are here, and stops reading. */
export async function firstBytes({ begun }: FileReader, atLeast = 1): Promise<Buffer> {
  const response = await begun;
  const pieces: Buffer[] = [];
  for (let bytes = 0; bytes < atLeast; ) {
    const piece: unknown = response.read();
    if (!Buffer.isBuffer(piece)) await once(response, "readable");
    else {
      pieces.push(piece);
      bytes += piece.length;
    }
  }
  return Buffer.concat(pieces);
}

export async function restOf({ begun }: FileReader): Promise<Buffer> {
  return buffer(await begun);
}

/** Where open runs of this test put their files: each has a folder of its own. */
export class ScratchFolders {
  readonly #parent = temporaryFolder();

  constructor() {
    vi.stubEnv("TMPDIR", this.#parent);
    onTestFinished(() => void vi.unstubAllEnvs());
  }

  /** Folders of the runs that are open. */
  get open(): readonly string[] {
    return readdirSync(this.#parent)
      .filter((name) => name.startsWith("spanishgas-dashboard-"))
      .map((name) => join(this.#parent, name));
  }

  /** Files that wait to be sent. */
  get toSend(): readonly string[] {
    return this.open.flatMap((folder) => readdirSync(folder).filter((name) => name.endsWith(".parquet")));
  }
}
