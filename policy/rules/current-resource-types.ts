import { resourceRule } from "../support/rule.ts";

/** Former names of resources, which the provider still takes. */
const former = /^aws:(s3\/\w+V2:|alb\/|elasticloadbalancingv2\/|s3\/bucketObject:|elb\/)/;

/** Resources go by their present names, so that no rule overlooks one. */
export const currentResourceTypes = resourceRule(
  {
    name: "current-resource-types",
    description:
      "The provider keeps former names of its resources (BucketV2, alb.Listener): what bears one would pass by every rule about the present name.",
    severity: "medium",
    level: "mandatory",
    remedy: "Use the present class: aws.s3.Bucket and its siblings without V2, aws.lb, aws.s3.BucketObjectv2",
  },
  [
    ({ type }, { report }) => {
      if (former.test(type)) report("", `is of the former type ${type}`);
    },
  ],
);
