/**
 * List prices of AWS in US dollars, without tax, discounts and free tiers: those of Europe (Ireland), as its public
 * pages showed them. Europe (Spain) charges the same for most of them, and a little more for machines. They are
 * written down by hand: hold them against https://calculator.aws before a budget depends on them.
 */
export const prices = {
  /** The day on which they were written down. */
  asOf: "2026-11-25",
  region: "Europe (Ireland)",

  /** Hours in an average month. */
  hours: 730,

  fargateVcpuHour: 0.04048,
  fargateGbHour: 0.004445,
  loadBalancerHour: 0.0252,
  /** A unit covers 25 new connections a second or 1 GB an hour: the dashboard stays below one. */
  loadBalancerUnitHour: 0.008,
  natGatewayHour: 0.048,
  /** An address that the internet reaches. */
  publicAddressHour: 0.005,
  interfaceEndpointHour: 0.011,
  kmsKeyMonth: 1,
  alarmMonth: 0.1,
  /** A metric of one's own, which those of Container Insights count as. */
  metricMonth: 0.3,
  /** Beyond the three that an account has free. */
  chartPageMonth: 3,
  webAclMonth: 5,
  webAclRuleMonth: 1,
  storageGbMonth: 0.023,
  imageGbMonth: 0.1,
  logGb: 0.57,
  stateTransition: 0.000025,
  lambdaGbSecond: 0.0000133334,
  manifestMillionWrites: 0.705,
  /** What a query of Athena scans. */
  athenaTbScanned: 5,
  /** Writing, copying or listing in S3, and reading from it: a thousand requests. */
  s3ThousandWrites: 0.005,
  s3ThousandReads: 0.0004,
  /** The disk of a machine of SageMaker. */
  machineDiskGbMonth: 0.154,

  /** SageMaker Processing: an hour of four processors, by the machine's family. Larger machines cost in proportion. */
  machineFourVcpuHour: { t3: 0.218, m5: 0.257, m6i: 0.257, c5: 0.23, c6i: 0.23, r5: 0.338, r6i: 0.338 },
} as const;
