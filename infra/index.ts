import * as pulumi from "@pulumi/pulumi";
import { Alerts } from "./alerts.ts";
import { Dashboard } from "./dashboard.ts";
import { DataLake } from "./data-lake.ts";
import { GithubOidc } from "./github-oidc.ts";
import { Images } from "./images.ts";
import { Manifest } from "./manifest.ts";
import { ModelRegistry } from "./model-registry.ts";
import { Network } from "./network.ts";
import { Pipeline } from "./pipeline.ts";
import { Scale } from "./scale.ts";
import { withSecret } from "./settings/access.ts";
import { componentFaults } from "./settings/check.ts";
import { readSettings } from "./settings/read.ts";
import { imageVersion, lakeOf, providerOf, reachOf, stackOf } from "./settings/stack.ts";
import type { Stack } from "./stack.ts";

/** The whole platform of one stack. What each part is, and what it may be told, stands in its file. */

const settings = readSettings(pulumi.getStack(), pulumi.runtime.allConfig(), componentFaults);
const account = stackOf(settings);
const options = { providers: [providerOf(settings)] };

const github =
  settings.github &&
  new GithubOidc("github", { stack: account, ...settings.github, ...reachOf(settings) }, options);
const stack: Stack = github === undefined ? account : { ...account, boundaryArn: github.boundaryArn };

const alerts = new Alerts(
  "alerts",
  { stack, ...settings.alerts, budgetUsd: settings.monthlyBudgetUsd },
  options,
);
const network = new Network("network", { stack, use: settings.network }, options);
const images = new Images("images", { stack, version: imageVersion, ...settings.images }, options);

const lake = new DataLake("lake", { stack, ...lakeOf(settings) }, options);
const manifest = new Manifest("manifest", { stack }, options);
const registry = new ModelRegistry(
  "registry",
  { stack, lake, readerAccounts: settings.modelReaders },
  options,
);

const scale = settings.scale && new Scale("scale", { stack, lake, ...settings.scale }, options);
const pipeline = new Pipeline(
  "pipeline",
  { stack, lake, manifest, registry, images, network, alerts, ...(scale && { scale }), ...settings.pipeline },
  options,
);

const { access, ...task } = settings.dashboard;
const secret = settings.oidcClientSecret && pulumi.secret(settings.oidcClientSecret);
const dashboard = new Dashboard(
  "dashboard",
  { stack, lake, manifest, images, network, ...task, access: withSecret(access, secret) },
  options,
);

const watched = [manifest, pipeline, dashboard];
alerts.watch(
  watched.flatMap(({ alarms }) => alarms),
  watched.flatMap(({ charts }) => charts),
);

/** Where the seven files are uploaded: `aws s3 cp … s3://<bucket>/raw/`. */
export const bucketName = lake.bucketName;
export const manifestTableName = manifest.tableName;
export const triggerFunctionArn = pipeline.triggerFunctionArn;
export const stateMachineArn = pipeline.stateMachineArn;
/** The images by digest: other environments take them as they are. */
export const runtimeImage = images.runtime;
export const dashboardImage = images.dashboard;
export const alertsTopicArn = alerts.topicArn;
export const modelPackageGroup = registry.groupName;
export const dashboardUrl = dashboard.url;
export const ecsClusterName = dashboard.clusterName;
export const ecsServiceName = dashboard.serviceName;
export const githubPreviewRoleArn = github?.previewRoleArn;
export const githubDeployRoleArn = github?.deployRoleArn;
export const githubRetrainRoleArn = github?.retrainRoleArn;
/** The commit that was deployed by a workflow: where a deployment that fails goes back to. */
export const release = process.env["RELEASE"] ?? "none";
