import * as aws from "@pulumi/aws";

new aws.cloudwatch.LogGroup("log-retention", { name: "/for/ever" });
