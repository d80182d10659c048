import * as aws from "@pulumi/aws";

new aws.ecs.Service("no-public-ip", {
  cluster: "cluster",
  networkConfiguration: { subnets: ["subnet-1"], assignPublicIp: true },
});
