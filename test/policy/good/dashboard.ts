import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { account, digest, guarded, opts, region } from "./common.ts";
import { image } from "./data.ts";

const open = new aws.ec2.SecurityGroup("balancer-group", { vpcId: "vpc-1" }, opts);
new aws.vpc.SecurityGroupIngressRule(
  "https",
  { securityGroupId: open.id, ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "0.0.0.0/0" },
  opts,
);
export const balancer = new aws.lb.LoadBalancer(
  "balancer",
  { securityGroups: [open.id], subnets: ["subnet-1", "subnet-2"], enableDeletionProtection: true },
  opts,
);
const pool = new aws.cognito.UserPool("pool", { deletionProtection: "ACTIVE" }, guarded);
const targets = new aws.lb.TargetGroup("targets", { port: 8080, protocol: "HTTP", vpcId: "vpc-1" }, opts);
new aws.lb.Listener(
  "listener",
  {
    loadBalancerArn: balancer.arn,
    port: 443,
    protocol: "HTTPS",
    sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
    certificateArn: `arn:aws:acm:${region}:${account}:certificate/a`,
    defaultActions: [
      {
        type: "authenticate-cognito",
        order: 1,
        authenticateCognito: { userPoolArn: pool.arn, userPoolClientId: "client", userPoolDomain: "churn" },
      },
      { type: "forward", order: 2, targetGroupArn: targets.arn },
    ],
  },
  opts,
);
new aws.cloudwatch.LogGroup("task-logs", { name: "/ecs/dashboard", retentionInDays: 365 }, opts);
const task = new aws.ecs.TaskDefinition(
  "task",
  {
    family: "dashboard",
    containerDefinitions: pulumi.jsonStringify([
      {
        name: "dashboard",
        image: image.digest.apply(
          (made) => `example/dashboard@${made.startsWith("sha256:") ? made : digest}`,
        ),
        environment: [{ name: "COGNITO_CLIENT_ID", value: "client" }],
        logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "/ecs/dashboard" } },
      },
    ]),
  },
  opts,
);
new aws.ecs.Service(
  "service",
  {
    taskDefinition: task.arn,
    networkConfiguration: { subnets: ["subnet-1"], assignPublicIp: false },
    deploymentCircuitBreaker: { enable: true, rollback: true },
  },
  opts,
);
