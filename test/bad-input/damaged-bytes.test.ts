import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isoDate } from "../../configs/names.ts";
import { Quarantine } from "../../runtime/bronze/quarantine.ts";
import { readDelivery } from "../../runtime/bronze/read-delivery.ts";
import { InputError } from "../../runtime/errors.ts";
import { Engine } from "../../runtime/table/engine.ts";
import { temporaryFolder } from "../support/folders.ts";
import { type SmallFormat, smallDelivery, smallFiles, writeRows } from "../support/small-delivery.ts";

const formats: readonly SmallFormat[] = ["csv", "csv.gz", "json", "ndjson", "parquet"];
const data = smallDelivery(40);
const inserted = ['"', ",", "\n", "\r", ";", "\0", "{", "]", "\\", "\u00ff", "2024-", '"",'];

const damage = fc.oneof(
  fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), insert: fc.constantFrom(...inserted) }),
  fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), remove: fc.integer({ min: 1, max: 30 }) }),
);

function damaged(
  bytes: Buffer,
  { at, insert = "", remove = 0 }: { at: number; insert?: string; remove?: number },
) {
  const offset = Math.floor(at * bytes.length);
  return Buffer.concat([
    bytes.subarray(0, offset),
    Buffer.from(insert, "latin1"),
    bytes.subarray(offset + remove),
  ]);
}

describe("files with damaged bytes", () => {
  it("are read, set aside in part or refused in words, but never break the readers", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...formats),
        fc.constantFrom(...smallFiles),
        fc.array(damage, { minLength: 1, maxLength: 3 }),
        async (format, name, damages) => {
          const folder = temporaryFolder("damaged-");
          const scratch = temporaryFolder("damaged-");
          using engine = await Engine.open({ threads: 1, memoryLimitMb: 300, scratch });
          await writeRows(engine, folder, name, format, data[name]);
          const path = join(folder, `${name}.${format}`);
          writeFileSync(path, damages.reduce(damaged, readFileSync(path)));
          const read = await readDelivery(engine, folder, new Quarantine(engine), {
            today: isoDate("2025-06-30"),
            progress: () => undefined,
          });
          // The other files are missing: what matters is that this one gets a verdict.
          const ofFile = read.errors.filter(({ location }) => location.file === `${name}.${format}`);
          expect(read.read.length + ofFile.length).toBe(1);
          for (const error of ofFile) expect(error).toBeInstanceOf(InputError);
        },
      ),
      { numRuns: 60 },
    );
  });
});
