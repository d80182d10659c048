import * as aws from "@pulumi/aws";

const group = new aws.ec2.SecurityGroup("open-port-needs-login-group", {
  vpcId: "vpc-1",
  ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }],
});
const balancer = new aws.lb.LoadBalancer("open-port-needs-login-balancer", {
  securityGroups: [group.id],
  subnets: ["subnet-1", "subnet-2"],
});
new aws.lb.Listener("open-port-needs-login", {
  loadBalancerArn: balancer.arn,
  port: 443,
  protocol: "HTTPS",
  sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
  certificateArn: "arn:aws:acm:eu-south-2:000000000000:certificate/a",
  defaultActions: [
    {
      type: "forward",
      targetGroupArn: "arn:aws:elasticloadbalancing:eu-south-2:000000000000:targetgroup/a/b",
    },
  ],
});
