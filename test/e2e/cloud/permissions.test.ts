import { expect, onTestFinished, test } from "vitest";
import { CloudHarness } from "../../support/cloud-harness/harness.ts";
import { cloudServices, loopbackPlace, type Place } from "../../support/cloud-harness/place.ts";
import { toyDelivery, toyImage } from "../../support/cloud-harness/toy-image.ts";
import { sharedUpdate } from "../../support/engine/index.ts";
import { FaultProxy } from "../../support/fault-proxy.ts";
import { askedOf, type WorkedOn } from "../../support/iam/asked-of.ts";
import { decide, type Request } from "../../support/iam/evaluate.ts";
import { RecordedStack } from "../../support/iam/recorded-stack.ts";

/**
 * On loopback nobody checks permissions. Here each request that the functions really make is put to the roles that the
 * stack really gives them, within the permission boundary.
 */

const stack = new RecordedStack("dev", await sharedUpdate("dev"));
const callers = ["trigger", "control"] as const;
type Caller = (typeof callers)[number];

const arn = (service: string, resource: string) =>
  `arn:aws:${service}:${stack.place.region}:${stack.place.account}:${resource}`;
const workedOn: WorkedOn = {
  bucket: `arn:aws:s3:::spanishgas-data-${stack.name}`,
  table: arn("dynamodb", `table/${stack.prefix}-pipeline-manifest`),
  queue: arn("sqs", `${stack.prefix}-uploads`),
  stateMachine: arn("states", `stateMachine:${stack.prefix}-pipeline`),
  topic: arn("sns", `${stack.prefix}-alerts`),
  parameter: arn("ssm", `parameter/${stack.prefix}/champion`),
  modelPackage: arn("sagemaker", `model-package/${stack.prefix}-churn/1`),
};

/** What each asks for at least. */
const asks: Readonly<Record<Caller, readonly string[]>> = {
  trigger: [
    "dynamodb:PutItem",
    "s3:ListBucket",
    "s3:ListBucketMultipartUploads",
    "sqs:SendMessage",
    "states:StartExecution",
  ],
  control: [
    "dynamodb:UpdateItem",
    "s3:GetObject",
    "s3:ListBucket",
    "s3:PutObject",
    "sagemaker:CreateModelPackage",
    "sagemaker:DescribeModelPackage",
    "sagemaker:ListModelPackages",
    "sagemaker:UpdateModelPackage",
    "sns:Publish",
    "ssm:GetParameter",
    "ssm:PutParameter",
  ],
};

/** Stands between one caller and all services, and notes what it asks for. */
async function listened(place: Place) {
  const proxies = new Map<string, FaultProxy>();
  const endpoints: Record<string, string> = {};
  for (const service of cloudServices) {
    const target = place.endpoints[service];
    if (target === undefined) throw new Error(`${service} is nowhere on loopback.`);
    const proxy = proxies.get(target) ?? (await FaultProxy.start(target));
    proxies.set(target, proxy);
    endpoints[service] = proxy.endpoint;
  }
  onTestFinished(async () => {
    for (const proxy of proxies.values()) await proxy.stop();
  });
  const asked = (): Request[] =>
    [...proxies.values()].flatMap(({ requests }) =>
      requests.flatMap((request) => askedOf(request, workedOn)),
    );
  return { endpoints, asked };
}

/** Requests that a function's role does not allow. */
function refused(caller: Caller, requests: readonly Request[]): string[] {
  const role = stack.role(`pipeline-${caller}`);
  const lines = requests
    .filter((request) => decide(role, request) !== "allowed")
    .map(
      (request) =>
        `${request.action} ${request.resource} ${request.context?.["s3:prefix"] ?? ""}: ${decide(role, request)}`,
    );
  return [...new Set(lines)].sort();
}

test("whatever the functions ask of AWS in runs that complete, are refused, fail and wait, and for decisions, their roles allow", async () => {
  const place = await loopbackPlace(onTestFinished);
  const heard = { trigger: await listened(place), control: await listened(place) };
  const image = toyImage({ evaluate: { promote: false } });
  let waits: Promise<unknown> | undefined;
  const cloud = await CloudHarness.start({
    atEnd: onTestFinished,
    place,
    image,
    endpoints: { trigger: heard.trigger.endpoints, control: heard.control.endpoints },
    hooks: {
      // A call that finds a run at work waits in the queue.
      before: (call) => {
        if (call.service === "job" && call.state === "Silver") waits ??= cloud.retrain("score");
      },
    },
  });
  await cloud.upload(toyDelivery);
  await cloud.settled();
  await waits;
  // A person changes his mind in SageMaker's console.
  for (const status of ["Approved", "Rejected"] as const) await cloud.decide(cloud.runs[0] ?? "", status);
  image.plan({});
  await cloud.upload({ "churn_label.csv": "other labels\n" });
  await cloud.settled();
  image.plan({ gold: { fault: "input" } });
  await cloud.upload({ "churn_label.csv": "wrong labels\n" });
  await cloud.settled();
  const ends = await Promise.all(cloud.runs.map(async (run) => (await cloud.manifest.run(run))?.state));
  expect(new Set(ends)).toEqual(new Set(["rejected", "completed", "failed"]));

  const names = (caller: Caller) => [...new Set(heard[caller].asked().map(({ action }) => action))].sort();
  // A request that nobody sees would prove nothing.
  expect(names("trigger")).toEqual(expect.arrayContaining([...asks.trigger]));
  expect(names("control")).toEqual(expect.arrayContaining([...asks.control]));
  for (const caller of callers) expect(refused(caller, heard[caller].asked()), caller).toEqual([]);
  // Neither could do the other's work.
  expect(refused("control", heard.trigger.asked())).not.toEqual([]);
  expect(refused("trigger", heard.control.asked())).not.toEqual([]);
}, 180_000);
