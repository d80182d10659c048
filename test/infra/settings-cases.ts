/** Settings as they stand in a stack's file. */
export type Configuration = Readonly<Record<string, unknown>>;

/** A wrong configuration, and what its message must say: the setting's path, and the remedy. */
export const wrongSettings: readonly (readonly [string, Configuration, readonly string[]])[] = [
  ["no account", { accountId: "" }, ["accountId", "twelve digits"]],
  ["no budget", { monthlyBudgetUsd: "" }, ["monthlyBudgetUsd", 'must be of type number, not ""']],
  ["a budget in words", { monthlyBudgetUsd: "much" }, ["monthlyBudgetUsd", 'of type number, not "much"']],
  ["a region elsewhere", { region: "us-east-1" }, ["region", '"eu-south-2", "eu-west-1"', "us-east-1"]],
  ["a project's name with capitals", { project: "SpanishGas" }, ["project", "small letters"]],
  ["a retention that AWS does not offer", { logRetentionDays: 42 }, ["logRetentionDays", "30, 60", "42"]],
  ["a misspelt setting", { dashbord: {} }, ["dashbord", "is no setting"]],
  [
    "a misspelt part of a setting",
    { network: { create: { zonez: 2 } } },
    ["network.create.zonez", "is no setting"],
  ],
  ["four zones", { network: { create: { zones: 4 } } }, ["network.create.zones", "2, 3"]],
  [
    "addresses that are no block",
    { network: { create: { cidr: "10.0.0.0" } } },
    ["network.create.cidr", "10.0.0.0/16"],
  ],
  ["public addresses", { network: { create: { cidr: "8.8.0.0/16" } } }, ["network.create.cidr", "RFC 1918"]],
  [
    "a VPC that is made and exists",
    { network: { create: {}, existing: { vpcId: "vpc-1", vpcCidr: "10.0.0.0/16", privateSubnetIds: [] } } },
    ["network", "create and existing exclude each other"],
  ],
  [
    "one subnet only",
    {
      network: {
        existing: {
          vpcId: "vpc-0123456789abcdef0",
          vpcCidr: "10.0.0.0/16",
          privateSubnetIds: ["subnet-01234567"],
        },
      },
    },
    ["network.existing.privateSubnetIds", "two subnets"],
  ],
  [
    "a dashboard open to everybody",
    { dashboard: { access: { cidrs: ["0.0.0.0/0"], certificateArn: "x" } } },
    ["dashboard.access.cidrs[0]", "open to everybody", "domain with login"],
  ],
  [
    "a domain without HTTPS's zone and login",
    { dashboard: { access: { domain: "churn.example.com" } } },
    ["dashboard.access.hostedZone: is missing", "dashboard.access.login: is missing"],
  ],
  [
    "addresses without a certificate for HTTPS",
    { dashboard: { access: { cidrs: ["203.0.113.0/24"] } } },
    ["dashboard.access.certificateArn: is missing", "HTTPS"],
  ],
  [
    "a login without its domain",
    { dashboard: { access: { internal: true, login: { cognito: { domainPrefix: "churn" } } } } },
    ["dashboard.access.login", "means nothing without domain"],
  ],
  [
    "two kinds of access",
    { dashboard: { access: { internal: true, domain: "a.example.com", hostedZone: "example.com" } } },
    ["dashboard.access", "internal and domain exclude each other"],
  ],
  [
    "a domain outside its zone, and a network without a way out",
    {
      dashboard: {
        access: {
          domain: "churn.example.org",
          hostedZone: "example.com",
          login: { cognito: { domainPrefix: "churn" } },
        },
      },
    },
    ["dashboard.access.domain", "does not lie in the zone example.com", "network.create.nat"],
  ],
  [
    "a login whose secret is missing",
    {
      network: { create: { nat: "single" } },
      dashboard: {
        access: {
          domain: "churn.example.com",
          hostedZone: "example.com",
          login: {
            oidc: {
              issuer: "https://id.example.com",
              authorizationEndpoint: "https://id.example.com/authorize",
              tokenEndpoint: "https://id.example.com/token",
              userInfoEndpoint: "https://id.example.com/user",
              clientId: "churn",
            },
          },
        },
      },
    },
    ["dashboard.access.login.oidc.clientSecret", "is missing", "--secret"],
  ],
  [
    "memory that Fargate has not",
    { dashboard: { cpu: 256, memoryMb: 8192 } },
    ["dashboard.memoryMb", "512, 1024, 2048"],
  ],
  [
    "fewer tasks at most than at least",
    { dashboard: { tasks: { min: 3, max: 2 } } },
    ["dashboard.tasks", "exchange them"],
  ],
  [
    "an instance type that is not offered",
    { pipeline: { sizes: { bronze: { instanceType: "ml.huge" } } } },
    ["pipeline.sizes.bronze.instanceType", '"ml.huge" is none of', "ml.m5.xlarge"],
  ],
  [
    "readings that both queries and several machines sum",
    {
      scale: { hourlyScan: "athena" },
      pipeline: { sizes: { bronze: { instanceType: "ml.m5.xlarge", instances: 4 } } },
    },
    ["pipeline.sizes.bronze.instances", "must be 1 where queries sum the readings", "docs/sizing.md"],
  ],
  [
    "a step that does not exist",
    { pipeline: { sizes: { bronce: { instanceType: "ml.m5.xlarge" } } } },
    ["pipeline.sizes.bronce", "is no setting"],
  ],
  [
    "a scorer of tones that is none",
    { pipeline: { sentiment: "roberta" } },
    ["pipeline.sentiment", "must be lexicon, none, or the path of a module"],
  ],
  ["a time that is none", { pipeline: { schedule: { cron: "every Monday" } } }, ["pipeline.schedule.cron"]],
  ["a project's name that leaves no room", { project: "a-name-of-20-letters" }, ["project", "too long"]],
  [
    "an image by tag",
    { images: { runtime: "repository:latest" } },
    ["spanishgas:images.runtime: ", "names a tag"],
  ],
  [
    "a bucket's name with dots",
    { dataLake: { bucketName: "my.data" } },
    ["dataLake.bucketName", "without dots"],
  ],
  [
    "an encryption that there is not",
    { dataLake: { encryption: "none" } },
    ["dataLake.encryption", '"s3", "kms"'],
  ],
  ["an address that is none", { alerts: { emails: ["data-team"] } }, ["alerts.emails[0]", "e-mail address"]],
  [
    "a repository with a wildcard",
    { github: { repository: "example-org/*", stateBucket: "example-state" } },
    ["github.repository", "owner/name", "without a wildcard"],
  ],
  [
    "a query service that is not offered",
    { scale: { hourlyScan: "spark" } },
    ["scale.hourlyScan", '"athena"'],
  ],
  [
    "a query that may scan nothing",
    { scale: { hourlyScan: "athena", scannedGbLimit: 0 } },
    ["scale.scannedGbLimit", "at least 1"],
  ],
  [
    "sums of queries that are gone before they are read",
    { scale: { hourlyScan: "athena" }, dataLake: { consumptionDays: 0 } },
    ["dataLake.consumptionDays", "at least 1"],
  ],
  [
    "the stack's own account as a stranger",
    { modelReaders: ["000000000001"] },
    ["modelReaders[0]", "own account"],
  ],
];
