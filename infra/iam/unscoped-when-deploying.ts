const LIST = "It lists what the account has; the service offers no resource to narrow it by.";
const CREATE =
  "The id is the service's to choose: a condition on the new resource's tags narrows it instead.";

/** What only the workflows' roles do on every resource: listing, and making what has no name before it exists. */
export const unscopedWhenDeploying = {
  "acm:RequestCertificate": CREATE,
  "application-autoscaling:DescribeScalableTargets": LIST,
  "application-autoscaling:DescribeScalingPolicies": LIST,
  "cognito-idp:CreateUserPool": CREATE,
  "cognito-idp:DescribeUserPoolDomain":
    "A domain is asked for by its own name; the service offers no resource for it.",
  "ec2:DescribeAddresses": LIST,
  "ec2:DescribeAddressesAttribute": LIST,
  "ec2:DescribeAvailabilityZones": LIST,
  "ec2:DescribeFlowLogs": LIST,
  "ec2:DescribeInternetGateways": LIST,
  "ec2:DescribeManagedPrefixLists": LIST,
  "ec2:DescribeNatGateways": LIST,
  "ec2:DescribeNetworkAcls": LIST,
  "ec2:DescribeNetworkInterfaces": LIST,
  "ec2:DescribePrefixLists": LIST,
  "ec2:DescribeRouteTables": LIST,
  "ec2:DescribeSecurityGroupRules": LIST,
  "ec2:DescribeSecurityGroups": LIST,
  "ec2:DescribeSubnets": LIST,
  "ec2:DescribeVpcEndpoints": LIST,
  "ec2:DescribeVpcs": LIST,
  "ecs:DeregisterTaskDefinition":
    "The service checks no resource: it retires a revision, which stops nothing that runs.",
  "ecs:DescribeTaskDefinition": LIST,
  "elasticloadbalancing:DescribeCapacityReservation": LIST,
  "elasticloadbalancing:DescribeListenerAttributes": LIST,
  "elasticloadbalancing:DescribeListeners": LIST,
  "elasticloadbalancing:DescribeLoadBalancerAttributes": LIST,
  "elasticloadbalancing:DescribeLoadBalancers": LIST,
  "elasticloadbalancing:DescribeRules": LIST,
  "elasticloadbalancing:DescribeTags": LIST,
  "elasticloadbalancing:DescribeTargetGroupAttributes": LIST,
  "elasticloadbalancing:DescribeTargetGroups": LIST,
  "elasticloadbalancing:SetWebACL":
    "The service checks the firewall's own action beside it, and that one names the load balancer.",
  "kms:CreateKey": CREATE,
  "kms:ListAliases": LIST,
  "lambda:CreateEventSourceMapping":
    "The id is the service's to choose: a condition on the function that it feeds narrows it instead.",
  "lambda:ListEventSourceMappings": LIST,
  "logs:DescribeLogGroups": LIST,
  "route53:ListHostedZones": LIST,
  "route53:ListHostedZonesByName": LIST,
  "ssm:DescribeParameters": LIST,
  "states:ValidateStateMachineDefinition":
    "It looks at a text and knows no machine: a preview is told of a fault before the update.",
} as const;
