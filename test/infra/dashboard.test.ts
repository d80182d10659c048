import { describe, expect, test } from "vitest";
import { alarmFaults, chartFaults } from "../../infra/alerts/faults.ts";
import type { Recorded } from "../support/pulumi-mocks.ts";
import { recorded } from "./dashboard-fixture.ts";

const SERVICE = "aws:ecs/service:Service";
const TASK = "aws:ecs/taskDefinition:TaskDefinition";

const containersOf = (resources: Recorded): unknown =>
  JSON.parse(String(resources.only(TASK).inputs["containerDefinitions"]));

describe("the container", () => {
  test("is exactly this: nothing to write to but /tmp, no capability, no user of power, a check of its own", async () => {
    expect(containersOf(await recorded())).toEqual([
      {
        environment: [
          { name: "ALLOWED_ADDRESSES", value: "10.0.0.0/16" },
          { name: "AWS_REGION", value: "eu-south-2" },
          { name: "HOST", value: "0.0.0.0" },
          { name: "LAKE", value: "s3://spanishgas-data-dev" },
          { name: "MANIFEST_TABLE", value: "spanishgas-dev-pipeline-manifest" },
          { name: "PORT", value: "8501" },
        ],
        essential: true,
        healthCheck: {
          command: ["CMD", "node", "dashboard/health-check.ts"],
          interval: 30,
          retries: 3,
          startPeriod: 30,
          timeout: 5,
        },
        image: `000000000000.dkr.ecr.eu-south-2.amazonaws.com/spanishgas-dev-dashboard@sha256:${"0".repeat(64)}`,
        linuxParameters: { capabilities: { add: [], drop: ["ALL"] }, initProcessEnabled: true },
        logConfiguration: {
          logDriver: "awslogs",
          options: {
            "awslogs-group": "/ecs/spanishgas-dev-dashboard",
            "awslogs-region": "eu-south-2",
            "awslogs-stream-prefix": "dashboard",
            "max-buffer-size": "4m",
            mode: "non-blocking",
          },
        },
        mountPoints: [{ containerPath: "/tmp", readOnly: false, sourceVolume: "tmp" }],
        name: "dashboard",
        portMappings: [{ containerPort: 8501, hostPort: 8501, protocol: "tcp" }],
        readonlyRootFilesystem: true,
        stopTimeout: 30,
        user: "1000:1000",
      },
    ]);
  });

  test("is written the same at every update: keys and variables are in order", async () => {
    const text = String((await recorded()).only(TASK).inputs["containerDefinitions"]);
    const again = await recorded({ look: async () => undefined });
    expect(text).toBe(String(again.only(TASK).inputs["containerDefinitions"]));
    const [container] = JSON.parse(text);
    expect(Object.keys(container)).toEqual(Object.keys(container).sort());
    const names = container.environment.map(({ name }: { readonly name: string }) => name);
    expect(names).toEqual([...names].sort());
  });
});

test("the task is of the size and the platform that its image is for", async () => {
  const { inputs } = (await recorded({ cpu: 1024, memoryMb: 4096 })).only(TASK);
  expect(inputs).toMatchObject({
    family: "spanishgas-dev-dashboard",
    requiresCompatibilities: ["FARGATE"],
    networkMode: "awsvpc",
    runtimePlatform: { cpuArchitecture: "X86_64", operatingSystemFamily: "LINUX" },
    cpu: "1024",
    memory: "4096",
    volumes: [{ name: "tmp" }],
  });
});

test("the service goes back by itself, has no public address and no shell", async () => {
  const resources = await recorded();
  expect(resources.only("aws:ecs/cluster:Cluster").inputs).toEqual({
    name: "spanishgas-dev-cluster",
    settings: [{ name: "containerInsights", value: "enabled" }],
  });
  const { inputs } = resources.only(SERVICE);
  expect(inputs).toMatchObject({
    name: "spanishgas-dev-dashboard",
    desiredCount: 1,
    deploymentCircuitBreaker: { enable: true, rollback: true },
    deploymentMinimumHealthyPercent: 100,
    deploymentMaximumPercent: 200,
    healthCheckGracePeriodSeconds: 60,
    waitForSteadyState: true,
    enableExecuteCommand: false,
    capacityProviderStrategies: [{ capacityProvider: "FARGATE", weight: 1, base: 0 }],
    networkConfiguration: {
      assignPublicIp: false,
      subnets: ["private-1", "private-2"],
      securityGroups: ["dashboard-groups-service-id"],
    },
  });
  expect(inputs).not.toHaveProperty("launchType");
});

test("may change between ordinary and spare capacity: the provider refuses that without a new deployment", async () => {
  const { inputs } = (await recorded({ spot: true })).only(SERVICE);
  expect(inputs["capacityProviderStrategies"]).toMatchObject([{ capacityProvider: "FARGATE_SPOT" }]);
  expect(inputs["forceNewDeployment"]).toBe(true);
});

test("the load balancer drops what is malformed, and asks each task whether it lives", async () => {
  const resources = await recorded();
  expect(resources.only("aws:lb/loadBalancer:LoadBalancer").inputs).toMatchObject({
    name: "spanishgas-dev-dashboard",
    dropInvalidHeaderFields: true,
    desyncMitigationMode: "strictest",
    enableDeletionProtection: false,
    securityGroups: ["dashboard-groups-balancer-id"],
  });
  expect(resources.only("aws:lb/targetGroup:TargetGroup").inputs).toMatchObject({
    targetType: "ip",
    port: 8501,
    protocol: "HTTP",
    healthCheck: { path: "/healthz", matcher: "200" },
    stickiness: { enabled: false },
  });
});

