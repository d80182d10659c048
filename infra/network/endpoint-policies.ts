import { arnOf, type Stack } from "../stack.ts";

/**
 * What may pass an endpoint: a second bound beside the roles' own, so that nobody inside the VPC, whatever credentials
 * they hold, carries data to another account through it.
 */

interface EndpointStatement {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[] | "*";
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * An endpoint's policy. Its principal is everyone, narrowed by a condition: an endpoint takes an account as principal
 * for the account's root user alone.
 */
function endpointPolicy(statements: readonly EndpointStatement[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map(({ sid, actions, resources, conditions }) => ({
      Sid: sid,
      Effect: "Allow",
      Principal: "*",
      Action: [...actions].sort(),
      Resource: resources,
      ...(conditions === undefined ? {} : { Condition: conditions }),
    })),
  });
}

const ownPrincipals = ({ accountId }: Stack) => ({ StringEquals: { "aws:PrincipalAccount": accountId } });

/**
 * This account's buckets, for its own roles: the lake's name is a setting, so the account is the bound. The image
 * registry keeps layers in a bucket of AWS and hands out signed addresses for it, so nobody's role is asked there.
 */
export function s3Policy(stack: Stack): string {
  return endpointPolicy([
    {
      sid: "OwnBuckets",
      actions: [
        "s3:AbortMultipartUpload",
        "s3:GetBucketLocation",
        "s3:GetObject",
        "s3:ListBucket",
        "s3:ListBucketMultipartUploads",
        "s3:ListMultipartUploadParts",
        "s3:PutObject",
      ],
      resources: ["arn:aws:s3:::*"],
      conditions: {
        StringEquals: { "aws:PrincipalAccount": stack.accountId, "aws:ResourceAccount": stack.accountId },
      },
    },
    {
      sid: "ImageLayers",
      actions: ["s3:GetObject"],
      resources: [`arn:aws:s3:::prod-${stack.region}-starport-layer-bucket/*`],
    },
  ]);
}

/** The stack's tables, for reading: only the dashboard comes this way, the pipeline's functions run outside the VPC. */
export function dynamodbPolicy(stack: Stack): string {
  return endpointPolicy([
    {
      sid: "OwnTables",
      actions: ["dynamodb:GetItem", "dynamodb:Query"],
      resources: [arnOf(stack, "dynamodb", `table/${stack.prefix}-*`)],
      conditions: ownPrincipals(stack),
    },
  ]);
}

/** The project's images, in whichever account they were built: prod runs the digests that dev has made. */
export function registryPolicy(stack: Stack): string {
  return endpointPolicy([
    {
      sid: "Login",
      actions: ["ecr:GetAuthorizationToken"],
      resources: "*",
      conditions: ownPrincipals(stack),
    },
    {
      sid: "Pull",
      actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      resources: [`arn:aws:ecr:${stack.region}:*:repository/${stack.project}-*`],
      conditions: ownPrincipals(stack),
    },
  ]);
}

/** The logs of the stack's containers. */
export function logsPolicy(stack: Stack): string {
  return endpointPolicy([
    {
      sid: "WriteOwnLogs",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [arnOf(stack, "logs", `log-group:/ecs/${stack.prefix}-*`)],
      conditions: ownPrincipals(stack),
    },
  ]);
}
