import * as aws from "@pulumi/aws";

// The world in two halves, over IPv6 too, by each of the three resources that open a group.
new aws.ec2.SecurityGroup("no-open-ingress", {
  vpcId: "vpc-1",
  ingress: [{ protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["0.0.0.0/1", "128.0.0.0/1"] }],
});
new aws.ec2.SecurityGroupRule("no-open-ingress-rule", {
  type: "ingress",
  securityGroupId: "sg-1",
  protocol: "-1",
  fromPort: 0,
  toPort: 0,
  ipv6CidrBlocks: ["::/0"],
});
new aws.vpc.SecurityGroupIngressRule("no-open-ingress-newer", {
  securityGroupId: "sg-1",
  ipProtocol: "tcp",
  fromPort: 22,
  toPort: 22,
  cidrIpv4: "0.0.0.0/0",
});
