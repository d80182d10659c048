import * as aws from "@pulumi/aws";
import type { CustomResourceOptions, Resource } from "@pulumi/pulumi";
import type { ResolvedResource } from "@pulumi/pulumi/queryable/index.js";
import { type Member, refersTo, type StackView } from "./stack-view.ts";

/** A bucket's settings are resources of their own, which name the bucket. */

export type Bucket = Member<ResolvedResource<aws.s3.Bucket>>;

/** Every bucket of the stack. */
export function bucketsOf(stack: StackView): readonly Bucket[] {
  return stack.of(aws.s3.Bucket);
}

/** The resources of a type that belong to a bucket. */
export function settingsOf<R extends Resource, A>(
  stack: StackView,
  bucket: Bucket,
  type: new (name: string, args: A, opts?: CustomResourceOptions) => R,
): readonly Member<ResolvedResource<R>>[] {
  return stack
    .of(type)
    .filter(({ resource }) => refersTo(resource, "bucket", bucket.resource, [bucket.quiet.get("bucket")]));
}
