import { z } from "zod";
import { Reading } from "../support/reading.ts";
import { stackRule } from "../support/rule.ts";

/** A provider's settings travel as text or as an object, depending on who passes them on. */
const defaultTags = z.looseObject({ tags: z.record(z.string(), z.unknown()).default({}) });

/** Every provider of AWS puts the tags on all that it makes by which cost and cleaning up are told apart. */
export const tags = stackRule(
  {
    name: "tags",
    description:
      "What carries no tags belongs to nobody: its cost cannot be told apart, and nobody dares to delete it.",
    severity: "medium",
    level: "mandatory",
    remedy:
      "Give the stack's aws provider defaultTags with Project, Environment and ManagedBy, and pass it to every resource",
    options: z.object({
      required: z
        .array(z.string())
        .default(["Project", "Environment", "ManagedBy"])
        .describe("Names of the tags that every resource carries."),
    }),
  },
  (stack, { report, listenerOf, options: { required } }) => {
    const ours = stack.resources.filter(({ type }) => type.startsWith("aws:"));
    const stray = ours.filter(
      ({ provider }) => provider === undefined || /::default(_|$)/.test(provider.urn),
    );
    for (const { urn } of stray) report("", "belongs to Pulumi's default provider, which tags nothing", urn);

    const providers = new Map(
      ours.flatMap(({ provider }) => (provider ? [[provider.urn, provider] as const] : [])),
    );
    for (const { urn, props } of providers.values()) {
      if (/::default(_|$)/.test(urn)) continue;
      const tags = Reading.of(props, listenerOf(urn)).get("defaultTags").json(defaultTags).get("tags");
      if (tags.isUnknown) continue;
      const missing = required.filter((name) => !(name in (tags.value ?? {})));
      if (missing.length > 0) report("defaultTags.tags", `lack ${missing.join(", ")}`, urn);
    }
  },
);
