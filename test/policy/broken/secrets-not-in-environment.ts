import * as aws from "@pulumi/aws";

new aws.ecs.TaskDefinition("secrets-not-in-environment", {
  family: "talkative",
  containerDefinitions: JSON.stringify([
    {
      name: "app",
      image: `example/app@sha256:${"0".repeat(64)}`,
      environment: [{ name: "COGNITO_CLIENT_SECRET", value: "hunter2" }],
    },
  ]),
});
