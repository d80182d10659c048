import type * as pulumi from "@pulumi/pulumi";
import { policyDocument, type Statement } from "../iam/statement.ts";
import { logDelivery, tracing } from "../iam/unscoped-when-running.ts";
import { scanNames } from "../scale/names.ts";
import { arnOf } from "../stack.ts";
import { named, on, roleArns, type Scope } from "./scope.ts";

/**
 * The most that any role of the stack can be given: working with this stack's own things. Changing roles, policies or
 * the boundary is not among it, nor is anything of another environment. Data outside is denied outright, so that not
 * even a bucket's or a table's own policy lets a role of this stack in.
 */
export function boundaryDocument(scope: Scope): pulumi.Output<string> {
  const lake = `arn:aws:s3:::${scope.lakeBucket}`;
  const tables = named(scope.stack, "dynamodb", "table/");
  return policyDocument(
    [
      ...data(scope, lake, tables),
      ...work(scope),
      ...(scope.queries ? querying(scope) : []),
      ...running(scope),
    ],
    [
      { sid: "NoDataOutside", denied: objectActions, outside: [`${lake}/*`] },
      { sid: "NoTablesOutside", denied: itemActions, outside: [tables, `${tables}/index/*`] },
    ],
  );
}

const objectActions = [
  "s3:AbortMultipartUpload",
  "s3:DeleteObject",
  "s3:GetObject",
  "s3:GetObjectVersion",
  "s3:PutObject",
] as const;

const itemActions = [
  "dynamodb:ConditionCheckItem",
  "dynamodb:DeleteItem",
  "dynamodb:GetItem",
  "dynamodb:PutItem",
  "dynamodb:Query",
  "dynamodb:UpdateItem",
] as const;

function data({ stack, lakeBucket }: Scope, lake: string, tables: string): Statement[] {
  return [
    on("Objects", [`${lake}/*`], objectActions),
    on(
      "Buckets",
      [`arn:aws:s3:::${lakeBucket}`],
      ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
    ),
    on("Items", [tables, `${tables}/index/*`], itemActions),
    // A key may be a given one, whose tags are not ours: the services that it is used through bound it.
    on("Keys", [arnOf(stack, "kms", "key/*")], ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"], {
      StringEquals: {
        "kms:ViaService": ["dynamodb", "s3", "sns", "sqs"].map(
          (service) => `${service}.${stack.region}.amazonaws.com`,
        ),
      },
    }),
    on(
      "Models",
      [named(stack, "sagemaker", "model-package-group/"), named(stack, "sagemaker", "model-package/")],
      [
        "sagemaker:AddTags",
        "sagemaker:CreateModelPackage",
        "sagemaker:DescribeModelPackage",
        "sagemaker:DescribeModelPackageGroup",
        "sagemaker:ListModelPackages",
        "sagemaker:UpdateModelPackage",
      ],
    ),
    on(
      "Parameters",
      [arnOf(stack, "ssm", `parameter/${stack.prefix}/*`)],
      ["ssm:GetParameter", "ssm:PutParameter"],
    ),
  ];
}

function work({ stack }: Scope): Statement[] {
  const jobs = [named(stack, "sagemaker", "processing-job/")];
  return [
    on(
      "Queues",
      [named(stack, "sqs", "")],
      [
        "sqs:ChangeMessageVisibility",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:ReceiveMessage",
        "sqs:SendMessage",
      ],
    ),
    on("Functions", [named(stack, "lambda", "function:")], ["lambda:InvokeFunction"]),
    on(
      "Runs",
      [named(stack, "states", "stateMachine:"), named(stack, "states", "execution:")],
      ["states:DescribeExecution", "states:StartExecution", "states:StopExecution"],
    ),
    // Whoever makes a job, in whatever role: its code holds customers' data and reaches nobody.
    on("IsolatedJobs", jobs, ["sagemaker:CreateProcessingJob"], {
      Bool: { "sagemaker:NetworkIsolation": "true" },
    }),
    on("Jobs", jobs, [
      "sagemaker:AddTags",
      "sagemaker:DescribeProcessingJob",
      "sagemaker:ListTags",
      "sagemaker:StopProcessingJob",
    ]),
    on(
      "JobEvents",
      [arnOf(stack, "events", "rule/StepFunctionsGetEventsForSageMakerProcessingJobsRule")],
      ["events:DescribeRule", "events:PutRule", "events:PutTargets"],
    ),
    on("HandRolesToJobs", [roleArns(stack)], ["iam:PassRole"], {
      StringEquals: { "iam:PassedToService": "sagemaker.amazonaws.com" },
    }),
    on("Tell", [named(stack, "sns", "")], ["sns:Publish"]),
  ];
}

function querying({ stack }: Scope): Statement[] {
  const { workgroupArn, dataCatalogArn, catalogArn, databaseArn, tableArns } = scanNames(stack);
  return [
    on(
      "Queries",
      [workgroupArn, dataCatalogArn],
      [
        "athena:GetDataCatalog",
        "athena:GetQueryExecution",
        "athena:StartQueryExecution",
        "athena:StopQueryExecution",
      ],
    ),
    on(
      "Tables",
      [catalogArn, databaseArn, ...tableArns],
      ["glue:GetDatabase", "glue:GetPartitions", "glue:GetTable"],
    ),
  ];
}

function running({ stack }: Scope): Statement[] {
  const ec2 = (kind: string) => arnOf(stack, "ec2", `${kind}/*`);
  return [
    // Images are built by one environment and pulled by all, each in an account of its own.
    on(
      "Images",
      [`arn:aws:ecr:${stack.region}:*:repository/${stack.project}-*`],
      ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    ),
    on(
      "Logs",
      [arnOf(stack, "logs", "log-group:*")],
      ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
    ),
    on(
      "JoinNetwork",
      [ec2("network-interface"), ec2("security-group"), ec2("subnet")],
      [
        "ec2:CreateNetworkInterface",
        "ec2:CreateNetworkInterfacePermission",
        "ec2:DeleteNetworkInterface",
        "ec2:DeleteNetworkInterfacePermission",
      ],
    ),
    // To the disks of jobs, by AWS's own services.
    on("LendKeys", [arnOf(stack, "kms", "key/*")], ["kms:CreateGrant"], {
      Bool: { "kms:GrantIsForAWSResource": "true" },
    }),
    {
      sid: "Unscoped",
      unscoped: [
        "ec2:DescribeDhcpOptions",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
        "ecr:GetAuthorizationToken",
        ...logDelivery,
        ...tracing,
      ],
    },
  ];
}
