import * as aws from "@pulumi/aws";

const balancer = new aws.lb.LoadBalancer("load-balancer-https-balancer", {
  subnets: ["subnet-1", "subnet-2"],
});
new aws.lb.Listener("load-balancer-https", {
  loadBalancerArn: balancer.arn,
  port: 80,
  protocol: "HTTP",
  defaultActions: [
    {
      type: "forward",
      targetGroupArn: "arn:aws:elasticloadbalancing:eu-south-2:000000000000:targetgroup/a/b",
    },
  ],
});
