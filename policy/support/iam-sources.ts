import * as aws from "@pulumi/aws";
import { type IamDocument, type IamStatement, iamDocument } from "./iam-document.ts";
import type { Reading } from "./reading.ts";
import { type Check, on, type Session } from "./rule.ts";

/** Where policy documents are, so that every rule about them looks in the same places. */

type Judge<O> = (document: Reading<IamDocument>, session: Session<O>) => void | Promise<void>;

/** What roles, users and groups may do. */
export function identityPolicies<O>(judge: Judge<O>): readonly Check<O>[] {
  const of = (text: Reading<unknown>, session: Session<O>) => judge(text.json(iamDocument), session);
  return [
    on(aws.iam.RolePolicy, (policy, session) => of(policy.get("policy"), session)),
    on(aws.iam.Policy, (policy, session) => of(policy.get("policy"), session)),
    on(aws.iam.UserPolicy, (policy, session) => of(policy.get("policy"), session)),
    on(aws.iam.GroupPolicy, (policy, session) => of(policy.get("policy"), session)),
    on(aws.iam.Role, async (role, session) => {
      for (const inline of role.get("inlinePolicies").items()) await of(inline.get("policy"), session);
    }),
  ];
}

/** Who may use a resource, as the resource itself says. */
export function resourcePolicies<O>(judge: Judge<O>): readonly Check<O>[] {
  const of = (text: Reading<unknown>, session: Session<O>) => judge(text.json(iamDocument), session);
  return [
    on(aws.s3.BucketPolicy, (policy, session) => of(policy.get("policy"), session)),
    on(aws.s3.Bucket, (bucket, session) => of(bucket.get("policy"), session)),
    on(aws.s3.AccessPoint, (point, session) => of(point.get("policy"), session)),
    on(aws.s3control.AccessPointPolicy, (policy, session) => of(policy.get("policy"), session)),
    on(aws.sqs.Queue, (queue, session) => of(queue.get("policy"), session)),
    on(aws.sqs.QueuePolicy, (policy, session) => of(policy.get("policy"), session)),
    on(aws.sns.Topic, (topic, session) => of(topic.get("policy"), session)),
    on(aws.sns.TopicPolicy, (policy, session) => of(policy.get("policy"), session)),
    on(aws.ecr.RepositoryPolicy, (policy, session) => of(policy.get("policy"), session)),
    on(aws.ecr.RegistryPolicy, (policy, session) => of(policy.get("policy"), session)),
    on(aws.kms.Key, (key, session) => of(key.get("policy"), session)),
    on(aws.kms.KeyPolicy, (policy, session) => of(policy.get("policy"), session)),
    on(aws.dynamodb.ResourcePolicy, (policy, session) => of(policy.get("policy"), session)),
    on(aws.secretsmanager.Secret, (secret, session) => of(secret.get("policy"), session)),
    on(aws.secretsmanager.SecretPolicy, (policy, session) => of(policy.get("policy"), session)),
    on(aws.cloudwatch.EventBusPolicy, (policy, session) => of(policy.get("policy"), session)),
    on(aws.cloudwatch.LogResourcePolicy, (policy, session) => of(policy.get("policyDocument"), session)),
    on(aws.glue.ResourcePolicy, (policy, session) => of(policy.get("policy"), session)),
    on(aws.sagemaker.ModelPackageGroupPolicy, (policy, session) => of(policy.get("resourcePolicy"), session)),
  ];
}

/** What may pass a network's endpoint. */
export function endpointPolicies<O>(judge: Judge<O>): readonly Check<O>[] {
  const of = (text: Reading<unknown>, session: Session<O>) => judge(text.json(iamDocument), session);
  return [
    on(aws.ec2.VpcEndpoint, (endpoint, session) => of(endpoint.get("policy"), session)),
    on(aws.ec2.VpcEndpointPolicy, (policy, session) => of(policy.get("policy"), session)),
  ];
}

/** Who may act in a role. */
export function trustPolicies<O>(judge: Judge<O>): readonly Check<O>[] {
  return [
    on(aws.iam.Role, (role, session) => judge(role.get("assumeRolePolicy").json(iamDocument), session)),
  ];
}

/** The statements of a document that allow something, each with its path. */
export function allowing(document: Reading<IamDocument>): readonly Reading<IamStatement>[] {
  return document
    .get("Statement")
    .items()
    .filter((statement) => statement.get("Effect").is((effect) => effect === "Allow"));
}
