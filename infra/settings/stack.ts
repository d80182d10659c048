import * as aws from "@pulumi/aws";
import packageJson from "../../package.json" with { type: "json" };
import { isShared } from "../pipeline/sizes.ts";
import type { Stack } from "../stack.ts";
import type { StackSettings } from "./read.ts";

/** What the images say they are. The release, and not the commit: one that changes nothing must build nothing. */
export const imageVersion = packageJson.version;

/** What the components are told about the stack. */
export function stackOf(settings: StackSettings): Stack {
  const { project, environment, region, accountId, logRetentionDays } = settings;
  return {
    project,
    environment,
    prefix: `${project}-${environment}`,
    region,
    accountId,
    protect: environment === "prod",
    logRetentionDays,
  };
}

/**
 * The way to AWS: one region, one account and no other, and tags on everything that can carry them.
 * Changing the region replaces everything.
 */
export function providerOf(settings: StackSettings): aws.Provider {
  const { project, environment, region, accountId, tags } = settings;
  return new aws.Provider("aws", {
    region,
    allowedAccountIds: [accountId],
    defaultTags: {
      tags: { ...tags, Project: project, Environment: environment, ManagedBy: "pulumi" },
    },
  });
}

/** What queries or several machines have made of a run's readings is kept this long, unless the lake is told otherwise. */
const CONSUMPTION_DAYS = 30;

/** The lake's settings: where readings are summed before the bronze step, it deletes in time what came of that. */
export function lakeOf({ dataLake, scale, pipeline }: StackSettings): StackSettings["dataLake"] {
  const summed = scale !== undefined || isShared(pipeline.sizes);
  return { ...(summed ? { consumptionDays: CONSUMPTION_DAYS } : {}), ...dataLake };
}

/** What else of the settings bounds what deployments may touch: the lake's name, the dashboard's, and queries. */
export function reachOf({ dataLake, dashboard, scale }: StackSettings): {
  lakeBucket?: string;
  domain?: string;
  queries?: boolean;
} {
  const { bucketName } = dataLake;
  const { access } = dashboard;
  return {
    ...(bucketName === undefined ? {} : { lakeBucket: bucketName }),
    ...("domain" in access ? { domain: access.domain } : {}),
    ...(scale === undefined ? {} : { queries: true }),
  };
}
