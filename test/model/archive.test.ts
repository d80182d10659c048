import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { archive } from "../../runtime/model/archive.ts";
import { temporaryFolder } from "../support/folders.ts";

test("the system's tar unpacks every file as it was, whatever its size", () => {
  const root = temporaryFolder();
  const file = fc.record({
    name: fc.stringMatching(/^[a-z][a-z0-9._-]{0,99}$/),
    bytes: fc
      .oneof(fc.integer({ min: 0, max: 2000 }), fc.constantFrom(511, 512, 513, 70_000))
      .map((size) => new Uint8Array(size).map((_, index) => index * 31)),
  });
  let count = 0;
  fc.assert(
    fc.property(fc.uniqueArray(file, { selector: ({ name }) => name, maxLength: 4 }), (files) => {
      count += 1;
      const folder = join(root, String(count));
      mkdirSync(folder);
      writeFileSync(`${folder}.tar.gz`, archive(files));
      execFileSync("tar", ["-xzf", `${folder}.tar.gz`, "-C", folder]);
      expect(readdirSync(folder).sort()).toEqual(files.map(({ name }) => name).sort());
      for (const { name, bytes } of files) {
        expect(readFileSync(join(folder, name)).equals(bytes)).toBe(true);
        expect(statSync(join(folder, name)).mode & 0o777).toBe(0o644);
      }
    }),
    { numRuns: 25 },
  );
});

test("the same files give the same bytes: no time, no user, no machine", () => {
  const files = [{ name: "a", bytes: Uint8Array.of(1, 2, 3) }];
  const bytes = archive(files);
  expect(bytes).toEqual(archive(files));
  // Of gzip's header the time and the operating system (RFC 1952).
  expect([...bytes.slice(4, 8), bytes[9]]).toEqual([0, 0, 0, 0, 255]);
});
