import * as aws from "@pulumi/aws";

new aws.sqs.Queue("queue-dead-letter", { sqsManagedSseEnabled: true });
