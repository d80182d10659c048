import { arnOf, at, born, calls, type Needs, owned, text } from "../provider-needs.ts";

/** What AWS's provider calls for buckets, tables, images, keys, parameters and models. */

const bucketArn = (bucket: string): string[] => [`arn:aws:s3:::${bucket}`];
const bucket =
  (actions: string): Needs =>
  (resource) =>
    calls("s3", actions, bucketArn(text(resource, "bucket")));

export const storage: Readonly<Record<string, Needs>> = {
  "aws:s3/bucket:Bucket": bucket(
    `CreateBucket DeleteBucket ListBucket GetBucketLocation GetBucketAcl GetBucketPolicy GetBucketCORS GetBucketWebsite
     GetBucketVersioning GetAccelerateConfiguration GetBucketRequestPayment GetBucketLogging GetLifecycleConfiguration
     GetReplicationConfiguration GetEncryptionConfiguration GetBucketObjectLockConfiguration GetBucketTagging
     PutBucketTagging ListTagsForResource TagResource UntagResource GetBucketAbac`,
  ),
  "aws:s3/bucketVersioning:BucketVersioning": bucket("PutBucketVersioning GetBucketVersioning"),
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": bucket(
    "PutEncryptionConfiguration GetEncryptionConfiguration",
  ),
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": bucket(
    "PutLifecycleConfiguration GetLifecycleConfiguration",
  ),
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": bucket(
    "PutBucketPublicAccessBlock GetBucketPublicAccessBlock",
  ),
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": bucket(
    "PutBucketOwnershipControls GetBucketOwnershipControls",
  ),
  "aws:s3/bucketPolicy:BucketPolicy": bucket("PutBucketPolicy GetBucketPolicy DeleteBucketPolicy"),
  "aws:s3/bucketNotification:BucketNotification": bucket("PutBucketNotification GetBucketNotification"),
  "aws:s3/bucketObjectv2:BucketObjectv2": (resource, place) => [
    ...calls("s3", "PutObject GetObject DeleteObject PutObjectTagging GetObjectTagging", [arnOf(resource)]),
    // Where the bucket's objects rest under a key, S3 asks for it in the name of whoever writes.
    ...calls("kms", "GenerateDataKey Decrypt", [at(place, "kms", "key/1")], {
      "kms:ViaService": `s3.${place.region}.amazonaws.com`,
    }),
  ],
  "aws:dynamodb/table:Table": (resource) =>
    calls(
      "dynamodb",
      `CreateTable DescribeTable UpdateTable DeleteTable DescribeContinuousBackups UpdateContinuousBackups
       DescribeTimeToLive UpdateTimeToLive TagResource UntagResource ListTagsOfResource`,
      [arnOf(resource)],
    ),
  "aws:ecr/repository:Repository": (resource) =>
    calls(
      "ecr",
      `CreateRepository DescribeRepositories DeleteRepository PutImageScanningConfiguration PutImageTagMutability
       ListTagsForResource TagResource UntagResource`,
      [arnOf(resource)],
    ),
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": (resource, place) =>
    calls("ecr", "PutLifecyclePolicy GetLifecyclePolicy DeleteLifecyclePolicy", [
      at(place, "ecr", `repository/${text(resource, "repository")}`),
    ]),
  "aws:ecr/repositoryPolicy:RepositoryPolicy": (resource, place) =>
    calls("ecr", "SetRepositoryPolicy GetRepositoryPolicy DeleteRepositoryPolicy", [
      at(place, "ecr", `repository/${text(resource, "repository")}`),
    ]),
  "docker-build:index:Image": ({ name, inputs }, place) => {
    const repository = /amazonaws\.com\/([^":]+)"/.exec(JSON.stringify(inputs["exports"]))?.[1];
    if (repository === undefined) throw new Error(`${name} is pushed to no repository.`);
    return [
      // Docker's login, before the update.
      ...calls("ecr", "GetAuthorizationToken"),
      ...calls(
        "ecr",
        `BatchCheckLayerAvailability BatchGetImage GetDownloadUrlForLayer InitiateLayerUpload UploadLayerPart
         CompleteLayerUpload PutImage`,
        [at(place, "ecr", `repository/${repository}`)],
      ),
    ];
  },
  "aws:kms/key:Key": (resource, place) => [
    ...calls("kms", "CreateKey", ["*"], born(place)),
    ...calls("kms", "TagResource", [arnOf(resource)], born(place)),
    ...calls(
      "kms",
      `DescribeKey GetKeyPolicy PutKeyPolicy GetKeyRotationStatus EnableKeyRotation ListResourceTags UntagResource
       UpdateKeyDescription ScheduleKeyDeletion`,
      [arnOf(resource)],
      owned(place),
    ),
  ],
  "aws:kms/alias:Alias": (resource, place) => [
    ...calls("kms", "ListAliases"),
    ...calls("kms", "CreateAlias UpdateAlias DeleteAlias", [at(place, "kms", text(resource, "name"))]),
    ...calls("kms", "CreateAlias UpdateAlias DeleteAlias", [at(place, "kms", "key/1")], owned(place)),
  ],
  "aws:ssm/parameter:Parameter": (resource) => [
    ...calls("ssm", "DescribeParameters"),
    ...calls(
      "ssm",
      `PutParameter GetParameter GetParameters DeleteParameter AddTagsToResource RemoveTagsFromResource
       ListTagsForResource`,
      [arnOf(resource)],
    ),
  ],
  "aws:sagemaker/modelPackageGroup:ModelPackageGroup": (resource) =>
    calls(
      "sagemaker",
      "CreateModelPackageGroup DescribeModelPackageGroup DeleteModelPackageGroup AddTags DeleteTags ListTags",
      [arnOf(resource)],
    ),
  "aws:sagemaker/modelPackageGroupPolicy:ModelPackageGroupPolicy": (resource, place) =>
    calls(
      "sagemaker",
      "PutModelPackageGroupPolicy GetModelPackageGroupPolicy DeleteModelPackageGroupPolicy",
      [at(place, "sagemaker", `model-package-group/${text(resource, "modelPackageGroupName")}`)],
    ),
};
