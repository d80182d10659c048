import * as aws from "@pulumi/aws";

new aws.sfn.StateMachine("state-machine-logging-tracing", {
  roleArn: "arn:aws:iam::000000000000:role/pipeline",
  definition: JSON.stringify({ StartAt: "End", TimeoutSeconds: 60, States: { End: { Type: "Succeed" } } }),
  loggingConfiguration: { level: "OFF" },
});
