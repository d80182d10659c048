import { describe, expect, test } from "vitest";
import { isDelivered, isStray, missingDatasets } from "../../runtime/pipeline/delivered-files.ts";
import { contentOf, triggerEvent, waitingBody } from "../../runtime/trigger/event.ts";

const created = (key: string) => ({
  body: JSON.stringify({
    source: "aws.s3",
    "detail-type": "Object Created",
    detail: { bucket: { name: "lake" }, object: { key, size: 1, etag: "e" } },
  }),
});
const notified = (key: string) => ({
  body: JSON.stringify({
    Records: [{ eventSource: "aws:s3", s3: { bucket: { name: "lake" }, object: { key, eTag: "f" } } }],
  }),
});

describe("the key of an upload", () => {
  test.each([
    ["raw/churn label+1%.csv", "raw/churn label+1%.csv"],
    ["raw/contratos_año.csv", "raw/contratos_año.csv"],
  ])("comes as it is by way of EventBridge: %s", (key, expected) => {
    expect(contentOf(created(key))).toEqual({
      type: "objects",
      objects: [{ bucket: "lake", key: expected, etag: "e" }],
    });
  });

  test.each([
    ["raw/churn+label%2B1%25.csv", "raw/churn label+1%.csv"],
    ["raw/contratos_a%C3%B1o.csv", "raw/contratos_año.csv"],
  ])("is decoded when it comes from S3 itself: %s", (key, expected) => {
    expect(contentOf(notified(key))).toEqual({
      type: "objects",
      objects: [{ bucket: "lake", key: expected, etag: "f" }],
    });
  });

  test.each(["", "{}", "null", '{"detail-type":"Object Deleted"}'])(
    "a message that tells of none is refused: %s",
    (body) => {
      expect(() => contentOf({ body })).toThrow();
    },
  );
});

describe("a direct call that waits", () => {
  const askedAt = "2025-01-06T06:00:00.000Z";

  test("is read as it was written", () => {
    for (const call of [
      { source: "schedule", mode: "train" },
      { source: "retrain", mode: "score", force: true },
    ] as const)
      expect(contentOf({ body: waitingBody({ call, askedAt }) })).toEqual({
        type: "call",
        waiting: { call, askedAt },
      });
  });

  test.each([
    [{ call: { source: "schedule", mode: "train" } }],
    [{ call: { source: "schedule", mode: "auto" }, asked_at: askedAt }],
    [{ call: { source: "somebody", mode: "train" }, asked_at: askedAt }],
    [{ call: { source: "schedule", mode: "train", run: "x" }, asked_at: askedAt }],
    [{ call: { source: "schedule", mode: "train" }, asked_at: "yesterday" }],
    [{ call: { source: "schedule", mode: "train" }, asked_at: askedAt, again: true }],
  ])("is refused when it is not ours: %j", (message) => {
    expect(() => contentOf({ body: JSON.stringify(message) })).toThrow();
  });
});

test.each([
  ["costumer_attributes.csv", true],
  ["old/2023/churn_label.csv", true],
  ["invoice.pdf", true],
  ["churn_label.csv", false],
  ["README.md", false],
  [".DS_Store", false],
  ["_temporary/0/part-0.csv", false],
  ["old/", false],
  ["", false],
])("%s could be meant for a delivery that does not read it? %s", (name, expected) => {
  expect(isStray(name)).toBe(expected);
});

test.each([
  ["customer_attributes.csv", true],
  ["CHURN_LABEL.parquet", true],
  ["consumption_hourly_2024.parquet", true],
  ["consumption_hourly_2024.parquet/part-0.parquet", true],
  ["price_history-2.json", true],
  ["README.md", false],
  ["customer_attributes/README.txt", false],
  ["churn_label.csv/", false],
  ["", false],
  [".churn_label.csv", false],
  ["_temporary/churn_label.csv", false],
  ["old/2023/churn_label.csv", false],
  ["invoice.pdf", false],
  ["my_churn_label.csv", false],
])("is %s a file of a delivery? %s", (name, expected) => {
  expect(isDelivered(name)).toBe(expected);
});

test("missing data sets are named; the label may be missing where one asks for what must be there", () => {
  const names = ["customer_attributes.csv", "customer_contracts.csv", "price_history.csv"];
  const required = ["customer_interactions", "costs_by_province_month", "consumption_hourly_2024"];
  expect(missingDatasets(names, false).sort()).toEqual([...required].sort());
  expect(missingDatasets(names, true).sort()).toEqual(["churn_label", ...required].sort());
});

test("a call that is neither a batch nor one of ours is refused", () => {
  for (const event of [
    {},
    null,
    { source: "schedule" },
    { source: "other", mode: "train" },
    { Records: [{}] },
  ])
    expect(() => triggerEvent(event)).toThrow("neither a batch of messages nor a call of ours");
  expect(triggerEvent({ source: "schedule", mode: "train" })).toEqual({
    type: "direct",
    call: { source: "schedule", mode: "train" },
  });
});
