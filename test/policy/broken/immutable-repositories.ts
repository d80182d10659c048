import * as aws from "@pulumi/aws";

new aws.ecr.Repository("immutable-repositories", { imageTagMutability: "MUTABLE" });
