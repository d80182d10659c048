import { z } from "zod";
import { stepNames } from "../../configs/pipeline.ts";
import { DEFAULT_SCORER, isScorerSetting, SCORER_SETTINGS } from "../../configs/sentiment.ts";
import { regions } from "../stack.ts";
import { accessSchema } from "./access.ts";
import { exactlyOne } from "./alternatives.ts";

/**
 * What may stand in `Pulumi.<stack>.yaml` below `spanishgas:`. Shapes only: whether the values make sense together
 * is said by the component that they are for.
 */

/** Retention times that CloudWatch Logs offers, in days. */
const logRetentionDays = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827] as const;

/** Pulumi hands numbers over as texts where they stand alone. What is no number stays as it is, to be told so. */
function numeric<T extends z.ZodType>(schema: T) {
  return z.preprocess(
    (value) => (typeof value === "string" && /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : value),
    schema,
  );
}

/** `pulumi config set --path` makes a number of twelve digits in a list. */
const account = z.preprocess(
  (value) => (typeof value === "number" ? String(value) : value),
  z.string().regex(/^\d{12}$/, "must be the twelve digits of an AWS account, in quotes"),
);
const name = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{1,18}[a-z0-9]$/,
    "must be 3 to 20 small letters, digits or hyphens, starting with a letter",
  );
const keyArn = z.strictObject({ keyArn: z.string() });
const whole = z.number().int();
const email = z.email("must be an e-mail address");
const url = z.url({ protocol: /^https$/, error: "must be an address that starts with https://" });

const dataLake = z.strictObject({
  bucketName: z.string().exactOptional(),
  encryption: z
    .union([z.literal("s3"), z.literal("kms"), keyArn], 'must be "s3", "kms" or { keyArn: … }')
    .exactOptional(),
  scoredDays: whole.exactOptional(),
  quarantineDays: whole.exactOptional(),
  oldVersionDays: whole.exactOptional(),
  consumptionDays: whole.exactOptional(),
});

/** `build`, or the digest of an image that another stack has built. */
const image = z
  .string()
  .transform((text) => (text === "build" ? { build: true as const } : { digest: text }))
  .prefault("build");
const images = z.strictObject({
  runtime: image,
  dashboard: image,
  pullAccounts: z.array(account).default([]),
});

const network = z
  .strictObject({
    create: z
      .strictObject({
        cidr: z.string().exactOptional(),
        zones: z.literal([2, 3]).exactOptional(),
        nat: z.enum(["none", "single", "perZone"]).exactOptional(),
        publicSubnets: z.boolean().exactOptional(),
        endpoints: z.enum(["none", "single", "perZone"]).exactOptional(),
      })
      .exactOptional(),
    existing: z
      .strictObject({
        vpcId: z.string(),
        vpcCidr: z.string(),
        privateSubnetIds: z.array(z.string()),
        publicSubnetIds: z.array(z.string()).default([]),
        nat: z.boolean().exactOptional(),
      })
      .exactOptional(),
  })
  .check(exactlyOne("create", "existing"))
  .transform(({ create, existing }) => (existing === undefined ? { create: create ?? {} } : { existing }));

const size = z.strictObject({
  instanceType: z.string(),
  instances: whole.exactOptional(),
  volumeGb: whole.exactOptional(),
});

const pipeline = z.strictObject({
  sizes: z.partialRecord(z.enum(stepNames), size).default({}),
  schedule: z
    .strictObject({
      cron: z.string().exactOptional(),
      timeZone: z.string().exactOptional(),
      enabled: z.boolean().exactOptional(),
    })
    .exactOptional(),
  sentiment: z.string().refine(isScorerSetting, `must be ${SCORER_SETTINGS}`).default(DEFAULT_SCORER),
  jobLogs: z.enum(["create", "existing"]).default("create"),
  reserveConcurrency: z.boolean().exactOptional(),
  volumeKeyArn: z.string().exactOptional(),
});

const dashboard = z.strictObject({
  access: accessSchema.default({ internal: true }),
  cpu: whole.exactOptional(),
  memoryMb: whole.exactOptional(),
  tasks: z.strictObject({ min: whole, max: whole }).exactOptional(),
  firewall: z
    .union(
      [z.literal("none"), z.strictObject({ requestsPer5Minutes: whole })],
      'must be "none" or { requestsPer5Minutes: … }',
    )
    .exactOptional(),
  spot: z.boolean().exactOptional(),
});

const alerts = z.strictObject({
  emails: z.array(email).default([]),
  https: z.array(url).default([]),
});

/** For readings that outgrow one machine. Left out: the bronze step sums them itself. */
const scale = z.strictObject({
  hourlyScan: z.literal("athena"),
  scannedGbLimit: whole.exactOptional(),
});

/** The workflows' access. Left out: nobody but an administrator deploys. */
const github = z.strictObject({
  repository: z.string(),
  ids: z.strictObject({ owner: z.string(), repository: z.string() }).exactOptional(),
  provider: z.enum(["create", "existing"]).default("create"),
  stateBucket: z.string(),
  secretsKeyArn: z.string().exactOptional(),
  branch: z.string().exactOptional(),
});

/** The settings of a stack. Unknown keys are faults: a misspelt setting must not be taken for a default. */
export const settingsSchema = z.strictObject({
  /** First part of every name. Changing it replaces everything. */
  project: name.default("spanishgas"),
  /** The account that the stack belongs to; the provider refuses any other. */
  accountId: account,
  region: z.enum(regions).default("eu-south-2"),
  logRetentionDays: numeric(z.literal([...logRetentionDays])).default(90),
  /** Tags beside Project, Environment and ManagedBy. */
  tags: z.record(z.string(), z.string()).default({}),
  /** Monthly limit in US dollars that people are warned of. */
  monthlyBudgetUsd: numeric(z.number().positive()),
  dataLake: dataLake.prefault({}),
  images: images.prefault({}),
  network: network.default({ create: {} }),
  pipeline: pipeline.prefault({}),
  /** Accounts that may read the registered models. */
  modelReaders: z.array(account).default([]),
  dashboard: dashboard.prefault({}),
  /** Secret of the login's client at an OpenID Connect provider. */
  oidcClientSecret: z.string().exactOptional(),
  alerts: alerts.prefault({}),
  scale: scale.exactOptional(),
  github: github.exactOptional(),
});

/** A stack's settings as they stand in its file, defaults filled in. */
export type Settings = z.infer<typeof settingsSchema>;
