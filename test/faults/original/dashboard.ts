import * as aws from "@pulumi/aws";
import { imageOf } from "./data.ts";
import { allow, serviceRole } from "./iam.ts";
import { BUCKET, bucketArns, options, prefix, tableArn } from "./names.ts";

/** The original's dashboard: open to the internet, in the account's default network. */

const vpc = new aws.ec2.DefaultVpc("default", {}, options);
const subnetIds = ["a", "b"].map(
  (zone) => new aws.ec2.DefaultSubnet(zone, { availabilityZone: `eu-west-1${zone}` }, options).id,
);

const everywhere = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };
const balancerGroup = new aws.ec2.SecurityGroup(
  "alb",
  {
    name: `${prefix}-alb-sg`,
    vpcId: vpc.id,
    ingress: [{ protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["0.0.0.0/0"] }],
    egress: [everywhere],
  },
  options,
);
const taskGroup = new aws.ec2.SecurityGroup(
  "ecs",
  {
    name: `${prefix}-ecs-sg`,
    vpcId: vpc.id,
    ingress: [{ protocol: "tcp", fromPort: 8501, toPort: 8501, securityGroups: [balancerGroup.id] }],
    egress: [everywhere],
  },
  options,
);

const executionRole = serviceRole("ecs-execution", "ecs-tasks.amazonaws.com", []);
new aws.iam.RolePolicyAttachment(
  "ecs-execution",
  {
    role: executionRole.name,
    policyArn: "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
  },
  options,
);
const taskRole = serviceRole("ecs-task", "ecs-tasks.amazonaws.com", [
  allow(bucketArns, "s3:GetObject", "s3:ListBucket"),
  allow(tableArn, "dynamodb:GetItem", "dynamodb:Scan", "dynamodb:Query"),
]);

const cluster = new aws.ecs.Cluster("cluster", { name: `${prefix}-cluster` }, options);
new aws.cloudwatch.LogGroup("ecs", { name: `/ecs/${prefix}-streamlit`, retentionInDays: 30 }, options);
const task = new aws.ecs.TaskDefinition(
  "streamlit",
  {
    family: `${prefix}-streamlit`,
    requiresCompatibilities: ["FARGATE"],
    networkMode: "awsvpc",
    cpu: "512",
    memory: "1024",
    executionRoleArn: executionRole.arn,
    taskRoleArn: taskRole.arn,
    containerDefinitions: JSON.stringify([
      {
        name: "streamlit",
        image: imageOf("streamlit"),
        essential: true,
        portMappings: [{ containerPort: 8501, protocol: "tcp" }],
        environment: [{ name: "S3_BUCKET", value: BUCKET }],
      },
    ]),
  },
  options,
);

const balancer = new aws.lb.LoadBalancer(
  "streamlit",
  {
    name: `${prefix}-streamlit-alb`,
    internal: false,
    loadBalancerType: "application",
    securityGroups: [balancerGroup.id],
    subnets: subnetIds,
  },
  options,
);
const targets = new aws.lb.TargetGroup(
  "streamlit",
  { name: `${prefix}-streamlit-tg`, port: 8501, protocol: "HTTP", targetType: "ip", vpcId: vpc.id },
  options,
);
const listener = new aws.lb.Listener(
  "http",
  {
    loadBalancerArn: balancer.arn,
    port: 80,
    protocol: "HTTP",
    defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
  },
  options,
);
new aws.ecs.Service(
  "streamlit",
  {
    name: `${prefix}-streamlit`,
    cluster: cluster.arn,
    taskDefinition: task.arn,
    launchType: "FARGATE",
    desiredCount: 1,
    networkConfiguration: { subnets: subnetIds, securityGroups: [taskGroup.id], assignPublicIp: true },
    loadBalancers: [{ targetGroupArn: targets.arn, containerName: "streamlit", containerPort: 8501 }],
  },
  { ...options, dependsOn: [listener] },
);
