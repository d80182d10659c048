import { expect, test } from "vitest";
import { runId } from "../../configs/names.ts";
import { bucketFreezer } from "../../runtime/control/bucket-freezer.ts";
import { control } from "../../runtime/control/control.ts";
import { trigger } from "../../runtime/trigger/trigger.ts";
import { type Cloud, newCloud } from "../support/cloud.ts";
import { FaultProxy } from "../support/fault-proxy.ts";
import { s3ClientAt, s3Endpoint } from "../support/s3.ts";
import { again, deliver, end, executions } from "../support/triggered.ts";

/** Files that are replaced while a run is at work, all the way from the trigger to the frozen delivery and back. */

const PRICES = "price_history.csv";

/** The state machine's first task: it freezes the delivery. */
async function resolve(cloud: Cloud, id: string): Promise<unknown> {
  const input: object = JSON.parse(cloud.fake.executions.get(id)?.input ?? "{}");
  return control(cloud.control, { state: "ResolveDelivery", execution: { ...input } });
}

async function frozenPrices({ lake, manifest }: Cloud, id: string): Promise<string> {
  const run = await manifest.run(runId(id));
  return (await lake.read(`deliveries/${run?.delivery}/${PRICES}`))?.text ?? "";
}

/** A message that names the version that was written. */
const written = (cloud: Cloud, key: string, etag: string) => ({
  Records: [
    {
      eventSource: "aws:sqs",
      messageId: etag,
      body: JSON.stringify({
        "detail-type": "Object Created",
        detail: { bucket: { name: cloud.bucket }, object: { key, etag } },
      }),
    },
  ],
});

test("a file that is replaced while its run is on: the run's delivery is frozen, the new file is one of its own", async () => {
  const cloud = await newCloud();
  await cloud.upload();
  await deliver(cloud);
  const [first = ""] = executions(cloud);
  await resolve(cloud, first);

  await cloud.upload({ [PRICES]: "corrected" });
  cloud.clock.now += 1_000_000;
  expect(await deliver(cloud, [`raw/${PRICES}`]), "it waits").toEqual(["m0"]);
  expect(await frozenPrices(cloud, first)).toBe("rows of price_history");
  await resolve(cloud, first);
  expect(await frozenPrices(cloud, first), "repeated, it freezes nothing else").toBe("rows of price_history");

  await end(cloud, first, "completed");
  expect(await deliver(cloud, [`raw/${PRICES}`])).toEqual([]);
  const [, second = ""] = executions(cloud);
  await resolve(cloud, second);
  expect(await frozenPrices(cloud, second)).toBe("corrected");
  expect(second.split("-")[0]).not.toBe(first.split("-")[0]);
});

test("a file that is replaced before its run could freeze it fails that run; the new delivery runs", async () => {
  const cloud = await newCloud();
  await cloud.upload();
  await deliver(cloud);
  const [first = ""] = executions(cloud);
  await cloud.upload({ [PRICES]: "corrected" });
  // The loopback server takes no notice of the condition that the copy is made on; S3 answers so.
  const proxy = await FaultProxy.start(await s3Endpoint());
  proxy.rule = ({ headers }) =>
    String(headers["x-amz-copy-source"]).endsWith(PRICES)
      ? { status: 412, code: "PreconditionFailed" }
      : undefined;
  const { bucket, lake } = cloud;
  const freezer = bucketFreezer({ client: s3ClientAt(proxy.endpoint), bucket, lake });
  const before = { ...cloud, control: { ...cloud.control, freezer } };
  await expect(resolve(before, first)).rejects.toThrow(`${PRICES} was changed while the run was starting`);
  await end(cloud, first, "failed");
  cloud.clock.now += 1_000_000;
  expect(await deliver(cloud, [`raw/${PRICES}`])).toEqual([]);
  const [, second = ""] = executions(cloud);
  await resolve(cloud, second);
  expect(await frozenPrices(cloud, second)).toBe("corrected");
});

test("a delivery that waits and is replaced meanwhile is passed over, and the log says so: the newest counts", async () => {
  const cloud = await newCloud();
  await cloud.upload();
  await deliver(cloud);
  const [first = ""] = executions(cloud);
  const waiting = written(cloud, `raw/${PRICES}`, await cloud.put(`raw/${PRICES}`, "corrected"));
  cloud.clock.now += 1_000_000;
  expect(again(await trigger(cloud.trigger, waiting))).toHaveLength(1);
  const newest = await cloud.put(`raw/${PRICES}`, "corrected again");
  await end(cloud, first, "completed");
  cloud.clock.now += 1_000_000;
  expect(again(await trigger(cloud.trigger, waiting))).toEqual([]);
  expect(executions(cloud), "one run, of what lies there now").toHaveLength(2);
  const run = await cloud.manifest.run(runId(executions(cloud)[1] ?? ""));
  const delivery = run && (await cloud.manifest.delivery(run.delivery));
  expect(delivery?.files.find(({ name }) => name === PRICES)?.digest).toBe(newest);
  expect(cloud.lines.join("\n")).toMatch(
    /"Files were replaced by newer uploads.*"files":\["price_history\.csv"\]/,
  );

  const lines = cloud.lines.length;
  expect(again(await trigger(cloud.trigger, written(cloud, `raw/${PRICES}`, newest)))).toEqual([]);
  expect(cloud.lines.slice(lines).join("\n"), "the newest was not replaced").not.toContain("replaced");
});
