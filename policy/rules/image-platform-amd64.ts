import * as docker from "@pulumi/docker-build";
import { on, resourceRule } from "../support/rule.ts";

/** Every image is built for the machines that run it, in the form that all of AWS takes. */
export const imagePlatformAmd64 = resourceRule(
  {
    name: "image-platform-amd64",
    description:
      "Built on a laptop with another processor, an image fails only when its job starts; with a provenance record, Lambda refuses it.",
    severity: "high",
    level: "mandatory",
    remedy: 'Set platforms to ["linux/amd64"] and leave exec out',
  },
  [
    on(docker.Image, (image, { report }) => {
      const platforms = image.get("platforms");
      if (platforms.isAbsent) report(platforms, "is missing: the builder's own platform would be taken");
      for (const platform of platforms.items()) {
        if (platform.isNot((name) => name === "linux/amd64"))
          report(platform, `is ${platform.value ?? "missing"}`);
      }
      const exec = image.get("exec");
      if (exec.is((on) => on)) report(exec, "adds a provenance record");
    }),
  ],
);
