import { z } from "zod";

/**
 * What `createProcessingJob.sync` is called with, as far as SageMaker's reference allows it and the pipeline uses it. A
 * field that the service does not know is refused, as there.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateProcessingJob.html
 */

const inputSchema = z.strictObject({
  InputName: z.string().min(1),
  S3Input: z.strictObject({
    S3Uri: z.string().regex(/^s3:\/\/[^/]+\/.+$/),
    LocalPath: z.string().startsWith("/opt/ml/processing/"),
    S3DataType: z.enum(["S3Prefix", "ManifestFile"]),
    S3InputMode: z.literal("File"),
    S3DataDistributionType: z.enum(["FullyReplicated", "ShardedByS3Key"]).default("FullyReplicated"),
    S3CompressionType: z.literal("None").default("None"),
  }),
});

const outputSchema = z.strictObject({
  OutputName: z.string().min(1),
  S3Output: z.strictObject({
    S3Uri: z.string().regex(/^s3:\/\/[^/]+\/.+$/),
    LocalPath: z.string().startsWith("/opt/ml/processing/"),
    S3UploadMode: z.literal("EndOfJob"),
  }),
});

const tagSchema = z.strictObject({ Key: z.string().min(1).max(128), Value: z.string().max(256) });

const jobSchema = z.strictObject({
  ProcessingJobName: z.string().regex(/^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/),
  AppSpecification: z.strictObject({
    ImageUri: z.string().min(1).max(255),
    ContainerEntrypoint: z.array(z.string().max(256)).min(1).max(100),
    ContainerArguments: z.array(z.string().max(256)).min(1).max(100),
  }),
  Environment: z.record(z.string().regex(/^[a-zA-Z_]\w{0,255}$/), z.string().max(256)),
  ProcessingInputs: z.array(inputSchema).max(10),
  ProcessingOutputConfig: z.strictObject({
    Outputs: z.array(outputSchema).max(10),
    KmsKeyId: z.string().optional(),
  }),
  ProcessingResources: z.strictObject({
    ClusterConfig: z.strictObject({
      InstanceCount: z.number().int().min(1).max(100),
      InstanceType: z.string().startsWith("ml."),
      VolumeSizeInGB: z.number().int().min(1).max(16_384),
      VolumeKmsKeyId: z.string().optional(),
    }),
  }),
  StoppingCondition: z.strictObject({ MaxRuntimeInSeconds: z.number().int().min(1).max(777_600) }),
  NetworkConfig: z.strictObject({
    EnableNetworkIsolation: z.boolean(),
    EnableInterContainerTrafficEncryption: z.boolean(),
    VpcConfig: z.strictObject({
      SecurityGroupIds: z.array(z.string()).min(1).max(5),
      Subnets: z.array(z.string()).min(1).max(16),
    }),
  }),
  RoleArn: z.string().startsWith("arn:aws:iam::"),
  Tags: z.array(tagSchema).max(50),
});

/** A job that the service has accepted. */
export type JobRequest = z.infer<typeof jobSchema>;
export type JobInput = JobRequest["ProcessingInputs"][number]["S3Input"];

/** Reads a request. @throws ZodError when the service would refuse it as a `ValidationException` */
export function jobRequest(parameters: unknown): JobRequest {
  return jobSchema.parse(parameters);
}
