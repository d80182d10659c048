import { expect, test } from "vitest";
import { COMPLETION_SECONDS } from "../../configs/functions.ts";
import { newCloud, wholeDelivery } from "../support/cloud.ts";
import { deliver, executions } from "../support/triggered.ts";

/** Files below raw/ that belong to no data set. */

test.each(["costumer_attributes.csv", "old/2023/churn_label.csv", "invoice.pdf"])(
  "%s starts nothing, and is told of: people may have misspelt a name",
  async (name) => {
    const cloud = await newCloud();
    await cloud.upload({ [name]: "rows" });
    expect(await deliver(cloud, [`raw/${name}`, `raw/${name}`])).toEqual([]);
    expect(executions(cloud)).toEqual([]);
    expect(cloud.metrics, "twice told, once counted").toMatchObject([{ FilesIgnored: 1 }]);
    const line: Record<string, unknown> = JSON.parse(cloud.lines.at(-1) ?? "");
    expect(line).toMatchObject({ level: "warn", files: [name] });
  },
);

test("a delivery that stays incomplete is told of with the files that nobody reads", async () => {
  const cloud = await newCloud();
  const { "customer_attributes.csv": misspelt = "", ...six } = wholeDelivery;
  await cloud.upload({ ...six, "costumer_attributes.csv": misspelt });
  cloud.clock.now += COMPLETION_SECONDS * 1000;
  expect(await deliver(cloud)).toEqual([]);
  const line: Record<string, unknown> = JSON.parse(cloud.lines.at(-1) ?? "");
  expect(line).toMatchObject({ missing: ["customer_attributes"], unread_files: ["costumer_attributes.csv"] });
  expect(cloud.metrics).toMatchObject([{ DeliveryIncomplete: 1 }]);
});

test("names are shown short and without control characters, and only some of them", async () => {
  const cloud = await newCloud();
  await deliver(cloud, [`raw/in\u001b[31mvoice\n${"x".repeat(300)}.pdf`]);
  const { files }: { files: string[] } = JSON.parse(cloud.lines.at(-1) ?? "");
  expect(files).toEqual([`in[31mvoice${"x".repeat(200 - 11)}`]);
  await deliver(
    cloud,
    Array.from({ length: 50 }, (_, index) => `raw/invoice-${index}.pdf`),
  );
  const many: { files: string[] } = JSON.parse(cloud.lines.at(-1) ?? "");
  expect(many.files).toHaveLength(10);
  expect(cloud.metrics.at(-1)).toMatchObject({ FilesIgnored: 50 });
});
