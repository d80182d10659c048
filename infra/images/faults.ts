import type { Fault } from "../component.ts";
import { accountFaults } from "../iam/account.ts";
import type { Stack } from "../stack.ts";
import { type ImageName, imageNames } from "./content.ts";
import { parseReference } from "./reference.ts";
import type { ImageSource } from "./source.ts";

const VERSION = /^[A-Za-z0-9_][A-Za-z0-9._+-]{0,127}$/;

/** What is wrong with the arguments of the images. */
export function imagesFaults(
  args: Readonly<Record<ImageName, ImageSource>> & {
    readonly stack: Stack;
    readonly version: string;
    readonly pullAccounts?: readonly string[];
  },
): readonly Fault[] {
  const { stack, version, pullAccounts = [] } = args;
  const builds = imageNames.some((image) => "build" in args[image]);
  return [
    ...imageNames.flatMap((image) => sourceFaults(image, args[image], stack)),
    ...(builds ? versionFaults(version) : []),
    ...accountFaults("pullAccounts", pullAccounts, stack),
    ...(builds || pullAccounts.length === 0
      ? []
      : [
          {
            path: "pullAccounts",
            message: "no image is built here, so there is no repository to pull from; remove it",
          },
        ]),
  ];
}

function sourceFaults(path: string, source: ImageSource, stack: Stack): readonly Fault[] {
  if ("build" in source) return [];
  const reference = parseReference(source.digest, stack);
  return "fault" in reference ? [{ path: `${path}.digest`, message: reference.fault }] : [];
}

function versionFaults(version: string): readonly Fault[] {
  if (VERSION.test(version)) return [];
  return [
    {
      path: "version",
      message: `"${version}" must be 1 to 128 letters, digits, dots, hyphens, underscores or plus signs, starting with a letter or digit`,
    },
  ];
}
