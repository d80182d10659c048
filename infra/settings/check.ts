import type { Fault } from "../component.ts";
import { choicesOf } from "../dashboard/choices.ts";
import { dashboardFaults } from "../dashboard/faults.ts";
import { lakeFaults } from "../data-lake/faults.ts";
import { githubFaults } from "../github-oidc/faults.ts";
import { accountFaults } from "../iam/account.ts";
import { imagesFaults } from "../images/faults.ts";
import { networkFaults } from "../network/faults.ts";
import { waysOf } from "../network/layout.ts";
import { pipelineFaults } from "../pipeline/faults.ts";
import { scaleFaults } from "../scale/faults.ts";
import { withSecret } from "./access.ts";
import type { StackSettings } from "./read.ts";
import { imageVersion, stackOf } from "./stack.ts";

/** What the components have to say of their settings, before the first of them is made: so all is told at once. */
export function componentFaults(settings: StackSettings): readonly Fault[] {
  const stack = stackOf(settings);
  const { dataLake, images, network, pipeline, modelReaders, dashboard, scale, github, oidcClientSecret } =
    settings;
  const choices = choicesOf(stack, { ...dashboard, access: withSecret(dashboard.access, oidcClientSecret) });
  return [
    ...below("dataLake", lakeFaults({ stack, ...dataLake })),
    ...below("images", imagesFaults({ stack, version: imageVersion, ...images })),
    ...below("network", networkFaults(network)),
    ...below("pipeline", pipelineFaults({ stack, ...pipeline, scale })),
    ...accountFaults("modelReaders", modelReaders, stack),
    ...below("dashboard", dashboardFaults(stack, choices, waysOf(stack, network))),
    ...(scale === undefined ? [] : below("scale", scaleFaults(scale))),
    ...(github === undefined ? [] : below("github", githubFaults(github))),
  ];
}

/** An image's digest is a part of what the component takes, and all that the file says of the image. */
const IMAGE_DIGEST = /^(images\.\w+)\.digest$/;

/** A component's argument stands below the component's setting; what it says of the stack is of the project's name. */
function below(setting: string, faults: readonly Fault[]): Fault[] {
  return faults.map(({ path, message }) => ({
    path: path.startsWith("stack.") ? "project" : `${setting}.${path}`.replace(IMAGE_DIGEST, "$1"),
    message,
  }));
}
