import * as aws from "@pulumi/aws";

new aws.iam.User("no-iam-users", { name: "admin" });
