import * as aws from "@pulumi/aws";

// A rule about aws.s3.Bucket would not see this one.
new aws.s3.BucketV2("current-resource-types", {});
