import * as aws from "@pulumi/aws";

new aws.ecs.TaskDefinition("image-by-digest", {
  family: "latest",
  containerDefinitions: JSON.stringify([
    { name: "app", image: "000000000000.dkr.ecr.eu-south-2.amazonaws.com/dashboard:latest" },
  ]),
});
