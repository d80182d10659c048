import { z } from "zod";
import { AwsFake } from "../aws-fake.ts";
import { dynamoEndpoint } from "../dynamo.ts";
import { s3Endpoint } from "../s3.ts";

/** Services that the suite calls, or that the code under test calls, by the names of the SDK's variables. */
export const cloudServices = ["s3", "sqs", "dynamodb", "sns", "ssm", "sagemaker", "sfn"] as const;
export type CloudService = (typeof cloudServices)[number];

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Where each service is, and who calls it. */
export interface Place {
  readonly region: string;
  readonly account: string;
  /** Undefined: as the SDK finds them. */
  readonly credentials: Credentials | undefined;
  /** Address of each service; undefined: AWS itself. */
  readonly endpoints: Readonly<Record<CloudService, string | undefined>>;
  /** Services that are no stand-ins of this process: what the suite makes in them it also removes. */
  readonly real: ReadonlySet<CloudService>;
  /** Stands in for all services that are not real but S3, SQS and DynamoDB. */
  readonly fake: AwsFake;
}

/** Takes what ends something at the end of a test or a file: `onTestFinished`, `endsOfFile()`. */
export type AtEnd = (end: () => void | Promise<void>) => void;

/** Made up, and easy to find wherever they should not be. */
export const madeUpCredentials: Credentials = {
  accessKeyId: "MADEUPACCESSKEYOFTHEJOURNEY",
  secretAccessKey: "made-up-secret-key-of-the-journey",
  sessionToken: "made-up-session-token-of-the-journey",
};

/** Everything on loopback: fauxqs for S3 and SQS, dynalite for DynamoDB, the protocol stand-in for the rest. */
export async function loopbackPlace(atEnd: AtEnd): Promise<Place> {
  const fake = await AwsFake.start(atEnd);
  return {
    region: "eu-west-1",
    account: "000000000000",
    credentials: madeUpCredentials,
    endpoints: await standIns(fake),
    real: new Set(),
    fake,
  };
}

async function standIns(fake: AwsFake): Promise<Record<CloudService, string>> {
  const s3 = await s3Endpoint();
  const { endpoint } = fake;
  return {
    s3,
    sqs: s3,
    dynamodb: await dynamoEndpoint(),
    sns: endpoint,
    ssm: endpoint,
    sagemaker: endpoint,
    sfn: endpoint,
  };
}

const PERMISSION = "E2E_MAY_CREATE_RESOURCES";

const settingsSchema = z.object({
  E2E_REAL: z
    .string()
    .transform((list) => list.split(",").map((name) => name.trim()))
    .pipe(z.array(z.enum(cloudServices).exclude(["sfn"])).min(1)),
  E2E_ENDPOINT_URL: z.url().optional(),
  AWS_REGION: z.string().optional(),
  E2E_ACCOUNT: z
    .string()
    .regex(/^\d{12}$/)
    .default("000000000000"),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  AWS_SESSION_TOKEN: z.string().optional(),
});

/** Does the environment ask for services outside of this process? */
export function asksForReal(environment: NodeJS.ProcessEnv): boolean {
  return environment["E2E_REAL"] !== undefined && environment["E2E_REAL"] !== "";
}

/**
 * The services that the environment names (`docs/operations.md`, "Testing against real services"), and stand-ins for
 * the others. Step Functions and SageMaker's jobs are always played.
 * @throws Error when the environment does not allow to make resources, or is wrong
 */
export async function placeOf(environment: NodeJS.ProcessEnv, atEnd: AtEnd): Promise<Place> {
  if (!asksForReal(environment)) return loopbackPlace(atEnd);
  if (environment[PERMISSION] !== "yes")
    throw new Error(
      `E2E_REAL names services in which the suite would make a bucket, queues and a table of its own, and remove them. Set ${PERMISSION}=yes to allow it.`,
    );
  const parsed = settingsSchema.safeParse(environment);
  if (!parsed.success) throw new Error(`Correct the environment. ${z.prettifyError(parsed.error)}`);
  const { E2E_REAL: names, E2E_ENDPOINT_URL: common, E2E_ACCOUNT: account, AWS_REGION: region } = parsed.data;
  const fake = await AwsFake.start(atEnd);
  const standing = await standIns(fake);
  const real = new Set<CloudService>(names);
  const at = (service: CloudService) =>
    real.has(service)
      ? (environment[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ??
        common ??
        environment["AWS_ENDPOINT_URL"])
      : standing[service];
  return {
    region: region ?? "eu-west-1",
    account,
    credentials: credentialsOf(parsed.data),
    endpoints: {
      s3: at("s3"),
      sqs: at("sqs"),
      dynamodb: at("dynamodb"),
      sns: at("sns"),
      ssm: at("ssm"),
      sagemaker: at("sagemaker"),
      sfn: at("sfn"),
    },
    real,
    fake,
  };
}

function credentialsOf(settings: z.infer<typeof settingsSchema>): Credentials | undefined {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token } = settings;
  if (id === undefined || secret === undefined) return undefined;
  return {
    accessKeyId: id,
    secretAccessKey: secret,
    ...(token === undefined ? {} : { sessionToken: token }),
  };
}
