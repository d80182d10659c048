import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Names and ARNs that the parts of the original's infrastructure share. */

export const environment = pulumi.getStack();
export const prefix = `spanishgas-${environment}`;
const ACCOUNT = "000000000000";
const REGION = "eu-west-1";

export const arn = (service: string, resource: string) =>
  `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
export const iamArn = (resource: string) => `arn:aws:iam::${ACCOUNT}:${resource}`;
export const BUCKET = `spanishgas-data-${environment}`;
export const bucketArns = [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`];
export const tableArn = arn("dynamodb", `table/${prefix}-pipeline-manifest`);
export const topicArn = arn("sns", `${prefix}-alerts`);
/** The role of all jobs. */
export const jobRoleArn = iamArn(`role/${prefix}-sagemaker-role`);
export const WRITE_LOGS = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];

export const options: pulumi.CustomResourceOptions = {
  provider: new aws.Provider("aws", {
    region: REGION,
    defaultTags: { tags: { Project: "spanishgas", Environment: environment, ManagedBy: "terraform" } },
  }),
};
