import type { Fault } from "../component.ts";
import { accountFaults } from "../iam/account.ts";
import type { Stack } from "../stack.ts";
import { type ImageName, imageNames } from "./content.ts";
import { CACHE_TAG } from "./lifecycle.ts";
import { parseReference } from "./reference.ts";
import type { ImageSource } from "./source.ts";

/** A tag has 128 characters at most, and a hyphen and the digest of the files need 13 of them. */
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,114}$/;

/** What is wrong with the arguments of the images. */
export function imagesFaults(
  args: Readonly<Record<ImageName, ImageSource>> & {
    readonly stack: Stack;
    readonly tag: string;
    readonly pullAccounts?: readonly string[];
  },
): readonly Fault[] {
  const { stack, tag, pullAccounts = [] } = args;
  const builds = imageNames.some((image) => "build" in args[image]);
  return [
    ...imageNames.flatMap((image) => sourceFaults(image, args[image], stack)),
    ...(builds ? tagFaults(tag) : []),
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

function tagFaults(tag: string): readonly Fault[] {
  if (!TAG.test(tag))
    return [
      {
        path: "tag",
        message: `"${tag}" must be 1 to 115 letters, digits, dots, hyphens or underscores, not starting with a dot or hyphen`,
      },
    ];
  if (tag.startsWith(CACHE_TAG))
    return [
      { path: "tag", message: `"${tag}" must not start with ${CACHE_TAG}: builds keep their caches there` },
    ];
  return [];
}
