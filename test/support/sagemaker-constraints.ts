import { z } from "zod";

/**
 * What SageMaker and Systems Manager take, as their API references say it: required fields, lengths, patterns and words.
 * Fields that the registry does not send are refused, so that a misspelt one is noticed. What the references do not say
 * (quotas, whether an object in S3 exists, whether the image can be pulled) is not looked at.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModelPackage.html
 */

const text = (low: number, high: number, pattern: RegExp) => z.string().min(low).max(high).regex(pattern);

const arn = text(1, 2048, /^arn:aws[a-z-]*:sagemaker:[a-z0-9-]{9,16}:[0-9]{12}:model-package\/\S{1,2048}$/);
const arnOrName = text(
  1,
  170,
  /^(arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:[0-9]{12}:[a-z-]*\/)?([a-zA-Z0-9]([a-zA-Z0-9-]){0,62})(?<!-)$/,
);
const versionedArnOrName = text(
  1,
  176,
  /^(arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:[0-9]{12}:[a-z-]*\/)?([a-zA-Z0-9]([a-zA-Z0-9-]){0,62})(?<!-)(\/[0-9]{1,9})?$/,
);
const description = text(0, 1024, /^[\p{L}\p{M}\p{Z}\p{S}\p{N}\p{P}]*$/u);
const line = (high: number) => text(0, high, /^.*$/);
const address = text(0, 1024, /^(https|s3):\/\/([^/]+)\/?(.*)$/);
const metadata = z
  .record(
    text(1, 128, /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u),
    // The reference gives the pattern for values too: a comma is refused.
    text(1, 256, /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u),
  )
  .refine((map) => Object.keys(map).length >= 1 && Object.keys(map).length <= 50, "1 to 50 entries");
const status = z.enum(["Approved", "Rejected", "PendingManualApproval"]);
const metricsSource = z.strictObject({ ContentType: line(256), S3Uri: address });
const instances = z.array(z.string().regex(/^ml\.[a-z0-9]+\.[a-z0-9]+$/)).min(1);

const container = z.strictObject({
  Image: text(0, 255, /^\S+$/),
  // One archive, zipped: what a batch transform takes as well as an endpoint.
  ModelDataUrl: address.endsWith(".tar.gz"),
  Environment: z
    .record(text(1, 1024, /^[a-zA-Z_][a-zA-Z0-9_]*$/), z.string().max(1024))
    .refine((map) => Object.keys(map).length <= 16, "at most 16 entries"),
});

/** Requests, by operation. */
export const requests = {
  CreateModelPackage: z.strictObject({
    ModelPackageGroupName: arnOrName,
    ModelPackageDescription: description,
    ModelApprovalStatus: status,
    ClientToken: text(1, 36, /^[a-zA-Z0-9-]+$/),
    Domain: z.string(),
    Task: z.enum([
      "IMAGE_CLASSIFICATION",
      "OBJECT_DETECTION",
      "TEXT_GENERATION",
      "IMAGE_SEGMENTATION",
      "FILL_MASK",
      "CLASSIFICATION",
      "REGRESSION",
      "OTHER",
    ]),
    InferenceSpecification: z.strictObject({
      Containers: z.array(container).min(1).max(15),
      SupportedContentTypes: z.array(line(256)),
      SupportedResponseMIMETypes: z.array(text(0, 1024, /^[-\w]+\/.+$/)),
      SupportedRealtimeInferenceInstanceTypes: instances,
      SupportedTransformInstanceTypes: instances,
    }),
    ModelMetrics: z.strictObject({ ModelQuality: z.strictObject({ Statistics: metricsSource }) }),
    MetadataProperties: z.strictObject({ GeneratedBy: line(1024) }),
    CustomerMetadataProperties: metadata,
  }),
  UpdateModelPackage: z.strictObject({
    ModelPackageArn: arn,
    ModelApprovalStatus: status.exactOptional(),
    ApprovalDescription: line(1024).exactOptional(),
    CustomerMetadataProperties: metadata.exactOptional(),
  }),
  DescribeModelPackage: z.strictObject({ ModelPackageName: versionedArnOrName }),
  ListModelPackages: z.strictObject({
    ModelPackageGroupName: arnOrName,
    // JSON carries times as seconds since 1970.
    CreationTimeAfter: z.number().exactOptional(),
    SortBy: z.enum(["Name", "CreationTime"]).exactOptional(),
    SortOrder: z.enum(["Ascending", "Descending"]).exactOptional(),
    MaxResults: z.int().min(1).max(100).exactOptional(),
    NextToken: line(8192).exactOptional(),
  }),
  GetParameter: z.strictObject({ Name: z.string().min(1).max(2048) }),
  PutParameter: z.strictObject({
    Name: z.string().min(1).max(2048),
    // As the stack declares the parameter (infra/model-registry.ts).
    Value: z.string().regex(/^(none|[0-9a-f]{12}-[0-9]+)$/),
    Type: z.enum(["String", "StringList", "SecureString"]),
    Overwrite: z.boolean(),
  }),
} as const;

/** Operations of the registry's services. */
export type RegistryOperation = keyof typeof requests;
