import { linkSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { InputError } from "../../runtime/errors.ts";
import { FolderLake } from "../../runtime/lake/folder-lake.ts";
import { deliveryIdOf } from "../../runtime/manifest/identity.ts";
import { identifyFiles, labelsOf, namesIn } from "../../runtime/pipeline/delivered-files.ts";
import { folderFreezer } from "../../runtime/pipeline/freeze.ts";
import { temporaryFolder } from "../support/folders.ts";

function upload(files: Readonly<Record<string, string>>, raw = temporaryFolder()): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(raw, name, ".."), { recursive: true });
    writeFileSync(join(raw, name), text);
  }
  return raw;
}

async function frozen(lake: FolderLake, raw: string) {
  const files = await identifyFiles(raw);
  const delivery = deliveryIdOf(files);
  await folderFreezer(lake, raw).freeze({ id: delivery, files });
  return { files, folder: await lake.input(`deliveries/${delivery}/`), delivery };
}

test("a delivery is every visible file and every part, without notes and hidden files", async () => {
  const raw = upload({
    "churn_label.csv": "x",
    "consumption_hourly_2024.parquet/part-0.parquet": "x",
    "consumption_hourly_2024.parquet/part-1.parquet": "x",
    "consumption_hourly_2024.parquet/_SUCCESS": "",
    "README.md": "x",
    "notes.md": "x",
    ".DS_Store": "x",
    _temporary: "x",
    "prices (final).csv": "x",
  });
  expect(await namesIn(raw)).toEqual([
    "churn_label.csv",
    "consumption_hourly_2024.parquet/part-0.parquet",
    "consumption_hourly_2024.parquet/part-1.parquet",
    "prices (final).csv",
  ]);
});

test("a file has the SHA-256 of its content", async () => {
  const raw = upload({ "churn_label.csv": "abc" });
  // The first test vector of FIPS 180-2.
  const digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  expect(await identifyFiles(raw)).toEqual([{ name: "churn_label.csv", bytes: 3, digest }]);
});

test("the same content at another place and time is the same delivery; links are followed", async () => {
  const files = { "churn_label.csv": "x", "price_history.csv": "y" };
  const one = upload(files);
  const other = temporaryFolder();
  symlinkSync(join(one, "churn_label.csv"), join(other, "churn_label.csv"));
  linkSync(join(one, "price_history.csv"), join(other, "price_history.csv"));
  expect(await identifyFiles(other)).toEqual(await identifyFiles(one));
});

test.each([
  ["a missing folder", "/nowhere/raw", "The folder /nowhere/raw does not exist; name the folder"],
  ["a file", import.meta.filename, "is a file; name the folder that holds the raw files"],
])("%s is refused with a remedy", async (_, folder, message) => {
  await expect(identifyFiles(folder)).rejects.toThrow(message);
});

test("a link that leads nowhere is refused by its name", async () => {
  const raw = upload({ "churn_label.csv": "x" });
  symlinkSync("/nowhere/price_history.csv", join(raw, "price_history.csv"));
  await expect(namesIn(raw)).rejects.toThrow(
    new InputError("price_history.csv is a link to a file that is not there; repair the link or remove it.", {
      file: "price_history.csv",
    }),
  );
});

test("an empty folder is refused with a remedy", async () => {
  await expect(identifyFiles(upload({ "README.md": "x" }))).rejects.toThrow(
    /holds no files; put the raw files there, or make a demo/,
  );
});

test("what is frozen stays as it was, however the upload changes", async () => {
  const lake = await FolderLake.open(temporaryFolder());
  const raw = upload({ "churn_label.csv": "old", "parts.csv/part-0.csv": "part" });
  const { folder } = await frozen(lake, raw);
  // Overwritten in place: a link to the upload would change with it.
  writeFileSync(join(raw, "churn_label.csv"), "new");
  writeFileSync(join(raw, "parts.csv/part-0.csv"), "new");
  expect(readFileSync(join(folder, "churn_label.csv"), "utf8")).toBe("old");
  expect(readFileSync(join(folder, "parts.csv/part-0.csv"), "utf8")).toBe("part");
  expect(statSync(join(folder, "churn_label.csv")).mode & 0o222, "read-only").toBe(0);
});

test("a file that an earlier delivery holds takes no more space", async () => {
  const lake = await FolderLake.open(temporaryFolder());
  const raw = upload({ "churn_label.csv": "same", "price_history.csv": "May" });
  const first = await frozen(lake, raw);
  upload({ "price_history.csv": "June" }, raw);
  const second = await frozen(lake, raw);
  const inode = (folder: string, name: string) => statSync(join(folder, name)).ino;
  expect(second.delivery).not.toBe(first.delivery);
  expect(inode(second.folder, "churn_label.csv")).toBe(inode(first.folder, "churn_label.csv"));
  expect(readFileSync(join(first.folder, "price_history.csv"), "utf8")).toBe("May");
  expect(readFileSync(join(second.folder, "price_history.csv"), "utf8")).toBe("June");
});

test.each([
  ["changed", (raw: string) => writeFileSync(join(raw, "churn_label.csv"), "half an upl")],
  ["removed", (raw: string) => writeFileSync(join(raw, "gone.csv"), "")],
])("a file that is %s while the run starts is refused, and nothing is frozen", async (_, change) => {
  const lake = await FolderLake.open(temporaryFolder());
  const raw = upload({ "churn_label.csv": "whole" });
  const files = [...(await identifyFiles(raw))];
  change(raw);
  const id = deliveryIdOf(files);
  const gone = { name: "missing.csv", bytes: 1, digest: "00" };
  const attempt = folderFreezer(lake, raw).freeze({ id, files: _ === "removed" ? [gone] : files });
  await expect(attempt).rejects.toThrow(
    /was changed while the run was starting; start again when the upload is complete/,
  );
  expect(await lake.exists("deliveries/")).toBe(false);
});

test("the labels are known by the label file alone, in one piece or in parts", async () => {
  const file = (name: string, digest: string) => ({ name, bytes: 1, digest });
  const labels = labelsOf([file("churn_label.csv", "11"), file("price_history.csv", "22")]);
  expect(labels).toBe(labelsOf([file("CHURN_LABEL.parquet", "11"), file("price_history.csv", "33")]));
  expect(labels).not.toBe(labelsOf([file("churn_label.csv", "44")]));
  const parts = [
    file("churn_label.parquet/part-0.parquet", "11"),
    file("churn_label.parquet/part-1.parquet", "22"),
  ];
  expect(labelsOf(parts)).toBe(labelsOf([file("churn_label_1.csv", "11"), file("churn_label_2.csv", "22")]));
  expect(labelsOf([file("churn_labels.csv", "11")])).toBeNull();
});
