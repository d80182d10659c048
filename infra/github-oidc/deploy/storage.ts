import type { Statement } from "../../iam/statement.ts";
import { arnOf } from "../../stack.ts";
import { named, nobodysSoFar, on, type Scope, tagged, taggedAtBirth } from "../scope.ts";

/**
 * Buckets, tables, image repositories, keys, parameters and the model group. None of it reads the data inside; who
 * changes the roles and the code that do can still get at it, so that a deployment is trusted with this stack's data.
 */
export function storage({ stack, lakeBucket }: Scope): Statement[] {
  const buckets = [`arn:aws:s3:::${lakeBucket}`];
  const keys = [arnOf(stack, "kms", "key/*")];
  return [
    on("Buckets", buckets, [
      "s3:CreateBucket",
      "s3:DeleteBucket",
      "s3:DeleteBucketPolicy",
      "s3:GetAccelerateConfiguration",
      "s3:GetBucketAbac",
      "s3:GetBucketAcl",
      "s3:GetBucketCORS",
      "s3:GetBucketLocation",
      "s3:GetBucketLogging",
      "s3:GetBucketNotification",
      "s3:GetBucketObjectLockConfiguration",
      "s3:GetBucketOwnershipControls",
      "s3:GetBucketPolicy",
      "s3:GetBucketPublicAccessBlock",
      "s3:GetBucketRequestPayment",
      "s3:GetBucketTagging",
      "s3:GetBucketVersioning",
      "s3:GetBucketWebsite",
      "s3:GetEncryptionConfiguration",
      "s3:GetLifecycleConfiguration",
      "s3:GetReplicationConfiguration",
      "s3:ListBucket",
      "s3:ListTagsForResource",
      "s3:PutBucketNotification",
      "s3:PutBucketOwnershipControls",
      "s3:PutBucketPolicy",
      "s3:PutBucketPublicAccessBlock",
      "s3:PutBucketTagging",
      "s3:PutBucketVersioning",
      "s3:PutEncryptionConfiguration",
      "s3:PutLifecycleConfiguration",
      "s3:TagResource",
      "s3:UntagResource",
    ]),
    on(
      "ObjectThatStandsForNoChampion",
      [`arn:aws:s3:::${lakeBucket}/models/none/artifact/*`],
      ["s3:DeleteObject", "s3:GetObject", "s3:GetObjectTagging", "s3:PutObject", "s3:PutObjectTagging"],
    ),
    on(
      "Tables",
      [named(stack, "dynamodb", "table/")],
      [
        "dynamodb:CreateTable",
        "dynamodb:DeleteTable",
        "dynamodb:DescribeContinuousBackups",
        "dynamodb:DescribeTable",
        "dynamodb:DescribeTimeToLive",
        "dynamodb:ListTagsOfResource",
        "dynamodb:TagResource",
        "dynamodb:UntagResource",
        "dynamodb:UpdateContinuousBackups",
        "dynamodb:UpdateTable",
        "dynamodb:UpdateTimeToLive",
      ],
    ),
    on(
      "Repositories",
      [named(stack, "ecr", "repository/")],
      [
        "ecr:CreateRepository",
        "ecr:DeleteLifecyclePolicy",
        "ecr:DeleteRepository",
        "ecr:DeleteRepositoryPolicy",
        "ecr:DescribeRepositories",
        "ecr:GetLifecyclePolicy",
        "ecr:GetRepositoryPolicy",
        "ecr:ListTagsForResource",
        "ecr:PutImageScanningConfiguration",
        "ecr:PutImageTagMutability",
        "ecr:PutLifecyclePolicy",
        "ecr:SetRepositoryPolicy",
        "ecr:TagResource",
        "ecr:UntagResource",
      ],
    ),
    on(
      "Images",
      [named(stack, "ecr", "repository/")],
      [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchDeleteImage",
        "ecr:BatchGetImage",
        "ecr:CompleteLayerUpload",
        "ecr:DescribeImages",
        "ecr:GetDownloadUrlForLayer",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
      ],
    ),
    on(
      "ModelGroups",
      [named(stack, "sagemaker", "model-package-group/")],
      [
        "sagemaker:AddTags",
        "sagemaker:CreateModelPackageGroup",
        "sagemaker:DeleteModelPackageGroup",
        "sagemaker:DeleteModelPackageGroupPolicy",
        "sagemaker:DeleteTags",
        "sagemaker:DescribeModelPackageGroup",
        "sagemaker:GetModelPackageGroupPolicy",
        "sagemaker:ListTags",
        "sagemaker:PutModelPackageGroupPolicy",
      ],
    ),
    on(
      "Parameters",
      [arnOf(stack, "ssm", `parameter/${stack.prefix}/*`)],
      [
        "ssm:AddTagsToResource",
        "ssm:DeleteParameter",
        "ssm:GetParameter",
        "ssm:GetParameters",
        "ssm:ListTagsForResource",
        "ssm:PutParameter",
        "ssm:RemoveTagsFromResource",
      ],
    ),
    { sid: "NewKeys", unscoped: ["kms:CreateKey"], conditions: taggedAtBirth(stack) },
    on(
      "Keys",
      keys,
      [
        "kms:CreateAlias",
        "kms:DeleteAlias",
        "kms:DescribeKey",
        "kms:EnableKeyRotation",
        "kms:GetKeyPolicy",
        "kms:GetKeyRotationStatus",
        "kms:ListResourceTags",
        "kms:PutKeyPolicy",
        "kms:ScheduleKeyDeletion",
        "kms:TagResource",
        "kms:UntagResource",
        "kms:UpdateAlias",
        "kms:UpdateKeyDescription",
      ],
      tagged(stack),
    ),
    // The object that stands for no champion rests under the lake's key, too.
    on("WriteUnderLakeKey", keys, ["kms:Decrypt", "kms:GenerateDataKey"], {
      StringEquals: { "kms:ViaService": `s3.${stack.region}.amazonaws.com` },
    }),
    // A key that has a name is somebody's, even when it has no tags; a new one has neither.
    on("TagNewKeys", keys, ["kms:TagResource"], {
      ...nobodysSoFar(stack),
      Null: { ...nobodysSoFar(stack)["Null"], "kms:ResourceAliases": "true" },
    }),
    on(
      "KeyNames",
      [named(stack, "kms", "alias/")],
      ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"],
    ),
    {
      sid: "FindStorage",
      unscoped: ["ecr:GetAuthorizationToken", "kms:ListAliases", "ssm:DescribeParameters"],
    },
  ];
}
