import * as aws from "@pulumi/aws";

new aws.sns.Topic("messages-encrypted", { name: "plain" });
