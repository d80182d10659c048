import type { Stack } from "../../infra/stack.ts";

/** Stacks for tests of components, in a made-up account. */

export const ACCOUNT = "000000000000";

export const dev: Stack = {
  project: "spanishgas",
  environment: "dev",
  prefix: "spanishgas-dev",
  region: "eu-south-2",
  accountId: ACCOUNT,
  protect: false,
  logRetentionDays: 30,
};

export const prod: Stack = { ...dev, environment: "prod", prefix: "spanishgas-prod", protect: true };
