import * as aws from "@pulumi/aws";

new aws.ecs.Service("service-rollback", {
  cluster: "cluster",
  deploymentCircuitBreaker: { enable: true, rollback: false },
});
