import type { ProxiedRequest } from "../fault-proxy.ts";
import type { Request } from "./evaluate.ts";

/** ARNs of the things that a stack's functions work on. */
export interface WorkedOn {
  readonly bucket: string;
  readonly table: string;
  readonly queue: string;
  readonly stateMachine: string;
  readonly topic: string;
  readonly parameter: string;
  /** A version in the group of models. */
  readonly modelPackage: string;
}

/**
 * What IAM is asked when a request of the SDK arrives: the action, what it is about, and the prefix of a listing. Which
 * bucket, table or topic a request names does not matter, there is one of each. A body is not seen: a query of an index
 * counts as one of its table.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
export function askedOf(
  { method, path, headers }: Pick<ProxiedRequest, "method" | "path" | "headers">,
  on: WorkedOn,
): Request[] {
  const target = headers["x-amz-target"];
  if (typeof target === "string") return [askedByName(target, on)];
  // SNS alone sends forms.
  if (headers["content-type"]?.startsWith("application/x-www-form-urlencoded"))
    return [{ action: "sns:Publish", resource: on.topic }];
  return askedOfS3(method, new URL(path, "http://s3.invalid"), headers["x-amz-copy-source"], on);
}

function askedByName(target: string, on: WorkedOn): Request {
  const [service = "", operation = ""] = target.split(".");
  switch (service.replace(/_\d+$/, "")) {
    case "DynamoDB":
      return { action: `dynamodb:${operation}`, resource: on.table };
    case "AmazonSQS":
      return { action: `sqs:${operation}`, resource: on.queue };
    case "AWSStepFunctions":
      return { action: `states:${operation}`, resource: on.stateMachine };
    case "AmazonSSM":
      return { action: `ssm:${operation}`, resource: on.parameter };
    case "SageMaker":
      return { action: `sagemaker:${operation}`, resource: on.modelPackage };
    default:
      throw new Error(`Nobody knows what IAM is asked for ${target}.`);
  }
}

function askedOfS3(
  method: string,
  { pathname, searchParams }: URL,
  copied: string | string[] | undefined,
  { bucket }: WorkedOn,
): Request[] {
  const [, , ...rest] = pathname.split("/");
  const key = decodeURIComponent(rest.join("/"));
  const object = { resource: `${bucket}/${key}` };
  if (key === "") {
    if (searchParams.has("uploads")) return [{ action: "s3:ListBucketMultipartUploads", resource: bucket }];
    const context = { "s3:prefix": searchParams.get("prefix") ?? "" };
    return [{ action: "s3:ListBucket", resource: bucket, context }];
  }
  switch (method) {
    case "GET":
    case "HEAD":
      return [{ action: searchParams.has("versionId") ? "s3:GetObjectVersion" : "s3:GetObject", ...object }];
    case "PUT":
    case "POST":
      return [{ action: "s3:PutObject", ...object }, ...sourceOf(copied, bucket)];
    case "DELETE":
      return [
        { action: searchParams.has("uploadId") ? "s3:AbortMultipartUpload" : "s3:DeleteObject", ...object },
      ];
    default:
      throw new Error(`Nobody knows what IAM is asked for ${method} of an object.`);
  }
}

function sourceOf(copied: string | string[] | undefined, bucket: string): Request[] {
  if (typeof copied !== "string") return [];
  const [, ...rest] = decodeURIComponent(copied).replace(/^\//, "").split("/");
  return [{ action: "s3:GetObject", resource: `${bucket}/${rest.join("/")}` }];
}