test("prod has two tasks at least, and a load balancer that cannot be deleted by accident", async () => {
  const prod = { environment: "prod", prefix: "spanishgas-prod", protect: true } as const;
  const resources = await recorded({ stack: prod });
  expect(resources.only(SERVICE).inputs["desiredCount"]).toBe(2);
  expect(resources.only("aws:appautoscaling/target:Target").inputs).toMatchObject({
    minCapacity: 2,
    maxCapacity: 4,
  });
  expect(resources.only("aws:lb/loadBalancer:LoadBalancer").inputs).toMatchObject({
    enableDeletionProtection: true,
  });
});

test("it grows by use and by requests", async () => {
  const resources = await recorded({ tasks: { min: 1, max: 3 } });
  expect(resources.only("aws:appautoscaling/target:Target").inputs).toMatchObject({
    resourceId: "service/spanishgas-dev-cluster/spanishgas-dev-dashboard",
    scalableDimension: "ecs:service:DesiredCount",
    minCapacity: 1,
    maxCapacity: 3,
  });
  const metrics = resources
    .ofType("aws:appautoscaling/policy:Policy")
    .map(({ inputs }) => inputs["targetTrackingScalingPolicyConfiguration"]);
  expect(metrics).toMatchObject([
    { predefinedMetricSpecification: { predefinedMetricType: "ECSServiceAverageCPUUtilization" } },
    {
      predefinedMetricSpecification: {
        predefinedMetricType: "ALBRequestCountPerTarget",
        resourceLabel: "suffix-of-dashboard-balancer/suffix-of-dashboard-balancer-targets",
      },
    },
  ]);
});

describe("the roles", () => {
  interface Statement {
    readonly Action: readonly string[];
    readonly Resource: string | readonly string[];
  }

  const statementsOf = async (role: string): Promise<readonly Statement[]> =>
    (await recorded())
      .ofType("aws:iam/rolePolicy:RolePolicy")
      .filter(({ inputs }) => inputs["role"] === role)
      .flatMap(({ inputs }) => JSON.parse(String(inputs["policy"])).Statement);

  test("the program reads results and the books; it writes nothing and sees no upload", async () => {
    const statements = await statementsOf("spanishgas-dev-dashboard-role");
    const actions = new Set(statements.flatMap(({ Action }) => Action));
    expect([...actions].sort()).toEqual([
      "dynamodb:GetItem",
      "dynamodb:Query",
      "s3:GetObject",
      "s3:ListBucket",
    ]);
    const objects = statements
      .filter(({ Action }) => Action.includes("s3:GetObject"))
      .flatMap((each) => each.Resource);
    expect([...objects].sort()).toEqual(
      [
        "bronze/*.quality.json",
        "gold/*",
        "models/*",
        "monitoring/*",
        "pointers/*",
        "quarantine/*",
        "scored/*",
        "silver/*.quality.json",
      ].map((what) => `arn:aws:s3:eu-west-1:000000000000:lake/${what}`),
    );
  });

  test("what starts it pulls this image and writes this log", async () => {
    const statements = await statementsOf("spanishgas-dev-dashboard-execution-role");
    const actions = statements.flatMap(({ Action }) => Action).sort();
    expect(actions).toEqual([
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:GetAuthorizationToken",
      "ecr:GetDownloadUrlForLayer",
      "logs:CreateLogStream",
      "logs:PutLogEvents",
    ]);
    const everywhere = statements.filter(({ Resource }) => Resource === "*").flatMap(({ Action }) => Action);
    expect(everywhere).toEqual(["ecr:GetAuthorizationToken"]);
  });

  test("no policy of AWS is attached, which would change without us", async () => {
    const types = (await recorded()).all.map(({ type }) => type);
    expect(types.filter((type) => /policyAttachment/i.test(type))).toEqual([]);
  });
});

test("what is watched is what CloudWatch takes, each with what to do", async () => {
  await recorded({
    look: async ({ alarms, charts }) => {
      expect(alarmFaults(alarms)).toEqual([]);
      expect(chartFaults(charts)).toEqual([]);
      expect(alarms.map(({ metric }) => metric).sort()).toEqual([
        "CPUUtilization",
        "HTTPCode_ELB_5XX_Count",
        "HTTPCode_Target_5XX_Count",
        "MemoryUtilization",
        "RunningTaskCount",
        "TargetResponseTime",
        "UnHealthyHostCount",
      ]);
      const tooFew = alarms.find(({ metric }) => metric === "RunningTaskCount");
      expect(tooFew).toMatchObject({
        threshold: 1,
        comparison: "LessThanThreshold",
        missingData: "breaching",
      });
    },
  });
});

test("wrong arguments are told at once, before anything is registered", async () => {
  await expect(recorded({ cpu: 300, tasks: { min: 2, max: 1 } })).rejects.toThrow(
    /^Dashboard dashboard: 2 arguments are wrong\.\n {2}cpu: .*\n {2}tasks: /,
  );
});
