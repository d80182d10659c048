import { createHash } from "node:crypto";
import { constants, createReadStream, createWriteStream, existsSync } from "node:fs";
import { chmod, copyFile, link, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import type { DeliveryId } from "../../configs/names.ts";
import { places } from "../../configs/pipeline.ts";
import { CHUNK_BYTES, sha256OfFile } from "../digest.ts";
import { InputError, systemCode, throwIfCancelled, withRemedy } from "../errors.ts";
import { jsonText } from "../json.ts";
import type { Lake } from "../lake/lake.ts";
import type { DeliveredFile } from "../manifest/manifest.ts";
import type { ReadOptions } from "./delivered-files.ts";

/** Keeps a delivery's files as they were when it was identified. */
export interface Freezer {
  /** @throws InputError when a file was changed or removed while it was read. */
  freeze(delivery: Delivery, options?: ReadOptions): Promise<void>;
}

/** A delivery's identity and its files. */
export interface Delivery {
  readonly id: DeliveryId;
  readonly files: readonly DeliveredFile[];
}

/** Beside the frozen files, hidden from the readers of a delivery: what they are. */
const LISTING = ".delivery.json";
const listingSchema = z.array(z.strictObject({ name: z.string(), bytes: z.number(), digest: z.string() }));

const READ_ONLY = 0o444;

/** Where a delivery's frozen files lie in the lake. */
export function deliveryPrefix(delivery: DeliveryId): string {
  return places.delivery.replace("<delivery>", delivery);
}

/** Where the listing of a frozen delivery lies in the lake. */
export function listingKey(delivery: DeliveryId): string {
  return `${deliveryPrefix(delivery)}${LISTING}`;
}

/** Freezes uploads in a folder of this machine, for a lake in another. */
export function folderFreezer(lake: Lake, raw: string): Freezer {
  return {
    freeze: (delivery, options) => freezeFolder(lake, raw, () => frozenFiles(lake), delivery, options),
  };
}

/** Freezes uploads in a folder of this machine for a lake in a bucket: objects cannot be linked, each is uploaded. */
export function uploadFreezer(lake: Lake, raw: string): Freezer {
  return { freeze: (delivery, options) => freezeFolder(lake, raw, async () => new Map(), delivery, options) };
}

/**
 * Keeps a delivery's files as they are now below `deliveries/<id>/`, so that an upload in mid-run changes nothing.
 *
 * A file that an earlier delivery holds already is linked to that one: frozen files are read-only and never written
 * again. Everything else is cloned where the file system shares blocks (copy on write), and copied where not. It is
 * never linked to the upload itself, because a file that is overwritten in place would change in both places.
 * What was frozen is read once more and must have the digest that makes the delivery's identity.
 */
async function freezeFolder(
  lake: Lake,
  raw: string,
  frozenBefore: () => Promise<ReadonlyMap<string, string>>,
  { id, files }: Delivery,
  options: ReadOptions = {},
): Promise<void> {
  const prefix = deliveryPrefix(id);
  if (await lake.exists(prefix)) return;
  const frozen = await frozenBefore();
  const stage = await lake.stage(prefix);
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  try {
    for (const file of files) {
      const target = join(stage.folder, file.name);
      await mkdir(dirname(target), { recursive: true });
      const known = frozen.get(file.digest);
      if (known === undefined || !(await linked(known, target)))
        await copy(raw, file, target, options.signal);
      await chmod(target, READ_ONLY);
      done += file.bytes;
      options.progress?.({ task: "Freeze the delivery", done, total, unit: "bytes" });
      throwIfCancelled(options.signal);
    }
    await writeFile(join(stage.folder, LISTING), jsonText(files));
    await stage.publish({ ...(options.signal && { signal: options.signal }) });
  } catch (thrown) {
    await stage.discard();
    throw withRemedy(thrown, lake.location);
  }
}

/** Paths of all frozen files by their digest. */
async function frozenFiles(lake: Lake): Promise<Map<string, string>> {
  const known = new Map<string, string>();
  const folder = await lake.input("deliveries/");
  if (!existsSync(folder)) return known;
  for (const id of await readdir(folder)) {
    const listing = join(folder, id, LISTING);
    if (id.startsWith(".") || !existsSync(listing)) continue;
    for (const { name, digest } of listingSchema.parse(JSON.parse(await readFile(listing, "utf8"))))
      known.set(digest, join(folder, id, name));
  }
  return known;
}

async function linked(known: string, target: string): Promise<boolean> {
  return link(known, target).then(
    () => true,
    // The number of links of a file is limited, and not every file system has them: then it is copied.
    () => false,
  );
}

async function copy(
  raw: string,
  file: DeliveredFile,
  target: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const source = join(raw, file.name);
  try {
    const cloned = await copyFile(source, target, constants.COPYFILE_FICLONE_FORCE).then(
      () => true,
      () => false,
    );
    const digest = cloned ? await sha256OfFile(target) : await copyWithDigest(source, target, signal);
    if (digest !== file.digest) throw changed(file);
  } catch (thrown) {
    throwIfCancelled(signal);
    if (systemCode(thrown) === "ENOENT") throw changed(file);
    throw thrown;
  }
}

/** The upload went on while its delivery was frozen. */
export function changed({ name }: DeliveredFile): InputError {
  return new InputError(
    `${name} was changed while the run was starting; start again when the upload is complete.`,
    { file: name },
  );
}

async function copyWithDigest(
  source: string,
  target: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  const hash = createHash("sha256");
  await rm(target, { force: true });
  await pipeline(
    createReadStream(source, { highWaterMark: CHUNK_BYTES }),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        yield chunk;
      }
    },
    createWriteStream(target, { flags: "wx" }),
    { ...(signal && { signal }) },
  );
  return hash.digest("hex");
}
