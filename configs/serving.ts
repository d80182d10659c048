/**
 * How the image answers SageMaker's serving contract: what the server (`runtime/serving`) listens to, takes and gives, and
 * what a registered model package says of it. Both take it from here, so that a package promises nothing else.
 */

/** Where SageMaker puts a model's files before it starts a hosting container. */
export const MODEL_FOLDER = "/opt/ml/model";

/** Port of the container where the platform names no other. */
export const SERVING_PORT = 8080;

/** Variables of a serving container. All are texts, and none must be set. */
export const servingEnvironment = {
  /** Address to listen on. @default 127.0.0.1 */
  host: "SERVE_HOST",
  /** Port; SageMaker sets it where several containers share a machine. @default SERVING_PORT */
  port: "SAGEMAKER_BIND_TO_PORT",
  /** Threads that score. @default one for each processor */
  workers: "SERVE_WORKERS",
} as const;

/**
 * What a model package sets. SageMaker reaches the container from outside of it, so that loopback would never be found;
 * nothing else can: the platform puts the container into a network of its own, and publishes no port.
 */
export const packagedEnvironment: Readonly<Record<string, string>> = {
  [servingEnvironment.host]: "0.0.0.0",
};

/** Forms in which rows come in and answers go out. */
export const contentTypes = ["application/jsonlines", "application/json", "text/csv"] as const;
export type ContentType = (typeof contentTypes)[number];

/** The form of an answer where the caller names none. */
export const DEFAULT_ANSWER_TYPE: ContentType = "application/jsonlines";

/** Largest body of a request, in MB of 1,048,576 bytes: what a batch transform is told, and its own default. */
export const MAX_PAYLOAD_MB = 6;

/** Machines that a deployment may choose from: scoring needs little memory, and no more than a few processors. */
export const servingInstanceTypes = ["ml.m5.large", "ml.m5.xlarge"] as const;
