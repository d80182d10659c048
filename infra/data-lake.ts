import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, throwIfAny } from "./component.ts";
import { bucketPolicy } from "./data-lake/bucket-policy.ts";
import { type Encryption, lakeFaults } from "./data-lake/faults.ts";
import { LakeKey } from "./data-lake/lake-key.ts";
import { lifecycleRules, type Retention } from "./data-lake/lifecycle.ts";
import { nameOf, type ObjectSet, objectsOf, type Prefix } from "./data-lake/prefix.ts";
import type { Role } from "./iam/role.ts";
import type { ScopedStatement } from "./iam/statement.ts";
import type { Stack } from "./stack.ts";

export type { Encryption } from "./data-lake/faults.ts";
export type { ObjectSet, Prefix } from "./data-lake/prefix.ts";

/** What a data lake may be told. */
export interface DataLakeArgs {
  readonly stack: Stack;
  /**
   * Name of the bucket, which no other account in the world may have. Changing it replaces the bucket, with
   * everything in it.
   * @default `<project>-data-<environment>`
   */
  readonly bucketName?: string;
  /**
   * What objects rest under: keys of S3, a key of the stack's own, or a key that exists. Changing it is for new
   * objects; those that are there stay under their old key and need it for ever.
   * @default "s3"
   */
  readonly encryption?: Encryption;
  /**
   * Days until a run's scores move to the archive class that answers at once. They are never deleted by age:
   * `data-lake/lifecycle.ts` says why.
   * @default 365
   */
  readonly scoredDays?: number;
  /**
   * Days that rejected rows are kept, for whoever corrects the files. They hold customers' data.
   * @default 180
   */
  readonly quarantineDays?: number;
  /**
   * Days in which a replaced or deleted object can be brought back.
   * @default 90 in prod, 30 elsewhere
   */
  readonly oldVersionDays?: number;
  /**
   * Days that what Athena has made of a run's readings is kept: the bronze step reads it once, within hours.
   * @default nothing is deleted, since only a stack with a `Scale` has any
   */
  readonly consumptionDays?: number;
}

/**
 * The bucket that holds everything: uploads, layers, models, scores, pointers.
 *
 * @example
 * const lake = new DataLake("lake", { stack, encryption: "kms" });
 * lake.grantRead(bronzeRole, ["deliveries/"]);
 * lake.grantWrite(bronzeRole, ["bronze/", "quarantine/"]);
 *
 * Uploads are announced on the account's default event bus. The bucket is never emptied by a deployment: whoever
 * wants it gone empties it first. There are no access logs: they need a second bucket with its own guard and rules,
 * and say less than CloudTrail's data events, which an account switches on for all its buckets in one place.
 */
export class DataLake extends Component {
  readonly bucketName: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;
  /** The key of the objects; undefined where S3's own keys are used. Who writes through a service names it. */
  readonly keyArn: pulumi.Output<string> | undefined;
  readonly nodes: {
    readonly bucket: aws.s3.Bucket;
    readonly encryption: aws.s3.BucketServerSideEncryptionConfiguration;
    readonly notification: aws.s3.BucketNotification;
    readonly policy: aws.s3.BucketPolicy;
  };
  readonly #stack: Stack;

  constructor(name: string, args: DataLakeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("index", "DataLake", name, opts);
    throwIfAny(`DataLake ${name}`, lakeFaults(args));
    const { stack } = args;
    const bucketName = args.bucketName ?? `${stack.project}-data-${stack.environment}`;
    const retention = normalizeRetention(args);

    this.#stack = stack;
    this.keyArn = this.#createKey(name, args.encryption ?? "s3");
    const bucket = new aws.s3.Bucket(name, { bucket: bucketName }, this.child({ protect: stack.protect }));
    const encryption = this.#createEncryption(name, bucket);
    this.#createVersions(name, bucket, retention);
    const policy = this.#createGuard(name, bucket);
    const notification = new aws.s3.BucketNotification(
      `${name}-events`,
      { bucket: bucket.bucket, eventbridge: true },
      this.child(),
    );

    this.nodes = { bucket, encryption, notification, policy };
    this.bucketName = bucket.bucket;
    this.bucketArn = bucket.arn;
    this.registerOutputs({ bucketName: this.bucketName, bucketArn: this.bucketArn });
  }

