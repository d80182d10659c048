const TRACES = "X-Ray knows no resource for traces: they belong to the account.";
const DELIVERY =
  "CloudWatch Logs knows no resource for its deliveries; Step Functions asks for them to write its own log.";
const JOB_NETWORK = "EC2 offers no resource for what it describes; SageMaker looks before it joins the VPC.";

/** What the pipeline's own roles do on every resource. */
export const unscopedWhenRunning = {
  "ec2:DescribeDhcpOptions": JOB_NETWORK,
  "ec2:DescribeNetworkInterfaces": JOB_NETWORK,
  "ec2:DescribeSecurityGroups": JOB_NETWORK,
  "ec2:DescribeSubnets": JOB_NETWORK,
  "ec2:DescribeVpcs": JOB_NETWORK,
  "logs:CreateLogDelivery": DELIVERY,
  "logs:DeleteLogDelivery": DELIVERY,
  "logs:DescribeLogGroups": DELIVERY,
  "logs:DescribeResourcePolicies": DELIVERY,
  "logs:GetLogDelivery": DELIVERY,
  "logs:ListLogDeliveries": DELIVERY,
  "logs:PutResourcePolicy": DELIVERY,
  "logs:UpdateLogDelivery": DELIVERY,
  "xray:GetSamplingRules": TRACES,
  "xray:GetSamplingTargets": TRACES,
  "xray:PutTelemetryRecords": TRACES,
  "xray:PutTraceSegments": TRACES,
} as const;

/** What Step Functions asks of CloudWatch Logs to write a machine's log: for who grants it, and who caps it. */
export const logDelivery = [
  "logs:CreateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:DescribeLogGroups",
  "logs:DescribeResourcePolicies",
  "logs:GetLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:UpdateLogDelivery",
] as const satisfies readonly (keyof typeof unscopedWhenRunning)[];

/** What writing traces takes. */
export const tracing = [
  "xray:GetSamplingRules",
  "xray:GetSamplingTargets",
  "xray:PutTelemetryRecords",
  "xray:PutTraceSegments",
] as const satisfies readonly (keyof typeof unscopedWhenRunning)[];
