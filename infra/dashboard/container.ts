import * as pulumi from "@pulumi/pulumi";
import { dashboardDefaults } from "../../configs/dashboard-environment.ts";

/** Name of the one container, by which the service finds it. */
export const CONTAINER = "dashboard";
/** Name of the volume for temporary files: the rest of the file system cannot be written. */
export const TEMPORARY = "tmp";

const { port } = dashboardDefaults;

/** What differs between containers. */
export interface ContainerArgs {
  /** `repositoryUrl@sha256:…` */
  readonly image: pulumi.Input<string>;
  readonly environment: Readonly<Record<string, pulumi.Input<string>>>;
  readonly logGroup: pulumi.Input<string>;
  readonly region: string;
}

/**
 * The container as ECS stores it: keys and variables in order, and no default that ECS leaves out of its answer.
 * Anything else would be a difference at every update, and a new task each time.
 */
export function containerDefinitions(args: ContainerArgs): pulumi.Output<string> {
  const { image, environment, logGroup, region } = args;
  return pulumi.jsonStringify([
    {
      environment: Object.entries(environment)
        .map(([name, value]) => ({ name, value }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
      essential: true,
      healthCheck: {
        // The image's own check: ECS does not ask the one that is built in.
        command: ["CMD", "node", "dashboard/health-check.ts"],
        interval: 30,
        retries: 3,
        startPeriod: 30,
        timeout: 5,
      },
      image,
      linuxParameters: {
        // ECS answers with the empty list too; without it each update would find a difference and replace the task.
        capabilities: { add: [], drop: ["ALL"] },
        // Node as the first process would neither pass signals on nor end its children.
        initProcessEnabled: true,
      },
      logConfiguration: {
        logDriver: "awslogs",
        options: {
          "awslogs-group": logGroup,
          "awslogs-region": region,
          "awslogs-stream-prefix": CONTAINER,
          // A fault of the logs must not hold up requests; lines beyond the buffer are lost instead.
          "max-buffer-size": "4m",
          mode: "non-blocking",
        },
      },
      mountPoints: [{ containerPath: "/tmp", readOnly: false, sourceVolume: TEMPORARY }],
      name: CONTAINER,
      portMappings: [{ containerPort: port, hostPort: port, protocol: "tcp" }],
      readonlyRootFilesystem: true,
      // Longer than the dashboard takes to finish the requests under way.
      stopTimeout: 30,
      user: "1000:1000",
    },
  ]);
}