  /**
   * Allows to read objects below the prefixes, or of one kind alone (`bronze/*.quality.json`), and to list them: S3 says
   * that an object is missing only to those who may list it, and refuses all others. Who may read a kind of files may
   * ask for each by its name; what else lies beside them is not shown.
   */
  grantRead(role: Role, sets: readonly ObjectSet[]): void {
    role.allow(`read-${nameOf(sets)}`, [
      { sid: "ReadObjects", actions: ["s3:GetObject"], resources: this.#objects(sets) },
      this.#listing(sets),
      ...this.#keyUse(["kms:Decrypt"]),
    ]);
  }

  /**
   * Allows to write objects below the prefixes: to replace them too, since old versions are kept, and never to delete
   * them. Large objects are written in parts, for which S3 decrypts what it has of them.
   */
  grantWrite(role: Role, prefixes: readonly Prefix[]): void {
    role.allow(`write-${nameOf(prefixes)}`, [
      {
        sid: "WriteObjects",
        actions: ["s3:AbortMultipartUpload", "s3:PutObject"],
        resources: this.#objects(prefixes),
      },
      ...this.#keyUse(["kms:Decrypt", "kms:GenerateDataKey"]),
    ]);
  }

  /**
   * Allows queries of Athena that the role asks for to read and write below the prefixes. Athena acts in the role's
   * name, and the role itself may do none of it.
   */
  grantQueries(role: Role, { read, write }: { read: readonly Prefix[]; write: readonly Prefix[] }): void {
    const prefixes = [...read, ...write];
    const statements: ScopedStatement[] = [
      { sid: "ReadObjects", actions: ["s3:GetObject"], resources: this.#objects(prefixes) },
      {
        sid: "WriteObjects",
        actions: ["s3:AbortMultipartUpload", "s3:PutObject"],
        resources: this.#objects(write),
      },
      this.#listing(prefixes),
      { sid: "FindBucket", actions: ["s3:GetBucketLocation"], resources: [this.bucketArn] },
      ...this.#keyUse(["kms:Decrypt", "kms:GenerateDataKey"]),
    ];
    role.allow(`query-${nameOf(prefixes)}`, statements.map(throughAthena));
  }

  /** Allows to list names, sizes and ETags below the prefixes, and no data. */
  grantList(role: Role, prefixes: readonly Prefix[]): void {
    role.allow(`list-${nameOf(prefixes)}`, [this.#listing(prefixes)]);
  }

  /**
   * Allows to see which uploads in parts are under way. IAM has no condition on the prefix for it: names below every
   * prefix show, with the time when each upload began, and no data.
   */
  grantListUnfinished(role: Role): void {
    role.allow("list-unfinished-uploads", [
      { sid: "ListUnfinished", actions: ["s3:ListBucketMultipartUploads"], resources: [this.bucketArn] },
    ]);
  }

  #createKey(name: string, encryption: Encryption): pulumi.Output<string> | undefined {
    if (encryption === "s3") return undefined;
    if (encryption !== "kms") return pulumi.output(encryption.keyArn);
    return new LakeKey(`${name}-key`, { stack: this.#stack }, { parent: this }).arn;
  }

  #createEncryption(name: string, { bucket }: aws.s3.Bucket): aws.s3.BucketServerSideEncryptionConfiguration {
    const rule =
      this.keyArn === undefined
        ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
        : {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: this.keyArn },
            // One call to the key per bucket and while, instead of one per object.
            bucketKeyEnabled: true,
          };
    return new aws.s3.BucketServerSideEncryptionConfiguration(
      `${name}-encryption`,
      // A key that only the uploader holds would lock everybody else out of the object.
      { bucket, rules: [{ ...rule, blockedEncryptionTypes: ["SSE-C"] }] },
      this.child(),
    );
  }

  #createVersions(name: string, { bucket }: aws.s3.Bucket, retention: Retention): void {
    const versioning = new aws.s3.BucketVersioning(
      `${name}-versioning`,
      { bucket, versioningConfiguration: { status: "Enabled" } },
      this.child(),
    );
    new aws.s3.BucketLifecycleConfiguration(
      `${name}-lifecycle`,
      {
        bucket,
        rules: lifecycleRules(retention),
        // Smaller objects would cost more in the cheaper classes, which bill 128 KB at least.
        transitionDefaultMinimumObjectSize: "all_storage_classes_128K",
      },
      // Rules for old versions mean nothing before there are versions.
      this.child({ dependsOn: [versioning] }),
    );
  }

  #createGuard(name: string, { bucket, arn }: aws.s3.Bucket): aws.s3.BucketPolicy {
    const ownership = new aws.s3.BucketOwnershipControls(
      `${name}-ownership`,
      { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
      this.child(),
    );
    const publicAccess = new aws.s3.BucketPublicAccessBlock(
      `${name}-public-access`,
      {
        bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      this.child(),
    );
    return new aws.s3.BucketPolicy(
      `${name}-policy`,
      { bucket, policy: bucketPolicy(arn, this.keyArn) },
      // S3 refuses two changes of a bucket's access at once.
      this.child({ dependsOn: [ownership, publicAccess] }),
    );
  }

  #objects(sets: readonly ObjectSet[]): pulumi.Output<string>[] {
    return [...new Set(sets)].map((set) => pulumi.interpolate`${this.bucketArn}/${objectsOf(set)}`);
  }

  #listing(sets: readonly ObjectSet[]): ScopedStatement {
    return {
      sid: "ListNames",
      actions: ["s3:ListBucket"],
      resources: [this.bucketArn],
      conditions: { StringLike: { "s3:prefix": [...new Set(sets)].map(objectsOf) } },
    };
  }

  /** The key, for the lake's objects and through S3 alone: a key that is given may serve others too. */
  #keyUse(actions: ScopedStatement["actions"]): ScopedStatement[] {
    if (this.keyArn === undefined) return [];
    return [
      {
        sid: "UseKeyThroughS3",
        actions,
        resources: [this.keyArn],
        conditions: {
          StringEquals: { "kms:ViaService": `s3.${this.#stack.region}.amazonaws.com` },
          // With a bucket key the context is the bucket, without one it is the object.
          StringLike: {
            "kms:EncryptionContext:aws:s3:arn": pulumi.all([
              this.bucketArn,
              pulumi.interpolate`${this.bucketArn}/*`,
            ]),
          },
        },
      },
    ];
  }
}

/** Narrows a statement to what Athena does in the role's name. */
function throughAthena({ conditions, ...statement }: ScopedStatement): ScopedStatement {
  const called = { "ForAnyValue:StringEquals": { "aws:CalledVia": "athena.amazonaws.com" } };
  return { ...statement, conditions: { ...conditions, ...called } };
}

function normalizeRetention({
  stack,
  scoredDays = 365,
  quarantineDays = 180,
  oldVersionDays = stack.environment === "prod" ? 90 : 30,
  consumptionDays,
}: DataLakeArgs): Retention {
  return { scoredDays, quarantineDays, oldVersionDays, consumptionDays };
}
